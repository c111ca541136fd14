#include "views/screens/run_marks.h"

#include <fmt/format.h>

#include "engine/measure/pruning.h"
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

Mark mark_of(const model::TrialLine& line) {
    if (line.state == TrialState::failed && line.reason.starts_with(measure::k_pruned)) return {"▾", "pruned", k_dim};
    if (line.state != TrialState::done || !line.feasible) return mark_of(line.state, line.feasible);
    if (line.reason.starts_with("raced out")) return {"▾", "raced out", k_dim};
    if (line.reason.starts_with("not confirmed")) return {"▾", "not confirmed", k_dim};
    return line.rounds.confirm > 0 ? Mark{"◆", "re-measured", k_normal} : mark_of(line.state, line.feasible);
}

std::string repeats_of(const model::RoundCounts& rounds, std::int64_t planned) {
    if (rounds.all() == 0) return {};
    auto text = rounds.search == planned ? fmt::format("{}", rounds.search) : fmt::format("{}/{}", rounds.search, planned);
    if (rounds.confirm > 0) text += fmt::format(" +{}", rounds.confirm);
    if (rounds.last > 0) text += fmt::format(" +{}", rounds.last);
    return text;
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
