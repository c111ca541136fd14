// The block below the runs: what the selected one has found and how it goes.
#pragma once

#include "views/model/runs.h"
#include "views/surface/surface.h"

namespace paretop::views {

// Lines it wants, its rule included. `detail` may still be missing.
[[nodiscard]] int run_detail_lines(const model::RunLine& line, const model::RunDetail* detail, int columns);
void draw_run_detail(Surface surface, const model::RunLine& line, const model::RunDetail* detail, Nanoseconds now);

}  // namespace paretop::views
