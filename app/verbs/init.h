#pragma once

#include <string>

#include "app/console.h"
#include "app/exit_code.h"

namespace paretop::app {

// `paretop init [FILE]`: writes a commented experiment file to begin with; never over one that exists.
struct InitCommand {
    std::string file = "experiment.toml";
};
Result<ExitCode> perform(const InitCommand& command, Console& console);

}  // namespace paretop::app
