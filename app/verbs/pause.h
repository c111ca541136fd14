#pragma once

#include <string>
#include <vector>

#include "app/console.h"
#include "app/exit_code.h"

namespace paretop::app {

// `paretop pause RUN…`: running trials finish; a second time, they are stopped and measured again later.
struct PauseCommand {
    std::string store;
    std::vector<std::string> runs;
    bool wait = true;  // for the engine's answer
};
Result<ExitCode> perform(const PauseCommand& command, Console& console);

// `paretop stop RUN…`: ends a run at once, as stopped. A run at rest is only marked so.
struct StopCommand {
    std::string store;
    std::vector<std::string> runs;
    bool wait = true;
};
Result<ExitCode> perform(const StopCommand& command, Console& console);

}  // namespace paretop::app
