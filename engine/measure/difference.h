// How much two sets of repeats differ.
#pragma once

#include <optional>
#include <span>

namespace paretop::measure {

struct Difference {
    double estimate = 0;  // median of all differences b − a (Hodges and Lehmann)
    double low = 0, high = 0;
    double confidence = 0;  // what the interval really covers: less than asked for when there are too few repeats for it
    [[nodiscard]] bool certain() const { return low > 0 || high < 0; }
};

// Distribution-free interval of the shift from a to b: order statistics of the pairwise differences at the quantiles of the
// Mann-Whitney statistic (Moses; Hollander & Wolfe, "Nonparametric Statistical Methods", 4.3). Exact up to 20 repeats a side,
// by the normal approximation above. nullopt: fewer than two repeats on either side.
[[nodiscard]] std::optional<Difference> difference(std::span<const double> a, std::span<const double> b,
                                                   double confidence = 0.95);

}  // namespace paretop::measure
