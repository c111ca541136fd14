// How well a few typed letters fit a name.
#pragma once

#include <optional>
#include <string_view>

namespace paretop::views {

// The letters of `typed` (case and spaces aside) must occur in `name` in their order; higher is better: letters that follow
// each other and that begin words count more, shorter names win. Nothing typed fits everything with 0.
[[nodiscard]] std::optional<int> fuzzy_score(std::string_view typed, std::string_view name);

}  // namespace paretop::views
