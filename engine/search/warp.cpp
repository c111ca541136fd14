#include "engine/search/warp.h"

#include <algorithm>
#include <cmath>

namespace paretop::search {
namespace {

// Of a normal distribution fitted to the warped values, up to a constant.
double log_likelihood(std::span<const double> values, const Warp& warp) {
    double sum = 0, squares = 0;
    for (const double value : values) {
        const double warped = warp(value);
        sum += warped;
        squares += warped * warped;
    }
    const auto n = static_cast<double>(values.size());
    const double variance = (squares - sum * sum / n) / n;
    return variance > 0 ? log_slopes(warp, values) - 0.5 * n * std::log(variance) : -INFINITY;
}

}  // namespace

double Warp::operator()(double value) const {
    if (logarithmic) return std::log(std::max(value - low, -0.999 * shift) + shift);
    return value > knee ? knee + scale * std::log1p((value - knee) / scale) : value;
}

Warp soft_clip(double low, double high) {
    Warp warp;
    if (const double range = high - low; range > 0) {
        warp.knee = high + 3 * range;
        warp.scale = range;
    }
    return warp;
}

std::vector<Warp> possible_warps(std::span<const double> values) {
    std::vector<Warp> all(1);
    if (values.size() < 8) return all;
    std::vector<double> sorted(values.begin(), values.end());
    std::sort(sorted.begin(), sorted.end());
    const double low = sorted.front(), middle = sorted[sorted.size() / 2] - low;
    if (!(middle > 0)) return all;
    for (const double part : {3.0, 1.0, 0.3, 0.1, 0.03}) all.push_back({true, low, part * middle});
    return all;
}

double log_slopes(const Warp& warp, std::span<const double> values) {
    double sum = 0;
    for (const double value : values) {
        if (warp.logarithmic) sum -= warp(value);  // the derivative is 1 / (y − low + shift)
        if (value > warp.knee) sum -= std::log1p((value - warp.knee) / warp.scale);
    }
    return sum;
}

std::size_t most_normal(std::span<const Warp> warps, std::span<const double> values) {
    std::size_t best = 0;
    double highest = -INFINITY;
    for (std::size_t i = 0; i < warps.size(); ++i) {
        // The simpler one needs a reason to be left.
        const double likelihood = log_likelihood(values, warps[i]) + (i == 0 ? 2 : 0);
        if (likelihood > highest) highest = likelihood, best = i;
    }
    return best;
}

}  // namespace paretop::search
