#include "app/verbs/screen.h"

#include <algorithm>
#include <filesystem>

#include "app/assets.h"
#include "app/run_actions.h"
#include "app/store_path.h"
#include "engine/executor/executor.h"
#include "engine/job/create.h"
#include "views/screens/context.h"
#include "views/shell/run_shell.h"

namespace paretop::app {
namespace {

// Made when there is none yet, so that a first run can be launched from the screen; one that may only be read is only read.
Result<storage::Store> open_store(const std::string& path) {
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) PARETOP_CHECK(open_or_create(path));
    return open_existing(path, storage::OpenOptions::Mode::read_only);
}

bool anything_lives(const storage::Store& store) {
    const auto runs = storage::list_runs(store);
    const auto profiles = storage::list_profiles(store);
    if (profiles && std::any_of(profiles->begin(), profiles->end(), [](const storage::ProfileRecord& profile) {
            return profile.state == storage::ProfileState::growing;
        }))
        return true;
    return runs && std::any_of(runs->begin(), runs->end(), [&](const storage::RunRecord& run) {
               return job::liveness(store.path(), run) == job::Liveness::live;
           });
}

std::vector<std::string> experiment_folders() {
    std::error_code ignored;
    return {std::filesystem::current_path(ignored).string(), assets_folder() + "/experiments"};
}

}  // namespace

Result<ExitCode> perform(const ScreenCommand& command, Console& console) {
    if (!console.out_is_terminal() || !console.in_is_terminal())
        return fail(ErrorKind::usage, "the screen needs a terminal", {}, "`paretop ls` lists runs without one");
    PARETOP_TRY(const auto path, store_path(command.store));
    PARETOP_TRY(const auto store, open_store(path));
    PARETOP_TRY(const auto terminal, views::NcursesTerminal::open());
    RunActions actions(path);
    model::Experiments experiments(store);
    views::Shell shell(*terminal);
    views::Context context{
        shell,
        store,
        experiments,
        actions,
        [&](storage::RunId run) { return storage::RunLock::owner(path, run); },
        [&](storage::TrialKey trial) { return executor::live_log_path(job::scratch_folder(path, trial.run), trial.number); },
        experiment_folders(),
        std::filesystem::path(path).filename().string()};
    shell.push(views::make_runs_screen(context));
    views::EventLoop loop;
    views::run_shell(shell, *terminal, loop, path, [&] { return anything_lives(store); });
    return ExitCode::ok;
}

}  // namespace paretop::app
