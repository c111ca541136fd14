// Files of other tuners, told apart by what is in them.
#pragma once

#include <string>

#include "engine/exchange/history.h"

namespace paretop::exchange {

// A storage of Optuna, a cache of Kernel Tuner or T4 results (these perhaps compressed). `study`: which study of several; empty:
// the only one. A storage may be named as Optuna names it, sqlite:///FILE.
Result<History> read_file(const std::string& path, const std::string& study);

}  // namespace paretop::exchange
