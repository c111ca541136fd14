#pragma once

#include <string>

#include "app/console.h"
#include "app/exit_code.h"

namespace paretop::app {

// `paretop profile export P --format …`
struct ProfileExportCommand {
    std::string store;
    std::string profile;
    std::string format = "chrome";  // chrome, speedscope, collapsed, csv, lotus or report
    std::string output = "-";       // a file, or a folder for lotus; -: standard output
    std::string detail = "fine";    // of chrome: coarse or fine
    bool compatible = false;
    std::string into;
    bool json = false;  // say what was written as JSON
};
Result<ExitCode> perform(const ProfileExportCommand& command, Console& console);

}  // namespace paretop::app
