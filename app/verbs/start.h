#pragma once

#include <string>

#include "app/console.h"
#include "app/exit_code.h"
#include "engine/job/create.h"

namespace paretop::app {

// `paretop start FILE`: creates a run and leaves it to an engine of its own.
struct StartCommand {
    std::string store;
    std::string file;
    job::Overrides overrides;
    bool json = false;
};
Result<ExitCode> perform(const StartCommand& command, Console& console);

}  // namespace paretop::app
