#pragma once

#include <string>

#include "app/console.h"
#include "app/exit_code.h"

namespace paretop::app {

// `paretop check-store`: integrity, foreign keys and the invariants of the store.
struct CheckStoreCommand {
    std::string store;
    bool json = false;
};
Result<ExitCode> perform(const CheckStoreCommand& command, Console& console);

}  // namespace paretop::app
