#pragma once

#include <string>

#include "app/console.h"
#include "app/exit_code.h"

namespace paretop::app {

// `paretop log RUN/TRIAL`: what a trial printed; with `follow`, until it ends.
struct LogCommand {
    std::string store;
    std::string trial;
    bool follow = false;
};
Result<ExitCode> perform(const LogCommand& command, Console& console);

}  // namespace paretop::app
