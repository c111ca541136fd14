#pragma once

#include <string>
#include <vector>

#include "app/console.h"
#include "app/exit_code.h"

namespace paretop::app {

// `paretop rm RUN…`: a run, its trials and its files. Asks first; without a terminal it wants --yes.
struct RemoveCommand {
    std::string store;
    std::vector<std::string> runs;
    bool yes = false;
};
Result<ExitCode> perform(const RemoveCommand& command, Console& console);

}  // namespace paretop::app
