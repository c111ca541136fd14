#pragma once

#include <string>

#include "app/console.h"
#include "app/exit_code.h"

namespace paretop::app {

// `paretop doctor`: what this machine offers for measurements, with a remedy for what it does not.
struct DoctorCommand {
    std::string store;
    bool json = false;
};
Result<ExitCode> perform(const DoctorCommand& command, Console& console);

}  // namespace paretop::app
