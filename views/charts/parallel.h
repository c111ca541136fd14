// Parallel coordinates: an upright axis a dimension, a line across them all for each point (Inselberg, "The plane with parallel
// coordinates", 1985).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "views/surface/surface.h"

namespace paretop::views {

struct ParallelAxis {
    std::string title = {};
    std::string low = {}, high = {};  // what its ends are called
    std::string chosen = {};          // the chosen line's value, written below
};

struct ParallelChart {
    std::vector<ParallelAxis> axes = {};
    // [line][axis]: 0 at the low end, 1 at the high one; NaN: it has no value there, and the line is broken.
    std::vector<std::vector<double>> lines = {};
    std::optional<std::size_t> chosen = {};  // drawn over the others, ringed at each axis
};

// Titles, the high ends, the lines, the low ends and, with a chosen line, its values. Needs 6 lines.
void draw_parallel(Surface surface, const ParallelChart& chart);
// How many axes can be told apart on so many columns; at least 2.
[[nodiscard]] std::size_t axes_that_fit(int columns);

}  // namespace paretop::views
