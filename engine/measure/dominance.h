// How sure a front is, given the noise of its repeats.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace paretop::measure {

using Repeats = std::vector<std::vector<double>>;  // [objective][repeat], minimised; at least one repeat each

// What was measured of a configuration: by the search, and in the last round (empty: it was not measured there).
struct Evidence {
    Repeats search, last = {};
};

// For each configuration the share of bootstrap resamples in which it is not dominated by any other: every resample draws the
// repeats of every objective anew, with replacement, and compares the medians (Efron & Tibshirani, "An Introduction to the
// Bootstrap", 6). Two are compared by the last round where both were measured in it, otherwise by what the search measured of
// both: the values of a drifting machine at two times say nothing of the configurations. Single repeats stay what they are.
// The same arguments give the same answer. O(resamples · n log n) for two objectives.
[[nodiscard]] std::vector<double> non_dominated_probability(std::span<const Evidence> configurations, int resamples = 1000,
                                                            std::uint64_t seed = 1);

// Of many configurations only a few can matter for that: those whose best repeats together are not dominated by the worst repeats
// together of a member of the front.
[[nodiscard]] std::vector<double> worst_corner(const Repeats& repeats);
[[nodiscard]] bool contends(const Repeats& repeats, std::span<const std::vector<double>> worst_corners);

// By how much a configuration with these medians is worse than a member where it is worse least, as a share of the member's
// value; the largest of all members. Below 0: no member dominates it.
[[nodiscard]] double shortfall(std::span<const double> medians, std::span<const std::vector<double>> members);

}  // namespace paretop::measure
