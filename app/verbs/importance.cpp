#include "app/verbs/importance.h"

#include "app/importance_report.h"
#include "app/store_path.h"

namespace paretop::app {

Result<ExitCode> perform(const ImportanceCommand& command, Console& console) {
    PARETOP_TRY(const auto store, open_to_read(command.store));
    PARETOP_TRY(const auto run, storage::find_run(store, command.run));
    const auto method = importance::method_named(command.method).value_or(importance::Method::fanova);
    PARETOP_TRY(const auto report, read_importance(store, run, command.objective, method));
    if (command.json) {
        Json json;
        append_importance(json, report);
        console.out(json.take() + "\n");
    } else {
        console.out(importance_text(report, console.width()));
    }
    return ExitCode::ok;
}

}  // namespace paretop::app
