#include <algorithm>
#include <cmath>

#include "engine/search/tpe_mixture.h"

namespace paretop::search {
namespace {

constexpr double k_factor = 0.8;   // of Scott's rule
constexpr double k_alone = 0.3;    // deviation of less than two points
constexpr double k_surest = 0.02;  // least probability of another category

struct Moments {
    double weight = 0, mean = 0, variance = 0, squares = 0;  // squares: of the weights
};

// Of active centres.
Moments moments(std::span<const Mixture::Kernel> kernels, std::size_t axis) {
    Moments result;
    for (const auto& kernel : kernels) {
        const double x = (*kernel.centre)[axis];
        if (std::isnan(x)) continue;
        result.weight += kernel.weight;
        result.squares += kernel.weight * kernel.weight;
        const double step = (x - result.mean) * kernel.weight / result.weight;
        result.variance += kernel.weight * (x - result.mean) * (x - result.mean - step);
        result.mean += step;
    }
    if (result.weight > 0) result.variance /= result.weight;
    return result;
}

}  // namespace

std::vector<double> bandwidths(const Axes& axes, std::span<const Mixture::Kernel> kernels, double narrowest) {
    std::vector<double> widths;
    for (std::size_t axis = 0; axis < axes.size(); ++axis) {
        const auto found = moments(kernels, axis);
        const double count = found.squares > 0 ? found.weight * found.weight / found.squares : 0;  // effective
        if (axes[axis].kind == Axis::Kind::category) {
            widths.push_back(std::clamp(axes[axis].choices / (count + axes[axis].choices), k_surest, 1.0));
            continue;
        }
        const double scott = std::pow(std::max(count, 1.0), -1 / (static_cast<double>(axes.size()) + 4));
        const double deviation = count > 1 ? std::sqrt(found.variance) : k_alone;
        const double least = std::min(1.0, std::max(narrowest, axes[axis].least));
        widths.push_back(std::clamp(k_factor * deviation * scott, least, 1.0));
    }
    return widths;
}

}  // namespace paretop::search
