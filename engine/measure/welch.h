// Means of two sets of repeats under normal noise of unknown and unequal spread (Welch, Biometrika 34, 1947).
#pragma once

#include <span>

namespace paretop::measure {

struct MeanDifference {
    double estimate = 0;  // mean of b − mean of a
    double error = 0;     // standard error; 0: all repeats of both are equal
    double freedom = 1;   // degrees of freedom (Satterthwaite)
    // The distance from the estimate to a one-sided bound that is wrong with chance `tail`.
    [[nodiscard]] double reach(double tail) const;
    // Whether b is larger beyond that chance.
    [[nodiscard]] bool clearly_larger(double tail) const;
};

// At least two values on both sides.
[[nodiscard]] MeanDifference mean_difference(std::span<const double> a, std::span<const double> b);

struct Moments {
    double mean = 0, variance = 0;  // variance of the sample: divided by n − 1
};
// The same where only the moments of n and of m values are known.
[[nodiscard]] MeanDifference mean_difference(const Moments& a, double n, const Moments& b, double m);
[[nodiscard]] Moments moments(std::span<const double> values);  // at least two

}  // namespace paretop::measure
