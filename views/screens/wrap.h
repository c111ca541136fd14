// Prose in a column.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace paretop::views {

// Broken at spaces; a word longer than the width stands on a line of its own and is cut when drawn. At least one line.
[[nodiscard]] std::vector<std::string> wrapped(std::string_view text, int width);

}  // namespace paretop::views
