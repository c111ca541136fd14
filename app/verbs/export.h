#pragma once

#include <string>

#include "app/console.h"
#include "app/exit_code.h"

namespace paretop::app {

// `paretop export RUN --format csv|json|optuna|t4|kernel-tuner`: every trial, for other programs.
struct ExportCommand {
    std::string store;
    std::string run;
    std::string format = "csv";
    std::string output = "-";  // a file, or "-": standard output, which Optuna's storage cannot be
};
Result<ExitCode> perform(const ExportCommand& command, Console& console);

}  // namespace paretop::app
