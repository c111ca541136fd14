#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "app/console.h"
#include "app/exit_code.h"

namespace paretop::app {

// `paretop profile show P`: where the time went.
struct ProfileShowCommand {
    std::string store;
    std::string profile;
    std::string by = "op";            // op, batch, worker, function or call
    std::optional<std::int64_t> top;  // rows at most, 0: all; none: as many as a person reads, at a terminal
    bool json = false;
};
Result<ExitCode> perform(const ProfileShowCommand& command, Console& console);

// `paretop profile diff A B`
struct ProfileDiffCommand {
    std::string store;
    std::string a, b;
    bool json = false;
};
Result<ExitCode> perform(const ProfileDiffCommand& command, Console& console);

}  // namespace paretop::app
