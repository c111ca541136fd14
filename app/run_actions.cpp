#include "app/run_actions.h"

#include <cstdlib>

#include "app/control.h"
#include "app/launch.h"
#include "app/store_path.h"
#include "app/target.h"
#include "engine/job/create.h"

namespace paretop::app {

Result<RunActions> RunActions::open(const std::string& store_path) {
    PARETOP_TRY(auto store, open_existing(store_path, storage::OpenOptions::Mode::read_write));
    return RunActions(std::move(store));
}

Result<void> RunActions::start(storage::RunId id) {
    PARETOP_TRY(const auto run, storage::get_run(store_, id));
    PARETOP_TRY([[maybe_unused]] const auto engine, resume(store_, run));
    return {};
}

Result<void> RunActions::request(storage::RunId id, std::string_view verb, std::string_view argument) {
    PARETOP_TRY(const auto run, storage::get_run(store_, id));
    const bool live = job::liveness(store_.path(), run) == job::Liveness::live;
    if (!live && verb == "stop") return mark_stopped(store_, id);
    if (!live && verb == "budget") return change_budget(store_, run, std::atoll(std::string(argument).c_str()));
    if (!live && verb == "pause") return fail(ErrorKind::usage, "it is not running", name_of(id));
    PARETOP_TRY([[maybe_unused]] const auto request, post_request(store_, id, verb, argument));
    if (live) return {};
    PARETOP_TRY([[maybe_unused]] const auto engine, spawn_engine(store_.path(), id));
    return {};
}

Result<void> RunActions::remove(storage::RunId run) { return erase_run(store_, run); }

Result<storage::RunId> RunActions::launch(const model::LaunchOrder& order) {
    PARETOP_TRY(const auto spec, read_experiment(order.path));
    PARETOP_TRY(const auto run, create_run(store_, spec, {order.trials, order.seed, order.parallel, order.method}));
    PARETOP_TRY([[maybe_unused]] const auto engine, spawn_engine(store_.path(), run));
    return run;
}

Result<void> RunActions::write_note(storage::TrialKey trial, std::string_view text) {
    return store_.write([&] { return storage::put_note(store_, trial, text); });
}

}  // namespace paretop::app
