#include "views/screens/run_actions.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>

#include "views/screens/run_marks.h"
#include "views/widgets/format.h"

namespace paretop::views {
namespace {

using model::RunStatus;
using Targets = std::vector<RunTarget>;

constexpr const char* k_nothing = "there is no run here: n starts one";

Targets those(const Targets& targets, const std::function<bool(RunStatus)>& which) {
    Targets kept;
    std::copy_if(targets.begin(), targets.end(), std::back_inserter(kept), [&](const RunTarget& t) { return which(t.status); });
    return kept;
}

// Why none of them will do: "run 16 is paused", "none of the 3 runs is running".
std::string unsuitable(const Targets& targets, std::string_view wanted) {
    if (targets.empty()) return k_nothing;
    if (targets.size() == 1) return fmt::format("{} is {}", run_name(targets[0].id), model::status_word(targets[0].status));
    return fmt::format("none of the {} runs is {}", targets.size(), wanted);
}

void for_each(Context& context, const Targets& targets, const std::string& said,
              const std::function<Result<void>(storage::RunId)>& act) {
    for (const auto& target : targets)
        if (const auto done = act(target.id); !done) return context.shell.report(done.error());
    context.shell.say(said);
    context.shell.refresh();
}

Action pause_action(Context& context, const Targets& targets) {
    const auto live = those(targets, [](RunStatus s) { return s == RunStatus::running; });
    Action action{
        "pause " + names_of(targets), "p", "pause", "What is running finishes first; a second time stops that too.", {}, {}};
    if (live.empty()) action.disabled = unsuitable(targets, "running");
    action.run = [&context, live] {
        for_each(context, live,
                 fmt::format("{} will pause once what is running has finished; p again stops that too", names_of(live)),
                 [&](storage::RunId run) { return context.actions.request(run, "pause", ""); });
    };
    return action;
}

Action resume_action(Context& context, const Targets& targets) {
    const auto at_rest = those(targets, [](RunStatus s) { return s != RunStatus::running && s != RunStatus::done; });
    Action action{
        "resume " + names_of(targets), "r", "resume", "Goes on exactly where it was, also when it was cut off.", {}, {}};
    if (at_rest.empty()) {
        action.disabled = unsuitable(targets, "at rest");
        const bool done = !targets.empty() && targets[0].status == RunStatus::done;
        if (done) action.disabled += ": b gives it more trials";
    }
    action.run = [&context, at_rest] {
        for_each(context, at_rest, names_of(at_rest) + (at_rest.size() == 1 ? " goes on" : " go on"),
                 [&](storage::RunId run) { return context.actions.start(run); });
    };
    return action;
}

Action stop_action(Context& context, const Targets& targets) {
    const auto open = those(targets, [](RunStatus s) {
        return s == RunStatus::running || s == RunStatus::paused || s == RunStatus::waiting || s == RunStatus::cut_off;
    });
    Action action{"stop " + names_of(targets),
                  "x",
                  "stop",
                  "At once; what is running is measured again should it ever be resumed.",
                  {},
                  {}};
    if (open.empty()) action.disabled = unsuitable(targets, "under way");
    action.run = [&context, open] {
        for_each(context, open, names_of(open) + (open.size() == 1 ? " stops" : " stop"),
                 [&](storage::RunId run) { return context.actions.request(run, "stop", ""); });
    };
    return action;
}

void change_budget(Context& context, const RunTarget& target, const std::string& text) {
    std::int64_t trials = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), trials);
    if (error != std::errc() || end != text.data() + text.size() || trials <= 0)
        return context.shell.report(
            {ErrorKind::usage, fmt::format("'{}' is no number of trials", text), "budget", "give a whole number above 0"});
    const bool wakes = target.status == RunStatus::done && trials > target.finished;
    for_each(context, {target}, fmt::format("{} has {} now", run_name(target.id), count_of(trials, "trial")),
             [&](storage::RunId run) -> Result<void> {
                 PARETOP_CHECK(context.actions.request(run, "budget", std::to_string(trials)));
                 return wakes ? context.actions.start(run) : Result<void>();
             });
}

Action budget_action(Context& context, const Targets& targets) {
    Action action{"change the budget of " + names_of(targets),
                  "b",
                  "",
                  "How many trials it makes in all; a done run goes on with more.",
                  {},
                  {}};
    if (targets.empty()) action.disabled = k_nothing;
    if (targets.size() > 1) action.disabled = "the budget is changed of one run at a time";
    if (!action.disabled.empty()) return action;
    action.run = [&context, target = targets[0]] {
        PromptRequest request;
        request.label = fmt::format("trials of {} in all", run_name(target.id));
        request.text = std::to_string(target.budget);
        request.history = "budget";
        request.done = [&context, target](const std::string& text) { change_budget(context, target, text); };
        context.shell.prompt(std::move(request));
    };
    return action;
}

}  // namespace

std::string names_of(const Targets& targets) {
    if (targets.empty()) return "a run";
    return targets.size() == 1 ? run_name(targets[0].id) : fmt::format("{} runs", targets.size());
}

RunTarget target_of(const storage::RunRecord& run, RunStatus status) {
    return {run.id, status, run.done + run.failed, run.budget};
}

std::vector<Action> control_actions(Context& context, const Targets& targets) {
    auto pause = pause_action(context, targets);
    auto resume = resume_action(context, targets);
    // The key bar has room for the one that makes sense; both are always in the help.
    (pause.disabled.empty() || !resume.disabled.empty() ? resume : pause).title.clear();
    auto budget = budget_action(context, targets);
    return {std::move(pause), std::move(resume), stop_action(context, targets), std::move(budget)};
}

Action remove_action(Context& context, const Targets& targets) {
    Action action{"delete " + names_of(targets), "d", "delete", "With all its trials, measurements and logs.", {}, {}};
    const auto live = those(targets, [](RunStatus s) { return s == RunStatus::running; });
    if (targets.empty()) action.disabled = k_nothing;
    if (!live.empty()) action.disabled = names_of(live) + (live.size() == 1 ? " is" : " are") + " running: x stops it first";
    action.run = [&context, targets] {
        std::int64_t trials = 0;
        for (const auto& target : targets) trials += target.finished;
        Question question{fmt::format("Delete {} with {}?", names_of(targets), count_of(trials, "trial")),
                          "Its measurements and logs are gone for good.", "delete"};
        context.shell.confirm(std::move(question), [&context, targets] {
            for_each(context, targets, names_of(targets) + (targets.size() == 1 ? " is gone" : " are gone"),
                     [&](storage::RunId run) { return context.actions.remove(run); });
        });
    };
    return action;
}

std::vector<Action> visit_actions(Context& context, storage::RunId run, std::string_view here) {
    const auto name = run_name(run);
    std::vector<Action> all{{"front of " + name,
                             "f",
                             "front",
                             "The best trade-offs, and every trial behind them.",
                             {},
                             [&context, run] { show(context, make_front_screen(context, run)); }},
                            {"trials of " + name,
                             "t",
                             "trials",
                             "All of them, to filter and sort.",
                             {},
                             [&context, run] { show(context, make_trials_screen(context, run)); }},
                            {"progress of " + name,
                             "v",
                             "progress",
                             "How it got where it is.",
                             {},
                             [&context, run] { show(context, make_progress_screen(context, run)); }},
                            {"parameters of " + name,
                             "i",
                             "parameters",
                             "Which of them matter, what each value does, the front side by side.",
                             {},
                             [&context, run] { show(context, make_parameters_screen(context, run)); }},
                            {"profiles of " + name,
                             "P",
                             "",
                             "Where the time of its trials went, operation by operation.",
                             {},
                             [&context, run] { context.shell.push(make_profiles_screen(context, run)); }},
                            {"events of " + name, "w", "events", "What happened, newest first.", {}, [&context, run] {
                                 context.shell.push(make_events_screen(context, run));
                             }}};
    std::erase_if(all, [&](const Action& action) { return action.title == here; });
    return all;
}

}  // namespace paretop::views
