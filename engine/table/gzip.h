// Compressed files, unpacked in memory.
#pragma once

#include <string>
#include <string_view>

#include "storage/base/result.h"

namespace paretop::table {

// The whole file; one that begins as gzip does is unpacked, whatever its name. At most 2 GiB. Errors name `path`.
Result<std::string> read_whole(const std::string& path);

// usage: not gzip, damaged, or cut off in the middle (`where` is empty).
Result<std::string> gunzip(std::string_view bytes);
bool is_gzip(std::string_view bytes);

}  // namespace paretop::table
