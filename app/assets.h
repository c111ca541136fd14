#pragma once

#include <string>

namespace paretop::app {

// Where experiments and workloads lie: beside an installed executable, or in the tree this one was built from.
std::string assets_folder();

}  // namespace paretop::app
