// How the states of runs and trials look: a shape, a word, a role.
#pragma once

#include <string>

#include "views/model/runs.h"
#include "views/surface/surface.h"

namespace paretop::views {

struct Mark {
    std::string shape, word;
    Style style;
    [[nodiscard]] std::string text() const { return shape + " " + word; }
};
[[nodiscard]] Mark mark_of(model::RunStatus status);
[[nodiscard]] Mark mark_of(storage::TrialState state, bool feasible);

[[nodiscard]] std::string run_name(storage::RunId run);              // "run 17"
[[nodiscard]] std::string trials_of(const storage::RunRecord& run);  // "212/300"
// For the right of the line on top: "● 212/300 · 14:07".
[[nodiscard]] StyledText run_status(const storage::RunRecord& run, model::RunStatus status, Nanoseconds now);

}  // namespace paretop::views
