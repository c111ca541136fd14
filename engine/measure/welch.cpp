#include "engine/measure/welch.h"

#include <boost/math/distributions/students_t.hpp>
#include <cmath>

namespace paretop::measure {

Moments moments(std::span<const double> values) {
    const auto n = static_cast<double>(values.size());
    Moments result;
    for (const double value : values) result.mean += value / n;
    for (const double value : values) result.variance += (value - result.mean) * (value - result.mean) / (n - 1);
    // Equal values must have no spread at all, whatever the rounding of their mean.
    for (const double value : values)
        if (value != values[0]) return result;
    return {values[0], 0};
}

double MeanDifference::reach(double tail) const {
    if (error <= 0) return 0;
    const boost::math::students_t distribution(freedom);
    return boost::math::quantile(boost::math::complement(distribution, tail)) * error;
}

bool MeanDifference::clearly_larger(double tail) const {
    // No t quantile below a chance of 2 % is smaller than 2: most answers need none.
    return estimate > 0 && (tail > 0.02 || estimate > 2 * error) && estimate > reach(tail);
}

MeanDifference mean_difference(std::span<const double> a, std::span<const double> b) {
    return mean_difference(moments(a), static_cast<double>(a.size()), moments(b), static_cast<double>(b.size()));
}

MeanDifference mean_difference(const Moments& a, double n, const Moments& b, double m) {
    const double p = a.variance / n;
    const double q = b.variance / m;
    MeanDifference result;
    result.estimate = b.mean - a.mean;
    result.error = std::sqrt(p + q);
    if (p + q > 0) result.freedom = (p + q) * (p + q) / (p * p / (n - 1) + q * q / (m - 1));
    return result;
}

}  // namespace paretop::measure
