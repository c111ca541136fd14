#include "views/screens/trial_profiles.h"

#include <fmt/format.h>

#include "engine/job/profile_taker.h"

namespace paretop::views {
namespace {

std::string name_of(const std::optional<storage::TrialKey>& trial) {
    return trial ? fmt::format("trial {}", trial->number) : std::string("trial");
}

// The newest one with something in it.
std::optional<storage::ProfileId> newest(Context& context, storage::TrialKey trial) {
    const auto profiles = storage::list_profiles_of(context.store, trial);
    if (!profiles || profiles->empty()) return std::nullopt;
    return profiles->front().id;
}

std::string why_not(const model::Experiment& experiment, const std::optional<storage::TrialKey>& trial) {
    if (!trial) return "there is no trial here";
    const auto* spec = experiment.spec();
    if (spec == nullptr) return "its experiment file cannot be read by this version";
    const auto able = job::can_profile(*spec);
    return able ? "" : able.error().message();
}

// Why p would refuse, where it would.
std::string none_yet(const model::Experiment& experiment, const std::optional<storage::TrialKey>& trial) {
    const auto reason = why_not(experiment, trial);
    return fmt::format("{} has no profile: {}", name_of(trial), reason.empty() ? "p makes one" : reason);
}

}  // namespace

Action profile_trial_action(Context& context, const model::Experiment& experiment, std::optional<storage::TrialKey> trial) {
    return {
        "profile " + name_of(trial),
        "p",
        "profile",
        "Runs its configuration once more, traced: where its time goes.",
        why_not(experiment, trial),
        [&context, trial] {
            const auto asked = context.actions.request(trial->run, "profile", std::to_string(trial->number));
            if (!asked) return context.shell.report(asked.error());
            context.shell.say(fmt::format("{} will be profiled when nothing else runs; P lists the profiles", name_of(trial)));
        }};
}

Action open_profile_action(Context& context, const model::Experiment& experiment, std::optional<storage::TrialKey> trial) {
    const auto profile = trial ? newest(context, *trial) : std::nullopt;
    return {profile ? fmt::format("open profile {}", *profile) : "open its profile",
            "O",
            "",
            "Where its time went, operation by operation.",
            profile ? "" : none_yet(experiment, trial),
            [&context, profile] { show(context, make_operations_screen(context, *profile)); }};
}

Action diff_trials_action(Context& context, const model::Experiment& experiment, std::optional<storage::TrialKey> a,
                          std::optional<storage::TrialKey> b) {
    Action action{"diff the profiles of A and B", "d", "diff profiles", "Operation by operation, with intervals.", {}, {}};
    if (!a || !b) {
        action.disabled = "two are compared: mark them with space";
        return action;
    }
    const auto first = newest(context, *a), second = newest(context, *b);
    if (!first || !second) {
        action.disabled = none_yet(experiment, first ? b : a);
        return action;
    }
    action.run = [&context, first, second] { show(context, make_profile_diff_screen(context, *first, *second)); };
    return action;
}

}  // namespace paretop::views
