#include "engine/search/cma.h"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <numeric>

namespace paretop::search {
namespace {

using Eigen::ArrayXd;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr std::size_t k_most_full = 120;  // dimensions with a full covariance
constexpr double k_largest_sigma = 1;     // in the unit cube

Eigen::Map<const VectorXd> as_vector(std::span<const double> values) {
    return {values.data(), static_cast<Eigen::Index>(values.size())};
}

// Names as in the tutorial's table 1.
struct Rates {
    Rates(double n, std::size_t population, bool diagonal);

    std::vector<double> weights;  // of the ranks; the positive ones sum to 1
    double mu_eff = 0, c_sigma = 0, d_sigma = 0, c_c = 0, c_1 = 0, c_mu = 0;

  private:
    void learn(double n, bool diagonal);
    void scale_weights(double n, double mu_eff_minus);
};

double effective(std::span<const double> weights) {
    double sum = 0, squares = 0;
    for (const double weight : weights) {
        sum += weight;
        squares += weight * weight;
    }
    return squares > 0 ? sum * sum / squares : 0;
}

Rates::Rates(double n, std::size_t population, bool diagonal) {
    const auto lambda = static_cast<double>(population);
    for (std::size_t i = 0; i < population; ++i)
        weights.push_back(std::log((lambda + 1) / 2) - std::log(static_cast<double>(i) + 1));
    const std::size_t mu = population / 2;
    mu_eff = effective(std::span(weights).first(mu));
    learn(n, diagonal);
    scale_weights(n, effective(std::span(weights).subspan(mu)));
}

void Rates::learn(double n, bool diagonal) {
    c_sigma = (mu_eff + 2) / (n + mu_eff + 5);
    d_sigma = 1 + 2 * std::max(0.0, std::sqrt((mu_eff - 1) / (n + 1)) - 1) + c_sigma;
    c_c = (4 + mu_eff / n) / (n + 4 + 2 * mu_eff / n);
    const double faster = diagonal ? (n + 2) / 3 : 1;
    c_1 = std::min(0.5, faster * 2 / ((n + 1.3) * (n + 1.3) + mu_eff));
    c_mu = std::min(1 - c_1, faster * 2 * (0.25 + mu_eff - 2 + 1 / mu_eff) / ((n + 2) * (n + 2) + mu_eff));
}

void Rates::scale_weights(double n, double mu_eff_minus) {
    double positive = 0, negative = 0;
    for (const double weight : weights) (weight > 0 ? positive : negative) += std::abs(weight);
    const double limit = std::min({1 + c_1 / c_mu, 1 + 2 * mu_eff_minus / (mu_eff + 2), (1 - c_1 - c_mu) / (n * c_mu)});
    for (double& weight : weights) weight = weight > 0 ? weight / positive : negative > 0 ? weight * limit / negative : 0;
}

}  // namespace

struct Cma::State {
    State(std::vector<double> start, double step, std::size_t population);

    [[nodiscard]] VectorXd stretch(const VectorXd& z) const;  // C^½ z
    [[nodiscard]] VectorXd whiten(const VectorXd& y) const;   // C^−½ y
    void update(std::span<const Point> best_first);
    void learn_shape(const std::vector<VectorXd>& steps, const std::vector<double>& squares, double kept);
    void decompose();

    std::size_t n;
    bool diagonal;
    Rates rates;
    double sigma;
    std::vector<double> mean;
    VectorXd path_sigma, path_c;
    MatrixXd covariance;  // a column where it is diagonal
    MatrixXd axes;        // eigenvectors
    VectorXd lengths;     // square roots of the eigenvalues
    double expected_norm;
    double generation = 0, decomposed = 0;
};

Cma::State::State(std::vector<double> start, double step, std::size_t population)
    : n(start.size()),
      diagonal(n > k_most_full),
      rates(static_cast<double>(n), population, diagonal),
      sigma(step),
      mean(std::move(start)) {
    const auto size = static_cast<Eigen::Index>(n);
    const auto real = static_cast<double>(n);
    path_sigma = path_c = VectorXd::Zero(size);
    lengths = VectorXd::Ones(size);
    if (diagonal)
        covariance = MatrixXd::Ones(size, 1);
    else
        covariance = axes = MatrixXd::Identity(size, size);
    expected_norm = std::sqrt(real) * (1 - 1 / (4 * real) + 1 / (21 * real * real));
}

VectorXd Cma::State::stretch(const VectorXd& z) const {
    if (diagonal) return lengths.cwiseProduct(z);
    return axes * lengths.cwiseProduct(z);
}

VectorXd Cma::State::whiten(const VectorXd& y) const {
    if (diagonal) return y.cwiseQuotient(lengths);
    return axes * (axes.transpose() * y).cwiseQuotient(lengths);
}

void Cma::State::update(std::span<const Point> best_first) {
    const auto real = static_cast<double>(n);
    const double longest = std::sqrt(real) + 2 * real / (real + 2);
    std::vector<VectorXd> steps;
    std::vector<double> squares;  // Mahalanobis lengths
    VectorXd mean_step = VectorXd::Zero(static_cast<Eigen::Index>(n));
    for (std::size_t i = 0; i < best_first.size(); ++i) {
        VectorXd step = (as_vector(best_first[i].at) - as_vector(mean)) / sigma;
        double length = whiten(step).norm();
        if (best_first[i].foreign && length > longest) {
            step *= longest / length;
            length = longest;
        }
        if (rates.weights[i] > 0) mean_step += rates.weights[i] * step;
        steps.push_back(std::move(step));
        squares.push_back(length * length);
    }
    for (std::size_t i = 0; i < n; ++i) mean[i] += sigma * mean_step[static_cast<Eigen::Index>(i)];

    ++generation;
    path_sigma =
        (1 - rates.c_sigma) * path_sigma + std::sqrt(rates.c_sigma * (2 - rates.c_sigma) * rates.mu_eff) * whiten(mean_step);
    const double norm = path_sigma.norm();
    sigma *= std::exp(std::min(1.0, rates.c_sigma / rates.d_sigma * (norm / expected_norm - 1)));
    sigma = std::min(sigma, k_largest_sigma);
    const double expected_now = std::sqrt(1 - std::pow(1 - rates.c_sigma, 2 * generation)) * expected_norm;
    const bool straight = norm < (1.4 + 2 / (real + 1)) * expected_now;
    path_c *= 1 - rates.c_c;
    if (straight) path_c += std::sqrt(rates.c_c * (2 - rates.c_c) * rates.mu_eff) * mean_step;
    learn_shape(steps, squares, straight ? 0 : rates.c_1 * rates.c_c * (2 - rates.c_c));
}

// Ranks one and µ; `kept` makes up for a path that stood still.
void Cma::State::learn_shape(const std::vector<VectorXd>& steps, const std::vector<double>& squares, double kept) {
    const double all = std::accumulate(rates.weights.begin(), rates.weights.end(), 0.0);
    covariance *= 1 + kept - rates.c_1 - rates.c_mu * all;
    const auto add = [&](const VectorXd& y, double weight) {
        if (diagonal)
            covariance += weight * y.cwiseAbs2();
        else
            covariance.noalias() += weight * y * y.transpose();
    };
    add(path_c, rates.c_1);
    for (std::size_t i = 0; i < steps.size(); ++i) {
        double weight = rates.c_mu * rates.weights[i];
        if (weight < 0) weight *= static_cast<double>(n) / std::max(squares[i], 1e-12);
        add(steps[i], weight);
    }
    decompose();
}

// Seldom enough that it does not cost more than the sampling.
void Cma::State::decompose() {
    const auto real = static_cast<double>(n);
    if (diagonal) {
        covariance = covariance.cwiseMax(1e-20);
        lengths = covariance.col(0).cwiseSqrt();
        return;
    }
    if ((generation - decomposed) * 10 * real * (rates.c_1 + rates.c_mu) < 1) return;
    decomposed = generation;
    const Eigen::SelfAdjointEigenSolver<MatrixXd> solver(covariance);
    axes = solver.eigenvectors();
    lengths = solver.eigenvalues().cwiseMax(1e-20).cwiseSqrt();
}

Cma::Cma(std::vector<double> mean, double sigma, std::size_t population)
    : state_(std::make_unique<State>(std::move(mean), sigma, population)) {}
Cma::Cma(Cma&&) noexcept = default;
Cma& Cma::operator=(Cma&&) noexcept = default;
Cma::~Cma() = default;

std::size_t Cma::population() const { return state_->rates.weights.size(); }
std::span<const double> Cma::mean() const { return state_->mean; }
double Cma::sigma() const { return state_->sigma; }
std::span<const double> Cma::weights() const { return state_->rates.weights; }
void Cma::update(std::span<const Point> best_first) { state_->update(best_first); }

double Cma::deviation(std::size_t dimension) const {
    const auto i = static_cast<Eigen::Index>(dimension);
    const double variance = state_->diagonal ? state_->covariance(i, 0) : state_->covariance(i, i);
    return state_->sigma * std::sqrt(std::max(variance, 0.0));
}

double Cma::condition() const {
    const double ratio = state_->lengths.maxCoeff() / state_->lengths.minCoeff();
    return ratio * ratio;
}

std::vector<double> Cma::sample(Random& random) const {
    VectorXd z(static_cast<Eigen::Index>(state_->n));
    for (double& value : z) value = random.normal();
    z = state_->stretch(z);
    std::vector<double> point = state_->mean;
    for (std::size_t i = 0; i < point.size(); ++i) point[i] += state_->sigma * z[static_cast<Eigen::Index>(i)];
    return point;
}

std::size_t cma_population(std::size_t dimensions) {
    return 4 + static_cast<std::size_t>(3 * std::log(static_cast<double>(std::max<std::size_t>(dimensions, 1))));
}

}  // namespace paretop::search
