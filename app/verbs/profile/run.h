#pragma once

#include <string>

#include "app/console.h"
#include "app/exit_code.h"

namespace paretop::app {

// `paretop profile FILE`: runs an experiment of kind profile here, as `paretop run` would.
struct ProfileFileCommand {
    std::string store;
    std::string file;
    bool json = false;
};
Result<ExitCode> perform(const ProfileFileCommand& command, Console& console);

// `paretop profile run RUN/TRIAL`: profiles the configuration of a trial. The run's engine does it, one that is started for it if
// need be.
struct ProfileRunCommand {
    std::string store;
    std::string trial;
    bool wait = true;  // until it is done
    bool json = false;
};
Result<ExitCode> perform(const ProfileRunCommand& command, Console& console);

}  // namespace paretop::app
