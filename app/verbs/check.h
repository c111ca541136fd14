#pragma once

#include <string>

#include "app/console.h"
#include "app/exit_code.h"

namespace paretop::app {

// `paretop check FILE`: everything that is wrong with an experiment file, or what it will do.
struct CheckCommand {
    std::string file;
    bool json = false;
};
Result<ExitCode> perform(const CheckCommand& command, Console& console);

}  // namespace paretop::app
