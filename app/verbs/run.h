#pragma once

#include <string>

#include "app/console.h"
#include "app/exit_code.h"
#include "engine/job/create.h"

namespace paretop::app {

// `paretop run FILE`: creates a run and drives it in the foreground. Ctrl-C pauses it.
struct RunCommand {
    std::string store;
    std::string file;
    job::Overrides overrides;
    bool json = false;
};
Result<ExitCode> perform(const RunCommand& command, Console& console);

}  // namespace paretop::app
