#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/console.h"
#include "app/exit_code.h"

namespace paretop::app {

// `paretop profile import PATH...`: traces as a profile.
struct ProfileImportCommand {
    std::string store;
    std::vector<std::string> paths;
    std::string format;                // empty: detected
    std::string name;                  // empty: the last part of the first path
    std::string trial;                 // RUN/TRIAL whose execution it is of; empty: none
    bool raw = true;                   // keep single records
    std::optional<std::int64_t> main;  // of several main processes the pid of the one that is meant
    bool json = false;
};
Result<ExitCode> perform(const ProfileImportCommand& command, Console& console);

}  // namespace paretop::app
