#pragma once

#include <string>
#include <vector>

#include "app/console.h"

namespace paretop::app {

// The whole program but the process: arguments (without the program's name) in, exit code out.
int application(const std::vector<std::string>& arguments, Console& console);

}  // namespace paretop::app
