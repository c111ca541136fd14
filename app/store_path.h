// Which store a command means.
#pragma once

#include <string>

#include "storage/store.h"

namespace paretop::app {

// `option` (from --store) or $PARETOP_STORE or $XDG_DATA_HOME/paretop/paretop.db or ~/.local/share/paretop/paretop.db. Absolute.
Result<std::string> store_path(const std::string& option);

// Makes the folder and the store where they are missing.
Result<storage::Store> open_or_create(const std::string& path);
// not_found when there is no such file, saying how to make one.
Result<storage::Store> open_existing(const std::string& path, storage::OpenOptions::Mode mode);
// store_path and open_existing at once: what a verb that only reads begins with.
Result<storage::Store> open_to_read(const std::string& option);
Result<storage::Store> open_to_write(const std::string& option);

}  // namespace paretop::app
