// Curves against trials or time: each holds its value until the next step.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "views/charts/axes.h"

namespace paretop::views {

struct Series {
    std::vector<PlotPoint> steps = {};  // by x, ascending; the last value goes on to the chart's end
    Style style = k_accent;
    std::string label = {};               // at the curve's end; may be empty
    std::vector<std::string> marks = {};  // drawn where each step begins, one cell wide; missing and empty ones are not
};

struct LineChart {
    std::vector<Series> series = {};
    std::string x_unit = {};
    std::string y_unit = {};
    double x_begin = 0;
    double x_end = 0;                      // how far the x axis goes: the run's trials or time
    std::optional<double> threshold = {};  // a line across
    bool x_is_time = false;                // seconds
    std::optional<PlotPoint> cursor = {};  // the step that is chosen
};

// Answers where the curves are, without the axes.
Rect draw_line_chart(Surface surface, const LineChart& chart);

}  // namespace paretop::views
