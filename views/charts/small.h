// Charts of one line: they fit into a table's cell.
#pragma once

#include <span>
#include <string>

#include "views/charts/scale.h"
#include "views/surface/surface.h"

namespace paretop::views {

// "▁▂▃▅▇█": the last value of each share of the row, between the smallest and the largest of them. Fewer values than cells: as
// many cells as values. NaN is a blank.
[[nodiscard]] std::string sparkline(std::span<const double> values, int width);

// "███▌": a share of `width` cells in eighths. Below 0 and above 1 are taken as 0 and 1.
[[nodiscard]] std::string bar(double share, int width);

struct Strip {
    std::span<const double> values = {};  // each a dot; those that fall together a thicker one
    double low = 0;                       // interval of the median, a line
    double high = 0;
    double median = 0;
};
// How repeats spread: "  · ─•│─·   ·" on one line, against a scale shared with the strips above and below.
void draw_strip(Surface line, const Strip& strip, const Scale& scale, Style style = {});

}  // namespace paretop::views
