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

// Variances, relative to that of the curvature.
constexpr double k_slopes[] = {1, 30, 1e3, 1e5, 1e7};
constexpr double k_remainders[] = {1e-8, 1e-6, 1e-4, 1e-2};
constexpr double k_exact[] = {1e-10}, k_noisy[] = {1e-8, 1e-3, 1e-1};
constexpr double k_independent = 0.15;  // a sample's distance from the span of the others that makes it count
constexpr int k_sweeps = 1500;          // narrow valleys take many

// Inner products of samples, and their powers.
struct Products {
    MatrixXd first, second, third;
};

struct Prior {
    double slope = 1e3, remainder = 1e-4, noise = 0;
};

struct Fit {
    double likelihood = -std::numeric_limits<double>::infinity();
    Prior prior;
    VectorXd weights;  // empty where rounding makes a solution impossible
};

Fit fit(const Products& products, const VectorXd& values, const Prior& prior) {
    MatrixXd covariance = prior.slope * products.first + 0.5 * products.second + prior.remainder * products.third;
    covariance.diagonal().array() += prior.noise * covariance.diagonal().minCoeff();
    const Eigen::LLT<MatrixXd> decomposition(covariance);
    if (decomposition.info() != Eigen::Success) return {};
    Fit result{0, prior, decomposition.solve(values)};
    const double squares = values.dot(result.weights);
    const double factor = decomposition.matrixLLT().diagonal().array().log().sum();
    result.likelihood = -0.5 * static_cast<double>(values.size()) * std::log(std::max(squares, 1e-300)) - factor;
    return result;
}

// One scale after the other, each over its whole range, twice.
Fit likeliest(const Products& products, const VectorXd& values, std::span<const double> noises) {
    Fit best;
    best.prior.noise = noises.front();
    const auto choose = [&](double Prior::*scale, std::span<const double> range) {
        for (const double value : range) {
            Prior prior = best.prior;
            prior.*scale = value;
            if (auto one = fit(products, values, prior); one.likelihood > best.likelihood) best = std::move(one);
        }
    };
    for (int round = 0; round < 2; ++round) {
        choose(&Prior::slope, k_slopes);
        choose(&Prior::remainder, k_remainders);
        if (noises.size() > 1) choose(&Prior::noise, noises);
    }
    return best;
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
    Products products{points * points.transpose(), {}, {}};
    products.second = products.first.cwiseAbs2();
    products.third = products.second.cwiseProduct(products.first);
    const Fit best = likeliest(products, values, noisy ? std::span<const double>(k_noisy) : std::span<const double>(k_exact));
    Quadratic model{std::vector<double>(n, 0), std::vector<double>(n * n, 0)};
    if (best.weights.size() == 0) return model;
    Eigen::Map<VectorXd>(model.gradient.data(), size) = best.prior.slope * points.transpose() * best.weights;
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
