// Which known word was meant by one that is not known.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace paretop {

// Insertions, deletions, replacements and swaps of neighbouring bytes that make one of the other (optimal string alignment).
std::size_t edit_distance(std::string_view a, std::string_view b);

// Those within a third of the word's length (at least one edit), the nearest first, at most `count`.
std::vector<std::string> nearest_words(std::string_view word, std::span<const std::string> known, std::size_t count);

}  // namespace paretop
