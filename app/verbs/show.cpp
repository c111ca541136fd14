#include "app/verbs/show.h"

#include "app/show_report.h"
#include "app/store_path.h"
#include "app/target.h"

namespace paretop::app {

Result<ExitCode> perform(const ShowCommand& command, Console& console) {
    PARETOP_TRY(const auto store, open_to_read(command.store));
    PARETOP_TRY(const auto target, find_target(store, command.target));
    PARETOP_TRY(const auto text, target.trial ? show_trial(store, {target.run, *target.trial}, command.json)
                                              : show_run(store, target.run, command.json, console.width()));
    console.out(text);
    return ExitCode::ok;
}

}  // namespace paretop::app
