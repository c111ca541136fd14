#pragma once

#include <string>

#include "app/console.h"
#include "app/exit_code.h"

namespace paretop::app {

// `paretop engine RUN`: drives a run that exists, without a word, until it rests.
struct EngineCommand {
    std::string store;
    std::string run;
};
Result<ExitCode> perform(const EngineCommand& command, Console& console);

}  // namespace paretop::app
