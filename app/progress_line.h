// The one line that a foreground run rewrites in place.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "storage/base/clock.h"

namespace paretop::app {

struct RunProgress {
    std::string name;  // "zstd-levels"
    std::int64_t run = 0;
    std::int64_t finished = 0, budget = 0, failed = 0, front = 0;
    std::optional<double> per_minute;
    std::optional<Nanoseconds> left;
    std::string open;               // "trial 17 for 42 s, 5 %": of one that takes long
    std::vector<std::string> best;  // "wall_s 0.031 s", one an objective
    std::string note;               // "pausing: waiting for 1 running"; stands in the place of the best
};

// At most `width` cells, without control characters. What matters least is left out first: the name, the rate, the best, the
// front.
std::string progress_line(const RunProgress& progress, int width);

}  // namespace paretop::app
