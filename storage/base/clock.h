// The seam between the program and time.
#pragma once

#include <cstdint>

namespace paretop {

using Nanoseconds = std::int64_t;

class Clock {
  public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Nanoseconds now_ns() const = 0;     // wall clock, since the epoch; may jump, also backwards
    [[nodiscard]] virtual Nanoseconds steady_ns() const = 0;  // monotonic, arbitrary zero; for durations
};

// The machine's own clocks; lives for ever.
const Clock& system_clock();

}  // namespace paretop
