// How enumerations and lists are written in the store: as words and JSON that a person can read. For storage/ only.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/records.h"

namespace paretop::storage {

inline constexpr std::array<std::string_view, 6> k_run_states{"waiting", "running", "paused", "done", "stopped", "failed"};
inline constexpr std::array<std::string_view, 4> k_trial_states{"asked", "running", "done", "failed"};
inline constexpr std::array<std::string_view, 4> k_phases{"build", "warmup", "run", "verify"};
inline constexpr std::array<std::string_view, 3> k_levels{"info", "warning", "error"};
inline constexpr std::array<std::string_view, 3> k_profile_states{"growing", "complete", "growing"};  // cut_off is not written
inline constexpr std::array<std::string_view, 3> k_lane_roles{"main", "worker", "other"};
inline constexpr std::array<std::string_view, 7> k_operation_kinds{"operation", "transform", "preprocessed", "wait",
                                                                   "consumed",  "queued",    "pin_memory"};

template <std::size_t Size, class Enum>
std::string_view to_word(const std::array<std::string_view, Size>& words, Enum value) {
    return words[static_cast<std::size_t>(value)];
}

// The schema lets no other words in; of a damaged store the first.
template <class Enum, std::size_t Size>
Enum from_word(const std::array<std::string_view, Size>& words, std::string_view word) {
    for (std::size_t i = 0; i < Size; ++i)
        if (words[i] == word) return static_cast<Enum>(i);
    return Enum{};
}

// "[0.25,3]": shortest numbers that read back equal.
std::string to_json_array(std::span<const double> numbers);
std::vector<double> from_json_array(std::string_view text);
// ["a","b"]: bytes below 0x20, quotes and backslashes escaped, all others as they are.
std::string to_json_texts(std::span<const std::string> texts);
std::vector<std::string> from_json_texts(std::string_view text);

}  // namespace paretop::storage
