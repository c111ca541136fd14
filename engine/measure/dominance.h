// How sure a front is, given the noise of its repeats.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace paretop::measure {

using Repeats = std::vector<std::vector<double>>;  // [objective][repeat], minimised; at least one repeat each

// For each configuration the share of bootstrap resamples in which it is not dominated by any other: every resample draws the
// repeats of every objective anew, with replacement, and compares the medians (Efron & Tibshirani, "An Introduction to the
// Bootstrap", 6). Single repeats stay what they are. The same arguments give the same answer.
// O(resamples · n log n) for two objectives.
[[nodiscard]] std::vector<double> non_dominated_probability(std::span<const Repeats> configurations, int resamples = 1000,
                                                            std::uint64_t seed = 1);

// Of many configurations only a few can matter for that: those whose best repeats together are not dominated by the worst repeats
// together of a member of the front.
[[nodiscard]] std::vector<double> worst_corner(const Repeats& repeats);
[[nodiscard]] bool contends(const Repeats& repeats, std::span<const std::vector<double>> worst_corners);

}  // namespace paretop::measure
