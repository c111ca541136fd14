#include "app/verbs/engine.h"

#include "app/store_path.h"
#include "app/target.h"
#include "engine/job/drive.h"

namespace paretop::app {

Result<ExitCode> perform(const EngineCommand& command, Console&) {
    PARETOP_TRY(const auto guardian, process::Guardian::start());
    job::DriveOptions options;
    PARETOP_TRY(options.store_path, store_path(command.store));
    {
        PARETOP_TRY(const auto store, open_existing(options.store_path, storage::OpenOptions::Mode::read_only));
        PARETOP_TRY(options.run, storage::find_run(store, command.run));
    }
    PARETOP_TRY(const auto end, job::drive(*guardian, options));
    return exit_code_of(end.state);
}

}  // namespace paretop::app
