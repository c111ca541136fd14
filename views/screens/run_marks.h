// How the states of runs and trials look: a shape, a word, a role.
#pragma once

#include <string>

#include "views/model/runs.h"
#include "views/model/trials.h"
#include "views/surface/surface.h"

namespace paretop::views {

struct Mark {
    std::string shape, word;
    Style style;
    [[nodiscard]] std::string text() const { return shape + " " + word; }
};
[[nodiscard]] Mark mark_of(model::RunStatus status);
[[nodiscard]] Mark mark_of(storage::TrialState state, bool feasible);
// The same with what racing, confirming and pruning made of it: "▾ raced out", "◆ re-measured".
[[nodiscard]] Mark mark_of(const model::TrialLine& line);
// "3/5": repeats of the search, of those planned; "5 +3": and 3 more before it was believed; "5 +3 +20": and 20 when the search
// was over.
[[nodiscard]] std::string repeats_of(const model::RoundCounts& rounds, std::int64_t planned);

[[nodiscard]] std::string run_name(storage::RunId run);              // "run 17"
[[nodiscard]] std::string trials_of(const storage::RunRecord& run);  // "212/300"
// For the right of the line on top: "● 212/300 · 14:07".
[[nodiscard]] StyledText run_status(const storage::RunRecord& run, model::RunStatus status, Nanoseconds now);

}  // namespace paretop::views
