// The scatter as a picture for a document or the web.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "views/charts/scale.h"

namespace paretop::views {

struct SvgScatter {
    std::string title = {};     // "zstd-levels, run 17"
    std::string subtitle = {};  // "300 trials, 14 on the front"; may be empty
    std::string x_name = {};    // "wall_s"
    std::string x_unit = {};    // "s"; may be empty
    std::string y_name = {};
    std::string y_unit = {};
    std::vector<PlotPoint> points = {};
    std::vector<PlotPoint> infeasible = {};
    std::vector<PlotPoint> front = {};  // by x, ascending
    bool less_x_is_better = true;
    bool less_y_is_better = true;
    std::optional<PlotPoint> baseline = {};
    std::optional<double> x_threshold = {};
    std::optional<double> y_threshold = {};
};

// A whole file, 720 × 480 units. Bytes and seconds are drawn in the unit that suits the baseline. It has a light background of
// its own, so that it is readable on dark pages too. Text is escaped. Points that would be drawn over each other are written
// once: the file stays small with a million trials.
[[nodiscard]] std::string scatter_svg(const SvgScatter& scatter);

}  // namespace paretop::views
