// Files of native functions as formats that can be taken in: perf script, perf report, collapsed stacks, callgrind, VTune, uProf.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/functions/table.h"
#include "engine/profile/writer.h"

namespace paretop::profile {

bool looks_like_functions(functions::Format format, const std::string& path, std::string_view head);

// One file a profile: tables of several runs are what `paretop profile map --from` is for.
Result<void> read_functions(functions::Format format, const std::vector<std::string>& paths, ProfileWriter& writer);

}  // namespace paretop::profile
