// How much loading one tick of the screen may do, so that no key ever waits for the store.
#pragma once

#include <cstdint>

#include "storage/base/clock.h"

namespace paretop::model {

// Every model has `Result<bool> update(Budget&)`: it reads what has arrived as long as the budget lasts and answers whether
// more waits to be read. It is called when Store::data_version has changed, and again on every tick until it answers false.
class Budget {
  public:
    static Budget of_time(const Clock& clock, Nanoseconds span) { return Budget(&clock, clock.steady_ns() + span, 0); }
    static Budget of_steps(std::int64_t steps) { return Budget(nullptr, 0, steps); }

    // Takes one step (a row read, an entry placed); false: nothing is left.
    bool take() {
        ++taken_;
        if (spent_) return false;
        if (clock_ == nullptr)
            spent_ = taken_ > steps_;
        else if (taken_ % k_rows_between_looks == 0)
            spent_ = clock_->steady_ns() >= deadline_;
        return !spent_;
    }

  private:
    static constexpr std::int64_t k_rows_between_looks = 16;  // a look at the clock costs about as much as a row

    Budget(const Clock* clock, Nanoseconds deadline, std::int64_t steps) : clock_(clock), deadline_(deadline), steps_(steps) {}

    const Clock* clock_;
    Nanoseconds deadline_;
    std::int64_t steps_;
    std::int64_t taken_ = 0;
    bool spent_ = false;
};

}  // namespace paretop::model
