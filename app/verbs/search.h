#pragma once

#include <string>

#include "app/console.h"
#include "app/exit_code.h"

namespace paretop::app {

// `paretop search list`: the search methods and what each is good for.
struct SearchCommand {
    std::string action = "list";
    bool json = false;
};
Result<ExitCode> perform(const SearchCommand& command, Console& console);

}  // namespace paretop::app
