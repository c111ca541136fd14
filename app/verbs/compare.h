#pragma once

#include <string>

#include "app/console.h"
#include "app/exit_code.h"

namespace paretop::app {

// `paretop compare A B`: two trials, parameter by parameter and metric by metric.
struct CompareCommand {
    std::string store;
    std::string a, b;   // RUN/TRIAL; b may be TRIAL alone: of the run of a
    bool pool = false;  // with every other trial of the same configuration
    bool json = false;
};
Result<ExitCode> perform(const CompareCommand& command, Console& console);

}  // namespace paretop::app
