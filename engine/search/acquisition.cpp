#include "engine/search/acquisition.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace paretop::search {
namespace {

constexpr double k_far = -6;  // deviations below which the tail's expansion is used

double density(double u) { return std::exp(-0.5 * u * u) / std::sqrt(2 * std::numbers::pi); }
double distribution(double u) { return 0.5 * std::erfc(-u / std::numbers::sqrt2); }

}  // namespace

Gain expected_improvement(double bound, const Prediction& y) {
    if (!(y.deviation > 0)) return {std::max(0.0, bound - y.mean), {bound > y.mean ? -1.0 : 0.0, 0}, {}};
    const double u = (bound - y.mean) / y.deviation, p = distribution(u), d = density(u);
    return {y.deviation * (u * p + d), {-p, 0}, {d, 0}};
}

Gain log_expected_improvement(double bound, const Prediction& y) {
    const double deviation = std::max(y.deviation, 1e-300), u = (bound - y.mean) / deviation;
    if (u > k_far) {
        const Gain gain = expected_improvement(bound, {y.mean, deviation});
        return {std::log(gain.value), {gain.by_mean[0] / gain.value, 0}, {gain.by_deviation[0] / gain.value, 0}};
    }
    // φ(u) / u² · (1 − 3 / u² + …) is the expectation in deviations.
    const double square = u * u;
    const double value = std::log(deviation) - 0.5 * square - 0.5 * std::log(2 * std::numbers::pi) - std::log(square + 3);
    return {value, {(u + 2 * u / (square + 3)) / deviation, 0}, {(1 + square + 2 * square / (square + 3)) / deviation, 0}};
}

ExpectedHypervolumeImprovement::ExpectedHypervolumeImprovement(std::vector<std::array<double, 2>> front,
                                                               std::array<double, 2> reference) {
    std::sort(front.begin(), front.end());
    double low = -std::numeric_limits<double>::infinity(), ceiling = reference[1];
    for (const auto& [first, second] : front) {
        if (first >= reference[0]) break;
        if (second >= ceiling) continue;
        strips_.push_back({low, first, ceiling});
        low = first;
        ceiling = second;
    }
    strips_.push_back({low, reference[0], ceiling});
}

Gain ExpectedHypervolumeImprovement::operator()(const Prediction& first, const Prediction& second) const {
    Gain sum, low;  // nothing lies below −∞
    for (const auto& strip : strips_) {
        const Gain high = expected_improvement(strip.high, first), height = expected_improvement(strip.ceiling, second);
        const double width = high.value - low.value;
        sum.value += width * height.value;
        sum.by_mean[0] += (high.by_mean[0] - low.by_mean[0]) * height.value;
        sum.by_deviation[0] += (high.by_deviation[0] - low.by_deviation[0]) * height.value;
        sum.by_mean[1] += width * height.by_mean[0];
        sum.by_deviation[1] += width * height.by_deviation[0];
        low = high;
    }
    return sum;
}

}  // namespace paretop::search
