#pragma once

#include <string>

#include "app/console.h"
#include "app/exit_code.h"

namespace paretop::app {

// `paretop importance RUN`: how much each parameter matters to each objective.
struct ImportanceCommand {
    std::string store;
    std::string run;
    std::string objective;          // its name; empty: every one
    std::string method = "fanova";  // or permutation
    bool json = false;
};
Result<ExitCode> perform(const ImportanceCommand& command, Console& console);

}  // namespace paretop::app
