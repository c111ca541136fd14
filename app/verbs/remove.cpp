#include "app/verbs/remove.h"

#include <fmt/format.h>

#include <iostream>

#include "app/control.h"
#include "app/store_path.h"
#include "app/target.h"
#include "app/words.h"

namespace paretop::app {
namespace {

bool agreed(const storage::RunRecord& run, const std::string& experiment, Console& console) {
    console.err(fmt::format("Remove run {} of {} with its {} trials? [y/N] ", run.id, views::harmless(experiment), run.asked));
    std::string answer;
    std::getline(std::cin, answer);
    return answer == "y" || answer == "Y" || answer == "yes";
}

}  // namespace

Result<ExitCode> perform(const RemoveCommand& command, Console& console) {
    if (!command.yes && !console.in_is_terminal())
        return fail(ErrorKind::usage, "nobody can be asked whether to remove it", "rm", "say --yes");
    PARETOP_TRY(auto store, open_to_write(command.store));
    return for_each_run(store, command.runs, console, [&](const storage::RunRecord& run) -> Result<std::string> {
        PARETOP_TRY(const auto experiment, storage::get_experiment(store, run.experiment));
        if (!command.yes && !agreed(run, experiment.name, console)) return std::string("kept");
        PARETOP_CHECK(erase_run(store, run.id));
        return std::string("removed");
    });
}

}  // namespace paretop::app
