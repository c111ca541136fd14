#include "app/verbs/start.h"

#include <fmt/format.h>

#include "app/control.h"
#include "app/json.h"
#include "app/launch.h"
#include "app/store_path.h"

namespace paretop::app {

Result<ExitCode> perform(const StartCommand& command, Console& console) {
    PARETOP_TRY(const auto spec, read_experiment(command.file));
    PARETOP_TRY(const auto path, store_path(command.store));
    PARETOP_TRY(auto store, open_or_create(path));
    PARETOP_TRY(const auto id, create_run(store, spec, command.overrides));
    PARETOP_TRY(const auto run, storage::get_run(store, id));
    PARETOP_TRY(const auto engine, spawn_engine(path, id));
    PARETOP_CHECK(await_engine(store, run, engine, k_engine_patience));
    if (command.json)
        console.out(Json().begin_object().field("run", id).field("experiment", spec.name).end_object().take() + "\n");
    else
        console.out(fmt::format("run {} of {} has started: `paretop` watches it, `paretop pause {}` pauses it\n", id,
                                console.shown(spec.name), id));
    return ExitCode::ok;
}

}  // namespace paretop::app
