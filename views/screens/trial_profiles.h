// Profiles from where trials are shown: make one of a configuration, open it, compare two.
#pragma once

#include <optional>

#include "views/screens/context.h"

namespace paretop::views {

// p: profiles the configuration. nullopt: there is no trial under the cursor.
[[nodiscard]] Action profile_trial_action(Context& context, const model::Experiment& experiment,
                                          std::optional<storage::TrialKey> trial);
// Its newest profile, whole screens of it.
[[nodiscard]] Action open_profile_action(Context& context, const model::Experiment& experiment,
                                         std::optional<storage::TrialKey> trial);
// d: the newest profiles of two trials against each other; disabled with the trial that has none.
[[nodiscard]] Action diff_trials_action(Context& context, const model::Experiment& experiment, std::optional<storage::TrialKey> a,
                                        std::optional<storage::TrialKey> b);

}  // namespace paretop::views
