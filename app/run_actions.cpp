#include "app/run_actions.h"

#include <cstdlib>

#include "app/control.h"
#include "app/launch.h"
#include "app/store_path.h"
#include "app/target.h"
#include "engine/job/create.h"
#include "storage/profiles.h"

namespace paretop::app {

Result<storage::Store*> RunActions::writer() {
    if (!store_) {
        PARETOP_TRY(auto store, open_existing(path_, storage::OpenOptions::Mode::read_write));
        store_ = std::move(store);
    }
    return &*store_;
}

Result<void> RunActions::start(storage::RunId id) {
    PARETOP_TRY(auto* store, writer());
    PARETOP_TRY(const auto run, storage::get_run(*store, id));
    PARETOP_TRY([[maybe_unused]] const auto engine, resume(*store, run));
    return {};
}

// A run at rest has nobody to answer: what needs an engine gets one, what is only a word in its row is written there.
Result<void> RunActions::request(storage::RunId id, std::string_view verb, std::string_view argument) {
    PARETOP_TRY(auto* store, writer());
    PARETOP_TRY(const auto run, storage::get_run(*store, id));
    const bool live = job::liveness(path_, run) == job::Liveness::live;
    if (!live && verb == "stop") return mark_stopped(*store, id);
    if (!live && verb == "budget") return change_budget(*store, run, std::atoll(std::string(argument).c_str()));
    if (!live && verb == "pause") return fail(ErrorKind::usage, "it is not running", name_of(id));
    PARETOP_TRY([[maybe_unused]] const auto request, post_request(*store, id, verb, argument));
    if (live) return {};
    PARETOP_TRY([[maybe_unused]] const auto engine, spawn_engine(path_, id));
    return {};
}

Result<void> RunActions::remove(storage::RunId run) {
    PARETOP_TRY(auto* store, writer());
    return erase_run(*store, run);
}

Result<void> RunActions::remove_profile(storage::ProfileId profile) {
    PARETOP_TRY(auto* store, writer());
    return storage::erase_profile(*store, profile);
}

Result<storage::RunId> RunActions::launch(const model::LaunchOrder& order) {
    PARETOP_TRY(auto* store, writer());
    PARETOP_TRY(const auto spec, read_experiment(order.path));
    PARETOP_TRY(const auto run, create_run(*store, spec, {order.trials, order.seed, order.parallel, order.method}));
    PARETOP_TRY([[maybe_unused]] const auto engine, spawn_engine(path_, run));
    return run;
}

Result<void> RunActions::write_note(storage::TrialKey trial, std::string_view text) {
    PARETOP_TRY(auto* store, writer());
    return store->write([&] { return storage::put_note(*store, trial, text); });
}

}  // namespace paretop::app
