// How much two sets of repeats differ.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace paretop::measure {

// Verdicts are read off these intervals by the hundred: at 99.7 % two equal configurations are called different about three times
// in a thousand comparisons, and with 20 repeats at 0.5 % of noise a difference of 1 % is still found.
inline constexpr double k_confidence = 0.997;
inline constexpr double k_least_confidence = 0.99;  // an interval that covers less decides nothing

struct Difference {
    double estimate = 0;  // median of all differences b − a (Hodges and Lehmann)
    double low = 0, high = 0;
    double confidence = 0;  // what the interval really covers: less than asked for when there are too few repeats for it
    [[nodiscard]] bool certain() const { return confidence >= k_least_confidence && (low > 0 || high < 0); }
};

// Distribution-free interval of the shift from a to b: order statistics of the pairwise differences at the quantiles of the
// Mann-Whitney statistic (Moses; Hollander & Wolfe, "Nonparametric Statistical Methods", 4.3). Exact up to 20 repeats a side,
// by the normal approximation above. Where so few repeats cannot give the confidence, Welch's t interval of the means (which
// assumes normal noise and is wide). Assumes that the order of measuring does not matter: sets from different times of a
// drifting machine differ by the drift. nullopt: fewer than two repeats on either side.
[[nodiscard]] std::optional<Difference> difference(std::span<const double> a, std::span<const double> b,
                                                   double confidence = k_confidence);

// The same for repeats measured in turns: a[0] b[0] b[1] a[1] a[2] b[2] …, which position() tells. Drift that is linear in that
// order is taken out first, by the median of all slopes between two repeats of the same configuration (Theil and Sen); whatever
// shape it has, turns keep it from favouring either side.
[[nodiscard]] std::optional<Difference> interleaved_difference(std::span<const double> a, std::span<const double> b,
                                                               double confidence = k_confidence);

// Which measurement, counted from 0, is repeat `i` of a (or of b) when they are measured in turns.
[[nodiscard]] constexpr std::size_t position(std::size_t i, bool of_b) { return 2 * i + ((i % 2 == 1) != of_b ? 1 : 0); }

}  // namespace paretop::measure
