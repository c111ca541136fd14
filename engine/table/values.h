// Values of parameters as files of other programs write them: 3.0 for 3, True for true, 16 for the choice "16".
#pragma once

#include <optional>
#include <string_view>

#include "engine/space/space.h"

namespace paretop::table {

// Inactive: a value of its kind that the parameter does not take. nullopt: nothing of its kind. A categorical or ordinal
// parameter takes every text as one of its kind.
std::optional<space::Value> value_in(const space::Parameter& parameter, std::string_view cell);

}  // namespace paretop::table
