// Any file of functions that is understood, as one value.
#pragma once

#include <istream>
#include <optional>
#include <string>

#include "engine/functions/table.h"
#include "storage/base/result.h"

namespace paretop::functions {

// Reads to the end, in memory bounded by the distinct functions and stacks. `name` stands in messages. What cannot be used is
// counted in Reading::omitted; an error is only what makes the whole unusable: nothing known, empty, unreadable.
Result<Reading> read_functions(std::istream& source, const std::string& name, std::optional<Format> format = std::nullopt);
Result<Reading> read_function_file(const std::string& path, std::optional<Format> format = std::nullopt);

// By what the first bytes look like.
std::optional<Format> detect_format(std::string_view head);

}  // namespace paretop::functions
