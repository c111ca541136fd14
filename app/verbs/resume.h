#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/console.h"
#include "app/exit_code.h"

namespace paretop::app {

// `paretop resume RUN…`: goes on exactly where the run was paused, stopped or cut off, perhaps with another budget.
struct ResumeCommand {
    std::string store;
    std::vector<std::string> runs;
    std::optional<std::int64_t> trials;
    bool wait = true;
};
Result<ExitCode> perform(const ResumeCommand& command, Console& console);

// `paretop again RUN/TRIAL`: measures a configuration once more, as a new trial of the same run.
struct AgainCommand {
    std::string store;
    std::string trial;
    bool wait = true;
};
Result<ExitCode> perform(const AgainCommand& command, Console& console);

}  // namespace paretop::app
