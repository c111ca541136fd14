// The frame of a chart: ticks and labels at the left and below.
#pragma once

#include <string>
#include <vector>

#include "views/charts/scale.h"
#include "views/surface/surface.h"

namespace paretop::views {

struct Axis {
    Scale scale;
    std::string unit;               // beside the labels; may be empty
    bool is_time = false;           // seconds: ticks at whole minutes, hours, days
    std::vector<Tick> labels = {};  // instead of ticks at round values, e.g. names; those without room are left out
};

// Draws both axes and returns what is left for the chart; an empty surface where there is no room.
Surface draw_axes(Surface surface, const Axis& x, const Axis& y);
// What draw_axes would leave, without drawing.
[[nodiscard]] Surface inside_axes(Surface surface, const Axis& y);

}  // namespace paretop::views
