// A configuration is measured in rounds: while it is searched for, when it is about to be believed, and once more when the run
// ends. The number of a repeat tells its round: round · 1,000,000 + place in the round. A later round is not pooled with the
// earlier ones: those were the reason for choosing the configuration, so luck has a share in them.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "storage/records.h"

namespace paretop::measure {

enum class Round : std::int64_t {
    search = 0,   // as often as `repeats` says
    confirm = 1,  // because it would enter the front; told to the search instead of the first round
    last = 2,     // of the front, when the search is over: what is reported; never told to the search
    compare = 3   // from here on: asked for by a person, against another trial in turns; changes nothing that is reported
};

// Checks of the baseline for drift are repeats of trial 0 beyond all rounds. Their numbers also tell how many outcomes the search
// had been told by then, so that a replay takes them into account at the same places.
inline constexpr std::int64_t k_drift = 1'000'000'000, k_drift_check = 1'000;  // more repeats than a check may have
[[nodiscard]] constexpr bool is_drift(std::int64_t repeat) { return repeat >= k_drift; }
[[nodiscard]] constexpr std::int64_t drift_repeat(std::int64_t told, std::int64_t place) {
    return k_drift + told * k_drift_check + place;
}
[[nodiscard]] constexpr std::int64_t told_at(std::int64_t drift_repeat) { return (drift_repeat - k_drift) / k_drift_check; }

inline constexpr std::int64_t k_round = 1'000'000;  // more repeats than any round may have

[[nodiscard]] constexpr std::int64_t first_of(Round round) { return static_cast<std::int64_t>(round) * k_round; }
// Warm-ups (negative) belong to the search.
[[nodiscard]] constexpr std::int64_t round_of(std::int64_t repeat) { return repeat < 0 ? 0 : repeat / k_round; }
[[nodiscard]] constexpr std::int64_t place_of(std::int64_t repeat) { return repeat % k_round; }  // in its round, from 0

// Of the repeats of one metric, in ascending order and without warm-ups: those of the latest round up to `until`.
[[nodiscard]] std::span<const storage::MeasurementRecord> latest(std::span<const storage::MeasurementRecord> repeats,
                                                                 Round until);

// "repeat 3", "confirming repeat 3", "last repeat 3", "comparing repeat 3": counted from 1; "warm-up 2" for −2;
// "drift check, repeat 1".
[[nodiscard]] std::string repeat_name(std::int64_t repeat);

}  // namespace paretop::measure
