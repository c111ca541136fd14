// How fast a run goes: finished trials a minute of active time, over the last minute where enough happened in it.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "storage/base/clock.h"

namespace paretop::model {

class Rate {
  public:
    void add(Nanoseconds active, std::int64_t finished);
    // nullopt: nothing has finished yet.
    [[nodiscard]] std::optional<double> per_minute() const;
    // Time for `remaining` more at this rate.
    [[nodiscard]] std::optional<Nanoseconds> time_for(std::int64_t remaining) const;

  private:
    struct Sample {
        Nanoseconds active;
        std::int64_t finished;
    };
    std::deque<Sample> samples_;  // ascending; the first one is the last that is older than the window
};

}  // namespace paretop::model
