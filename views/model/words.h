// Filters by words: every word must occur, whatever the case of ASCII letters.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace paretop::model {

[[nodiscard]] std::string lower_case(std::string_view text);
[[nodiscard]] std::vector<std::string> split_words(std::string_view text);  // in lower case
[[nodiscard]] bool contains_words(std::string_view text, const std::vector<std::string>& words);

}  // namespace paretop::model
