#include "views/screens/comparing.h"

#include <fmt/format.h>

#include "engine/job/comparing.h"

namespace paretop::views {
namespace {

std::string why_not(const model::Experiment& experiment, storage::RunId run, model::RunStatus status) {
    const auto* spec = experiment.spec();
    if (spec == nullptr) return "its experiment file cannot be read by this version";
    if (const auto able = job::can_compare(*spec); !able) return able.error().message();
    if (status == model::RunStatus::running) return fmt::format("run {} is running: pause it first", run);
    if (status == model::RunStatus::cut_off) return fmt::format("run {} was cut off: resume it first", run);
    return {};
}

}  // namespace

Action measure_in_turns_action(Context& context, const model::Experiment& experiment, storage::RunId run, model::RunStatus status,
                               std::optional<storage::TrialNumber> a, std::optional<storage::TrialNumber> b) {
    Action action{"measure A and B in turns",
                  "m",
                  "",
                  "Both once more, A B B A …: free of what the machine did between them. The comparison shows it as it comes.",
                  {},
                  {}};
    if (!a || !b) {
        action.disabled = "two are measured in turns: mark them with space";
        return action;
    }
    action.disabled = why_not(experiment, run, status);
    const job::Turns turns{*a, *b};
    action.run = [&context, run, turns] {
        const auto asked = context.actions.request(run, job::k_compare, job::argument_of(turns));
        if (!asked) return context.shell.report(asked.error());
        context.shell.say(fmt::format("trials {} and {} are measured in turns, {} times each; c compares, stop ends it", turns.a,
                                      turns.b, turns.repeats));
        context.shell.refresh();
    };
    return action;
}

std::string comparison_title(Context& context, storage::RunId run, storage::TrialNumber a, storage::TrialNumber b) {
    constexpr const char* k_title = "A against B";
    const auto stands = job::comparing(context.store, run, a, b);
    if (!stands || !*stands || (*stands)->answer == "ok") return k_title;
    if (!(*stands)->answer.empty()) return fmt::format("{}, in turns: {}", k_title, (*stands)->answer);
    return fmt::format("{}, in turns: {} of {} measurements", k_title, (*stands)->made, (*stands)->wanted);
}

}  // namespace paretop::views
