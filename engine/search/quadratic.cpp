#include "engine/search/quadratic.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <limits>

namespace paretop::search {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double k_slopes[] = {1, 30, 1000};     // variance of the gradient, relative to that of the curvature
constexpr double k_remainders[] = {1e-4, 1e-2};  // variance of what is left at the distance 1
constexpr double k_exact[] = {1e-10}, k_noisy[] = {1e-8, 1e-3, 1e-1};
constexpr double k_independent = 0.15;  // a sample's distance from the span of the others that makes it count
constexpr int k_sweeps = 150;

// Solves for one prior; nullopt where rounding makes that impossible.
struct Fit {
    double likelihood = -std::numeric_limits<double>::infinity();
    double slope = 1;
    VectorXd weights;
};

Fit fit(const MatrixXd& products, const VectorXd& values, double slope, double remainder, double noise) {
    const Index m = values.size();
    MatrixXd covariance = slope * products + 0.5 * products.cwiseAbs2();
    const double typical = covariance.diagonal().minCoeff();
    for (Index i = 0; i < m; ++i) covariance(i, i) += remainder * std::pow(products(i, i), 3) + noise * typical;
    const Eigen::LLT<MatrixXd> decomposition(covariance);
    if (decomposition.info() != Eigen::Success) return {};
    Fit result;
    result.slope = slope;
    result.weights = decomposition.solve(values);
    const double squares = values.dot(result.weights);
    const double factor = decomposition.matrixLLT().diagonal().array().log().sum();
    result.likelihood = -0.5 * static_cast<double>(m) * std::log(std::max(squares, 1e-300)) - factor;
    return result;
}

}  // namespace

double Quadratic::operator()(std::span<const double> at) const {
    const std::size_t n = gradient.size();
    double sum = 0;
    for (std::size_t i = 0; i < n; ++i) {
        sum += gradient[i] * at[i];
        for (std::size_t j = 0; j < n; ++j) sum += 0.5 * curvature[i * n + j] * at[i] * at[j];
    }
    return sum;
}

Quadratic fit_quadratic(std::span<const Sample> samples, std::size_t n, bool noisy) {
    const auto m = static_cast<Index>(samples.size()), size = static_cast<Index>(n);
    MatrixXd points(m, size);
    VectorXd values(m);
    for (Index i = 0; i < m; ++i) {
        const auto& sample = samples[static_cast<std::size_t>(i)];
        points.row(i) = Eigen::Map<const VectorXd>(sample.at.data(), size);
        values[i] = sample.value;
    }
    const MatrixXd products = points * points.transpose();
    Fit best;
    for (const double noise : noisy ? std::span<const double>(k_noisy) : std::span<const double>(k_exact))
        for (const double remainder : k_remainders)
            for (const double slope : k_slopes)
                if (auto one = fit(products, values, slope, remainder, noise); one.likelihood > best.likelihood)
                    best = std::move(one);
    Quadratic model{std::vector<double>(n, 0), std::vector<double>(n * n, 0)};
    if (best.weights.size() == 0) return model;
    Eigen::Map<VectorXd>(model.gradient.data(), size) = best.slope * points.transpose() * best.weights;
    Eigen::Map<MatrixXd>(model.curvature.data(), size, size) = points.transpose() * best.weights.asDiagonal() * points;
    return model;
}

std::vector<double> minimise(const Quadratic& model, std::span<const std::pair<double, double>> bounds) {
    const std::size_t n = bounds.size();
    std::vector<double> at(n, 0), slope = model.gradient;  // of the model there
    const auto curvature = [&](std::size_t i, std::size_t j) { return model.curvature[i * n + j]; };
    for (int sweep = 0; sweep < k_sweeps; ++sweep) {
        double farthest = 0;
        for (std::size_t i = 0; i < n; ++i) {
            const auto [low, high] = bounds[i];
            const double bend = curvature(i, i);
            double to = bend > 0 ? at[i] - slope[i] / bend : slope[i] > 0 ? low : high;
            if (bend <= 0) {  // the better end
                const auto value = [&](double x) { return (x - at[i]) * (slope[i] + 0.5 * bend * (x - at[i])); };
                to = value(low) <= value(high) ? low : high;
            }
            to = std::clamp(to, low, high);
            const double step = to - at[i];
            if (step == 0) continue;
            for (std::size_t j = 0; j < n; ++j) slope[j] += curvature(i, j) * step;
            at[i] = to;
            farthest = std::max(farthest, std::abs(step));
        }
        if (farthest < 1e-6) break;
    }
    return at;
}

// Gram-Schmidt over the samples, nearest first as they come; then the axis that sticks out most.
std::optional<std::vector<double>> uncovered(std::span<const Sample> samples, std::size_t n, double reach) {
    std::vector<VectorXd> basis;
    const auto residual = [&](VectorXd v) {
        for (const auto& b : basis) v -= b.dot(v) * b;
        return v;
    };
    for (const auto& sample : samples) {
        VectorXd v = Eigen::Map<const VectorXd>(sample.at.data(), static_cast<Index>(n));
        if (basis.size() == n || v.cwiseAbs().maxCoeff() > reach) continue;
        v = residual(v);
        if (v.norm() > k_independent) basis.push_back(v.normalized());
    }
    if (basis.size() == n) return std::nullopt;
    VectorXd best = VectorXd::Zero(static_cast<Index>(n));
    for (std::size_t i = 0; i < n; ++i)
        if (const VectorXd axis = residual(VectorXd::Unit(static_cast<Index>(n), static_cast<Index>(i)));
            axis.norm() > best.norm())
            best = axis;
    best.normalize();
    return std::vector<double>(best.data(), best.data() + n);
}

}  // namespace paretop::search
