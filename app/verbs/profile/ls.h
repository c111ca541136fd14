#pragma once

#include <string>
#include <vector>

#include "app/console.h"
#include "app/exit_code.h"

namespace paretop::app {

// `paretop profile ls`: all profiles, newest first.
struct ProfileLsCommand {
    std::string store;
    bool json = false;
};
Result<ExitCode> perform(const ProfileLsCommand& command, Console& console);

// `paretop profile rm P...`
struct ProfileRemoveCommand {
    std::string store;
    std::vector<std::string> profiles;
};
Result<ExitCode> perform(const ProfileRemoveCommand& command, Console& console);

}  // namespace paretop::app
