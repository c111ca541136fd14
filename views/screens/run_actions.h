// What can be done with runs, wherever they are shown.
#pragma once

#include <string>
#include <vector>

#include "views/model/runs.h"
#include "views/screens/context.h"

namespace paretop::views {

struct RunTarget {
    storage::RunId id = 0;
    model::RunStatus status = model::RunStatus::done;
    std::int64_t finished = 0, budget = 0;  // trials
};
[[nodiscard]] RunTarget target_of(const storage::RunRecord& run, model::RunStatus status);

// Pause, resume, stop and budget of all of `targets`, which may be empty: then each says why it is disabled.
[[nodiscard]] std::vector<Action> control_actions(Context& context, const std::vector<RunTarget>& targets);
// Asks first.
[[nodiscard]] Action remove_action(Context& context, const std::vector<RunTarget>& targets);
// The other screens of one run: front (f), trials (t), progress (v), parameters (i), profiles (P) and events (w), less the one
// titled `here`.
[[nodiscard]] std::vector<Action> visit_actions(Context& context, storage::RunId run, std::string_view here);

[[nodiscard]] std::string names_of(const std::vector<RunTarget>& targets);  // "run 17", "3 runs"

}  // namespace paretop::views
