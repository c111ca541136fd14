#pragma once

#include <string>

#include "app/console.h"
#include "app/exit_code.h"

namespace paretop::app {

// `paretop plot RUN -o front.svg`: all trials as a picture, the front drawn through them.
struct PlotCommand {
    std::string store;
    std::string run;
    std::string output = "-";  // a file, or "-": standard output
    std::string x, y;          // metrics; empty: the first two objectives
};
Result<ExitCode> perform(const PlotCommand& command, Console& console);

}  // namespace paretop::app
