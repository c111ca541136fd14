#pragma once

#include <string>

#include "app/console.h"
#include "app/exit_code.h"

namespace paretop::app {

// `paretop show RUN` or `paretop show RUN/TRIAL`: all that is known of it.
struct ShowCommand {
    std::string store;
    std::string target;
    bool json = false;
};
Result<ExitCode> perform(const ShowCommand& command, Console& console);

}  // namespace paretop::app
