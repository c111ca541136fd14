// Quadratic models of a smooth function around a point, from few samples: regression with a normal prior on gradient and
// curvature, so that fewer samples than coefficients will do, as in Powell, "The NEWUOA software for unconstrained optimization
// without derivatives", 2006. What a quadratic cannot follow is given a cubic with a prior of its own, so that samples far away
// still tell the curvature; of it only the quadratic is used.
#pragma once

#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace paretop::search {

// Relative to the point around which the model is, in units of the trust region's radius.
struct Sample {
    std::vector<double> at;
    double value = 0;  // less that of the point itself
};

struct Quadratic {
    std::vector<double> gradient;   // [n]
    std::vector<double> curvature;  // [n · n], symmetric
    [[nodiscard]] double operator()(std::span<const double> at) const;
};

// `noisy`: equal points may have different values. The scales of gradient, cubic and noise are chosen by likelihood. O(samples³).
Quadratic fit_quadratic(std::span<const Sample> samples, std::size_t n, bool noisy);

// The lowest point found within these bounds, which contain 0: minimises along one coordinate after the other.
std::vector<double> minimise(const Quadratic& model, std::span<const std::pair<double, double>> bounds);

// A direction of unit length about which the samples within `reach` say least, or nothing where they span the space.
std::optional<std::vector<double>> uncovered(std::span<const Sample> samples, std::size_t n, double reach);

}  // namespace paretop::search
