// How often a configuration is measured again before it is believed.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/measure/aggregate.h"

namespace paretop::measure {

struct ConfirmRule {
    std::optional<std::int64_t> wanted;  // `confirm = n`; absent: chosen by the noise
    std::int64_t planned = 1;            // repeats a trial gets in the search, at most
};

// Repeats of the confirming round of a trial that would enter the front; 0: none. None where all repeats of every objective are
// equal (there is no luck to be had), nor, unless asked for, after a single one (nothing is known of the noise). By itself as
// many as in the search, at least 3: enough to unmask a lucky one.
[[nodiscard]] std::int64_t confirming_repeats(const ConfirmRule& rule, const Score& score);

// Repeats of the last round of a trial on the front. By itself as many as bring the standard error of the median to 0.08 % at
// this relative noise (nullopt: unknown), 3 to 50, but the whole front no more than a quarter of all that was measured in the
// run: none (0) where that leaves fewer than 3 each.
[[nodiscard]] std::int64_t last_repeats(const ConfirmRule& rule, std::optional<double> noise, std::int64_t front_size,
                                        std::int64_t measured);

// The largest spread of an objective's repeats relative to its median, by the mean of |differences of neighbours|, which drift
// hardly touches: sigma = mean · √π / 2. 0: all equal; nullopt: single repeats.
[[nodiscard]] std::optional<double> relative_noise(const Score& score);

}  // namespace paretop::measure
