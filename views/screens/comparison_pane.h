// Two trials side by side: parameter by parameter, metric by metric.
#pragma once

#include <string>

#include "views/model/summary.h"
#include "views/surface/surface.h"

namespace paretop::views {

// "level 9 → 19 · wlog 25 → 27 · wall_s +590 % · bytes −9.6 %"
[[nodiscard]] std::string comparison_line(const model::Comparison& comparison);

// A header, a line for each metric (both medians with their intervals, the difference with its own, what it means), and the
// parameters that differ. Wants comparison_lines() lines.
void draw_comparison(Surface surface, const model::Comparison& comparison);
[[nodiscard]] int comparison_lines(const model::Comparison& comparison, int columns);

}  // namespace paretop::views
