#include "views/screens/run_marks.h"

#include <fmt/format.h>

#include "views/widgets/format.h"

namespace paretop::views {

using model::RunStatus;
using storage::TrialState;

Mark mark_of(RunStatus status) {
    switch (status) {
        case RunStatus::waiting:
            return {"◌", "waiting", k_dim};
        case RunStatus::running:
            return {"●", "running", k_good};
        case RunStatus::paused:
            return {"‖", "paused", k_warning};
        case RunStatus::done:
            return {"✓", "done", k_normal};
        case RunStatus::stopped:
            return {"‖", "stopped", k_dim};
        case RunStatus::failed:
            return {"✗", "failed", k_bad};
        case RunStatus::cut_off:
            return {"✗", "cut off", k_warning};
    }
    return {};
}

Mark mark_of(TrialState state, bool feasible) {
    switch (state) {
        case TrialState::asked:
            return {"◌", "waiting", k_dim};
        case TrialState::running:
            return {"●", "running", k_good};
        case TrialState::done:
            return feasible ? Mark{"✓", "done", k_normal} : Mark{"‖", "bound", k_warning};
        case TrialState::failed:
            return {"✗", "failed", k_bad};
    }
    return {};
}

std::string run_name(storage::RunId run) { return fmt::format("run {}", run); }

std::string trials_of(const storage::RunRecord& run) {
    const auto finished = run.done + run.failed;
    return run.budget > 0 ? fmt::format("{}/{}", finished, run.budget) : fmt::format("{}", finished);
}

StyledText run_status(const storage::RunRecord& run, RunStatus status, Nanoseconds now) {
    const auto mark = mark_of(status);
    StyledText text{{mark.shape, mark.style}, {" " + trials_of(run)}};
    if (status != RunStatus::running) text.push_back({" " + mark.word, mark.style});
    text.push_back({" · " + clock_time(now, now), k_dim});
    return text;
}

}  // namespace paretop::views
