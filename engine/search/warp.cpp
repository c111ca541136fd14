#include "engine/search/warp.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace paretop::search {
namespace {

// Of a normal distribution fitted to the warped values, up to a constant.
double log_likelihood(std::span<const double> values, const Warp& warp) {
    double sum = 0, squares = 0, slopes = 0;
    for (const double value : values) {
        const double warped = warp(value);
        sum += warped;
        squares += warped * warped;
        if (warp.logarithmic) slopes -= warped;  // log of the derivative, 1 / (y − low + shift)
    }
    const auto n = static_cast<double>(values.size());
    const double variance = (squares - sum * sum / n) / n;
    return variance > 0 ? slopes - 0.5 * n * std::log(variance) : -INFINITY;
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

Warp fit_warp(std::span<const double> values) {
    if (values.size() < 8) return {};
    std::vector<double> sorted(values.begin(), values.end());
    std::sort(sorted.begin(), sorted.end());
    const double low = sorted.front(), middle = sorted[sorted.size() / 2] - low;
    if (!(middle > 0)) return {};
    Warp best;
    double highest = log_likelihood(values, best) + 2;  // the simpler one needs a reason to be left
    for (const double part : {3.0, 1.0, 0.3, 0.1, 0.03}) {
        const Warp warp{true, low, part * middle};
        const double likelihood = log_likelihood(values, warp);
        if (likelihood > highest) highest = likelihood, best = warp;
    }
    return best;
}

}  // namespace paretop::search
