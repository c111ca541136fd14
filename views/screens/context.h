// What every screen of one store works with.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "storage/profiles.h"
#include "views/model/actions.h"
#include "views/model/budget.h"
#include "views/model/experiments.h"
#include "views/shell/shell.h"

namespace paretop::views {

// Made once by app/; outlives the shell's screens.
struct Context {
    Shell& shell;
    const storage::Store& store;
    model::Experiments& experiments;
    model::Actions& actions;
    std::function<std::int64_t(storage::RunId)> owner;       // pid of the engine that holds a run, 0: nobody
    std::function<std::string(storage::TrialKey)> live_log;  // the file a running trial prints to
    std::vector<std::string> experiment_folders;             // where the launch screen looks, in this order
    std::string store_name;                                  // "lab.db"
};

std::unique_ptr<Screen> make_runs_screen(Context& context);
std::unique_ptr<Screen> make_launch_screen(Context& context);
std::unique_ptr<Screen> make_events_screen(Context& context, std::optional<storage::RunId> run);  // nullopt: of all runs
// The others are of one run; not_found when it is gone.
Result<std::unique_ptr<Screen>> make_front_screen(Context& context, storage::RunId run);
Result<std::unique_ptr<Screen>> make_trials_screen(Context& context, storage::RunId run, const std::string& filter = {});
Result<std::unique_ptr<Screen>> make_trial_screen(Context& context, storage::TrialKey trial);
Result<std::unique_ptr<Screen>> make_progress_screen(Context& context, storage::RunId run);
Result<std::unique_ptr<Screen>> make_parameters_screen(Context& context, storage::RunId run);

std::unique_ptr<Screen> make_profiles_screen(Context& context, std::optional<storage::RunId> run);  // nullopt: all there are
// Views of one profile; not_found when it is gone. `operation`: the cursor is on it and it is open.
Result<std::unique_ptr<Screen>> make_operations_screen(Context& context, storage::ProfileId profile,
                                                       const std::string& operation = {});
Result<std::unique_ptr<Screen>> make_timeline_screen(Context& context, storage::ProfileId profile);
Result<std::unique_ptr<Screen>> make_icicle_screen(Context& context, storage::ProfileId profile);
Result<std::unique_ptr<Screen>> make_sandwich_screen(Context& context, storage::ProfileId profile);
Result<std::unique_ptr<Screen>> make_profile_diff_screen(Context& context, storage::ProfileId a, storage::ProfileId b);

// Shows the screen, or says why it cannot be shown.
inline void show(Context& context, Result<std::unique_ptr<Screen>> screen) {
    if (screen)
        context.shell.push(std::move(*screen));
    else
        context.shell.report(screen.error());
}

// "zstd-levels › run 17 › trials".
std::string run_title(const model::Experiment& experiment, storage::RunId run, const std::string& what);
// Of the views of a run, which take each other's place.
std::string run_family(storage::RunId run);

// Esc takes a filter away before it leaves the screen: adds that behind the action "filter". Nothing without a filter.
void add_unfilter(std::vector<Action>& actions, const std::string& filter, std::function<void()> clear);

// The experiment of a run.
Result<std::shared_ptr<const model::Experiment>> experiment_of(Context& context, storage::RunId run);

// Calls model.update() with the time one piece of work may take, and then `taken()`, now and on later ticks while more waits. For
// Screen::refresh(). What a screen derives from the model it renews in `taken`.
template <class Model, class Taken>
void load(Context& context, const Screen* screen, Model& model, Taken taken) {
    constexpr Nanoseconds k_piece = 3'000'000;  // Shell::work allows 4 ms
    const auto step = [&context, &model, taken] {
        auto budget = model::Budget::of_time(context.shell.clock(), k_piece);
        const auto more = model.update(budget);
        taken();
        if (!more) context.shell.report(more.error());
        return more.value_or(false);
    };
    if (step()) context.shell.work(screen, "load", step);
}
template <class Model>
void load(Context& context, const Screen* screen, Model& model) {
    load(context, screen, model, [] {});
}

}  // namespace paretop::views
