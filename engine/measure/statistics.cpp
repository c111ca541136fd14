#include "engine/measure/statistics.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <numeric>

namespace paretop::measure {
namespace {

// How many of the smallest (and of the largest) of n values may be cut off while their chance of lying beyond the median stays
// within `tail` on each side: the largest k with P(Binomial(n, 1/2) < k) ≤ tail. 0: not even the extremes are wide enough.
std::size_t values_in_tail(std::size_t n, double tail) {
    double log_mass = -static_cast<double>(n) * std::numbers::ln2;
    double below = std::exp(log_mass);
    std::size_t k = 0;
    while (below <= tail && k < n / 2) {
        log_mass += std::log(static_cast<double>(n - k)) - std::log(static_cast<double>(k + 1));
        below += std::exp(log_mass);
        ++k;
    }
    return k;
}

Interval mean_interval(std::span<const double> values, double confidence) {
    const auto n = static_cast<double>(values.size());
    double mean = 0, squares = 0;
    for (const double value : values) mean += value / n;
    for (const double value : values) squares += (value - mean) * (value - mean);
    const boost::math::students_t distribution(n - 1);
    const double t = boost::math::quantile(boost::math::complement(distribution, (1 - confidence) / 2));
    const double half = t * std::sqrt(squares / (n - 1) / n);
    return {mean - half, mean + half};
}

}  // namespace

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1) return *middle;
    return std::midpoint(*std::max_element(values.begin(), middle), *middle);
}

double quantile(std::span<const double> sorted, double p) {
    const double position = std::clamp(p, 0.0, 1.0) * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(position);
    const auto above = std::min(below + 1, sorted.size() - 1);
    return std::lerp(sorted[below], sorted[above], position - static_cast<double>(below));
}

Interval median_interval(std::vector<double> values, double confidence) {
    if (values.size() == 1) return {values[0], values[0]};
    const std::size_t k = values_in_tail(values.size(), (1 - confidence) / 2);
    if (k == 0) return mean_interval(values, confidence);
    std::sort(values.begin(), values.end());
    return {values[k - 1], values[values.size() - k]};
}

}  // namespace paretop::measure
