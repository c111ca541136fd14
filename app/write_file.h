// Files that verbs write.
#pragma once

#include <string>

#include "storage/base/result.h"

namespace paretop::app {

// Replaces what was there. io: why it could not be written.
Result<void> write_file(const std::string& path, const std::string& text);

}  // namespace paretop::app
