#include "storage/base/clock.h"

#include <chrono>

namespace paretop {
namespace {

template <class C>
Nanoseconds since_zero() {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(C::now().time_since_epoch()).count();
}

class SystemClock final : public Clock {
  public:
    Nanoseconds now_ns() const override { return since_zero<std::chrono::system_clock>(); }
    Nanoseconds steady_ns() const override { return since_zero<std::chrono::steady_clock>(); }
};

}  // namespace

const Clock& system_clock() {
    static const SystemClock clock;
    return clock;
}

}  // namespace paretop
