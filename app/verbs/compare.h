#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "app/console.h"
#include "app/exit_code.h"

namespace paretop::app {

// `paretop compare A B`: two trials, parameter by parameter and metric by metric; with --measure after both were measured again,
// in turns, by an engine in this process (Ctrl-C ends it; what was measured stays).
struct CompareCommand {
    std::string store;
    std::string a, b;   // RUN/TRIAL; b may be TRIAL alone: of the run of a
    bool pool = false;  // with every other trial of the same configuration
    bool measure = false;
    std::optional<std::int64_t> repeats;  // of each, in turns
    bool json = false;
};
Result<ExitCode> perform(const CompareCommand& command, Console& console);

}  // namespace paretop::app
