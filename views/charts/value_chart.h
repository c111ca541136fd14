// What an objective was at each value of one parameter: the trials as dots, and what a model expects.
#pragma once

#include <optional>
#include <vector>

#include "views/charts/axes.h"

namespace paretop::views {

// The model's expectation over a stretch of the x axis.
struct ExpectedStep {
    double from = 0, to = 0;  // places on the x axis, 0 … 1
    double mean = 0, deviation = 0;
};

struct ValueChart {
    std::vector<PlotPoint> points = {};  // x: a place, 0 … 1
    std::vector<PlotPoint> front = {};
    std::optional<PlotPoint> chosen = {};  // of the front
    std::vector<ExpectedStep> expected = {};
    std::vector<Tick> x_labels = {};  // at places
    std::string y_unit = {};
};

// Trials are braille dots, members of the front ●, the chosen one ◉, the mean • from column to column and its spread · above and
// below it.
void draw_value_chart(Surface surface, const ValueChart& chart);

}  // namespace paretop::views
