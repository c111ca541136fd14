#pragma once

#include <string>

#include "app/console.h"
#include "app/exit_code.h"

namespace paretop::app {

// `paretop ls`: every run, newest first.
struct LsCommand {
    std::string store;
    std::string filter;  // words that must be found in name, kind, state, method or number
    bool json = false;
};
Result<ExitCode> perform(const LsCommand& command, Console& console);

// `paretop front RUN`: the configurations on the Pareto front.
struct FrontCommand {
    std::string store;
    std::string run;
    bool json = false;
};
Result<ExitCode> perform(const FrontCommand& command, Console& console);

}  // namespace paretop::app
