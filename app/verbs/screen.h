#pragma once

#include <string>

#include "app/console.h"
#include "app/exit_code.h"

namespace paretop::app {

// `paretop`: the screen.
struct ScreenCommand {
    std::string store;
};
Result<ExitCode> perform(const ScreenCommand& command, Console& console);

}  // namespace paretop::app
