#include "engine/search/gaussian_process.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <numbers>

namespace paretop::search {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;
using Points = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

constexpr double k_least_log = -16, k_most_log = 10;  // of every hyperparameter
constexpr Index k_scales = 5;                         // hyperparameters beside the relevances

// Matérn 5/2 and −6/5 times its derivative by r², for a unit variance.
struct Matern {
    double value, slope;
    explicit Matern(double squared) {
        const double s = std::sqrt(5 * squared), decay = std::exp(-s);
        value = (1 + s + s * s / 3) * decay;
        slope = (1 + s) * decay;
    }
};

}  // namespace

struct GaussianProcess::State {
    const Features& features;
    double least_noise;
    std::vector<Index> numeric, categorical;  // features
    std::size_t parameters = 0;
    Hyperparameters hyper;
    VectorXd relevance;                        // of each feature; this and the next are worked out of `hyper` by use()
    double matern = 1, weight = 0, noise = 0;  // variances
    bool has_waves;
    double waves = 0, shape = 1;  // of the waves of each number: variance, relevance

    Points x;    // [observation][feature]
    VectorXd y;  // standardised
    double location = 0, scale = 1;
    MatrixXd lower;  // Cholesky factor; only its first x.rows() rows and columns count
    VectorXd alpha;  // covariance⁻¹ · y

    State(const Features& f, double least, bool with_waves) : features(f), least_noise(least), has_waves(with_waves) {
        for (std::size_t i = 0; i < f.size(); ++i) {
            (f.categorical(i) ? categorical : numeric).push_back(static_cast<Index>(i));
            parameters = std::max(parameters, f.parameter(i) + 1);
        }
        hyper.log_relevance.assign(parameters, prior_mean());
        hyper.log_noise = std::log(std::max(1e-6, least));
        use();
    }

    // Of −2 · log(length scale).
    [[nodiscard]] double prior_mean() const {
        return -2 * std::numbers::sqrt2 - std::log(static_cast<double>(std::max<std::size_t>(parameters, 1)));
    }
    void use() {
        relevance.resize(static_cast<Index>(features.size()));
        for (std::size_t i = 0; i < features.size(); ++i)
            relevance[static_cast<Index>(i)] = std::exp(hyper.log_relevance[features.parameter(i)]);
        matern = std::exp(hyper.log_matern);
        weight = std::exp(hyper.log_main) / static_cast<double>(std::max<std::size_t>(parameters, 1));
        noise = std::exp(hyper.log_noise) + least_noise;
        waves = has_waves ? std::exp(hyper.log_waves) / static_cast<double>(std::max<std::size_t>(numeric.size(), 1)) : 0;
        shape = std::exp(hyper.log_shape);
    }

    template <class A, class B>
    [[nodiscard]] double squared_distance(const A& a, const B& b) const {
        double sum = 0;
        for (const Index i : numeric) sum += relevance[i] * (a[i] - b[i]) * (a[i] - b[i]);
        for (const Index i : categorical) sum += a[i] != b[i] ? relevance[i] : 0;
        return sum;
    }
    // Σ over parameters of z z' + q q' with z in [−1, 1], q = z² − 1/3; equality for categories.
    template <class A, class B>
    [[nodiscard]] double main(const A& a, const B& b) const {
        double sum = 0;
        for (const Index i : numeric) {
            const double p = 2 * a[i] - 1, q = 2 * b[i] - 1;
            sum += p * q + (p * p - 1.0 / 3) * (q * q - 1.0 / 3);
        }
        for (const Index i : categorical) sum += a[i] == b[i] ? 1 : 0;
        return sum;
    }
    // Σ over numbers of a Matérn covariance of each alone, and of what its derivative by log_shape needs.
    template <class A, class B>
    [[nodiscard]] std::pair<double, double> wave(const A& a, const B& b) const {
        double value = 0, slope = 0;
        for (const Index i : numeric) {
            const double squared = shape * (a[i] - b[i]) * (a[i] - b[i]);
            const Matern one(squared);
            value += one.value;
            slope += one.slope * squared;
        }
        return {value, -5.0 / 6 * slope};
    }
    template <class A, class B>
    [[nodiscard]] double covariance(const A& a, const B& b) const {
        const double sum = matern * Matern(squared_distance(a, b)).value + weight * main(a, b);
        return has_waves ? sum + waves * wave(a, b).first : sum;
    }

    [[nodiscard]] MatrixXd covariances(const Points& points) const {
        MatrixXd all(points.rows(), points.rows());
        for (Index j = 0; j < points.rows(); ++j) {
            for (Index i = j; i < points.rows(); ++i) all(i, j) = covariance(points.row(i), points.row(j));
            all(j, j) += noise;
        }
        return all;
    }
    [[nodiscard]] VectorXd covariances_with(const Eigen::Ref<const VectorXd>& point) const {
        VectorXd all(x.rows());
        for (Index i = 0; i < x.rows(); ++i) all[i] = covariance(x.row(i), point);
        return all;
    }

    // Of the waves' covariance with each observation by one feature.
    [[nodiscard]] VectorXd wave_gradient(Index feature, double at) const {
        VectorXd all(x.rows());
        for (Index k = 0; k < x.rows(); ++k) {
            const double apart = at - x(k, feature);
            all[k] = -5.0 / 3 * waves * shape * apart * Matern(shape * apart * apart).slope;
        }
        return all;
    }

    void take(std::span<const std::vector<double>> points, std::span<const double> values) {
        x.resize(static_cast<Index>(points.size()), static_cast<Index>(features.size()));
        y.resize(static_cast<Index>(points.size()));
        for (std::size_t i = 0; i < points.size(); ++i) {
            x.row(static_cast<Index>(i)) = Eigen::Map<const Eigen::RowVectorXd>(points[i].data(), x.cols());
            y[static_cast<Index>(i)] = values[i];
        }
        location = y.size() > 0 ? y.mean() : 0;
        y.array() -= location;
        scale = y.size() > 1 ? std::sqrt(y.squaredNorm() / static_cast<double>(y.size())) : 1;
        if (!(scale > 0)) scale = 1;
        y /= scale;
    }

    // More noise where rounding has made the matrix indefinite.
    void factorise() {
        MatrixXd all = covariances(x);
        for (double jitter = 1e-10;; jitter *= 100) {
            const Eigen::LLT<MatrixXd> decomposition(all);
            if (decomposition.info() == Eigen::Success || jitter > 1) {
                lower = decomposition.matrixL();
                break;
            }
            all.diagonal().array() += jitter;
        }
        solve();
    }
    void solve() {
        const auto factor = lower.topLeftCorner(x.rows(), x.rows()).triangularView<Eigen::Lower>();
        alpha = factor.solve(y);
        factor.transpose().solveInPlace(alpha);
    }

    [[nodiscard]] VectorXd logs() const {
        VectorXd all(static_cast<Index>(parameters) + k_scales);
        for (std::size_t p = 0; p < parameters; ++p) all[static_cast<Index>(p)] = hyper.log_relevance[p];
        all.tail(k_scales) << hyper.log_matern, hyper.log_main, hyper.log_noise, hyper.log_waves, hyper.log_shape;
        return all;
    }
    void set_logs(const VectorXd& all) {
        for (std::size_t p = 0; p < parameters; ++p) hyper.log_relevance[p] = all[static_cast<Index>(p)];
        const auto tail = all.tail(k_scales);
        hyper.log_matern = tail[0];
        hyper.log_main = tail[1];
        hyper.log_noise = tail[2];
        hyper.log_waves = tail[3];
        hyper.log_shape = tail[4];
        use();
    }

    // Log marginal likelihood times prior, and its gradient by logs().
    double likelihood(VectorXd& gradient) const {
        const Index n = x.rows();
        MatrixXd values(n, n), slopes(n, n), mains(n, n);
        for (Index j = 0; j < n; ++j)
            for (Index i = j; i < n; ++i) {
                const Matern m(squared_distance(x.row(i), x.row(j)));
                values(i, j) = values(j, i) = m.value;
                slopes(i, j) = slopes(j, i) = m.slope;
                mains(i, j) = mains(j, i) = main(x.row(i), x.row(j));
            }
        MatrixXd all = matern * values + weight * mains, own, own_slopes;  // the last two: of the waves
        if (has_waves) all += waves * wave_matrix(own, own_slopes);
        all.diagonal().array() += noise;
        const Eigen::LLT<MatrixXd> decomposition(all);
        if (decomposition.info() != Eigen::Success) return -std::numeric_limits<double>::infinity();
        const VectorXd a = decomposition.solve(y);
        MatrixXd outer = -decomposition.solve(MatrixXd::Identity(n, n));
        outer += a * a.transpose();
        gradient.setZero(static_cast<Index>(parameters) + k_scales);
        auto tail = gradient.tail(k_scales);
        tail[0] = 0.5 * matern * outer.cwiseProduct(values).sum();
        tail[1] = 0.5 * weight * outer.cwiseProduct(mains).sum();
        tail[2] = 0.5 * std::exp(hyper.log_noise) * outer.trace();
        if (has_waves) {
            tail[3] = 0.5 * waves * outer.cwiseProduct(own).sum();
            tail[4] = 0.5 * waves * outer.cwiseProduct(own_slopes).sum();
        }
        outer.array() *= slopes.array();
        add_relevance_gradient(outer, relevance * matern, gradient);
        const auto factor = decomposition.matrixLLT().diagonal().array().log().sum();
        return -0.5 * y.dot(a) - factor + add_prior(gradient);
    }

    const MatrixXd& wave_matrix(MatrixXd& values, MatrixXd& slopes) const {
        const Index n = x.rows();
        values.resize(n, n);
        slopes.resize(n, n);
        for (Index j = 0; j < n; ++j)
            for (Index i = j; i < n; ++i) {
                const auto [value, slope] = wave(x.row(i), x.row(j));
                values(i, j) = values(j, i) = value;
                slopes(i, j) = slopes(j, i) = slope;
            }
        return values;
    }

    // Σ_ij w_ij (x_i − x_j)² = 2 (Σ_i x_i² Σ_j w_ij − xᵀ W x).
    void add_relevance_gradient(const MatrixXd& w, const VectorXd& strength, VectorXd& gradient) const {
        const VectorXd sums = w.rowwise().sum();
        const double total = sums.sum();
        for (const Index i : numeric) {
            const VectorXd column = x.col(i);
            const double spread = 2 * (column.array().square().matrix().dot(sums) - column.dot(w * column));
            gradient[static_cast<Index>(features.parameter(static_cast<std::size_t>(i)))] -= 5.0 / 12 * strength[i] * spread;
        }
        for (const Index i : categorical) {
            double same = 0;
            for (Index j = 0; j < x.rows(); ++j)
                for (Index k = 0; k < x.rows(); ++k)
                    if (x(j, i) == x(k, i)) same += w(k, j);
            gradient[static_cast<Index>(features.parameter(static_cast<std::size_t>(i)))] -=
                5.0 / 12 * strength[i] * (total - same);
        }
    }

    double add_prior(VectorXd& gradient) const {
        double sum = 0;
        const auto normal = [&](Index i, double value, double mean, double variance) {
            sum -= 0.5 * (value - mean) * (value - mean) / variance;
            gradient[i] -= (value - mean) / variance;
        };
        for (std::size_t p = 0; p < parameters; ++p) normal(static_cast<Index>(p), hyper.log_relevance[p], prior_mean(), 12);
        const auto first = static_cast<Index>(parameters);
        normal(first, hyper.log_matern, 0, 2);
        normal(first + 1, hyper.log_main, -1, 4);
        normal(first + 2, hyper.log_noise, -8, 6);
        if (!has_waves) return sum;
        normal(first + 3, hyper.log_waves, -2, 4);
        normal(first + 4, hyper.log_shape, 4, 2);
        return sum;
    }
};

GaussianProcess::GaussianProcess(const Features& features, double least_noise, bool waves)
    : state_(std::make_unique<State>(features, least_noise, waves)) {}
GaussianProcess::GaussianProcess(GaussianProcess&&) noexcept = default;
GaussianProcess& GaussianProcess::operator=(GaussianProcess&&) noexcept = default;
GaussianProcess::~GaussianProcess() = default;

const Hyperparameters& GaussianProcess::hyperparameters() const { return state_->hyper; }
void GaussianProcess::set_hyperparameters(Hyperparameters hyperparameters) { state_->hyper = std::move(hyperparameters); }
std::size_t GaussianProcess::size() const { return static_cast<std::size_t>(state_->x.rows()); }

// Resilient backpropagation (Igel and Hüsken, "Improving the Rprop learning algorithm", 2000): steps by the signs of the
// gradient, so that the scales of the hyperparameters do not matter. The best seen is kept.
void GaussianProcess::fit(std::span<const std::vector<double>> points, std::span<const double> values, int steps) {
    State& s = *state_;
    s.take(points, values);
    VectorXd at = s.logs(), best = at, gradient, previous = VectorXd::Zero(at.size());
    VectorXd step = VectorXd::Constant(at.size(), 0.3);
    double highest = -std::numeric_limits<double>::infinity();
    for (int i = 0; i < steps; ++i) {
        const double value = s.likelihood(gradient);
        if (!std::isfinite(value)) break;
        if (value > highest) highest = value, best = at;
        for (Index k = 0; k < at.size(); ++k) {
            const double turn = gradient[k] * previous[k];
            step[k] = std::clamp(step[k] * (turn > 0 ? 1.3 : turn < 0 ? 0.5 : 1), 1e-3, 1.5);
            if (turn < 0) gradient[k] = 0;
            if (gradient[k] != 0) at[k] = std::clamp(at[k] + std::copysign(step[k], gradient[k]), k_least_log, k_most_log);
        }
        previous = gradient;
        s.set_logs(at);
    }
    s.set_logs(best);
}

void GaussianProcess::condition(std::span<const std::vector<double>> points, std::span<const double> values) {
    state_->use();
    state_->take(points, values);
    state_->factorise();
}

void GaussianProcess::append(const std::vector<double>& point, double value) {
    State& s = *state_;
    const Index n = s.x.rows();
    const Eigen::Map<const VectorXd> at(point.data(), static_cast<Index>(point.size()));
    VectorXd row = s.covariances_with(at);
    const double own = s.covariance(at, at) + s.noise;
    s.lower.topLeftCorner(n, n).triangularView<Eigen::Lower>().solveInPlace(row);
    if (s.lower.rows() <= n) s.lower.conservativeResize(n + 32, n + 32);
    s.lower.row(n).head(n) = row;
    s.lower(n, n) = std::sqrt(std::max(own - row.squaredNorm(), s.noise));
    s.x.conservativeResize(n + 1, Eigen::NoChange);
    s.x.row(n) = at;
    s.y.conservativeResize(n + 1);
    s.y[n] = (value - s.location) / s.scale;
    s.solve();
}

double GaussianProcess::strangeness(std::span<const double> values) const {
    const State& s = *state_;
    VectorXd y = Eigen::Map<const VectorXd>(values.data(), static_cast<Index>(values.size()));
    y.array() -= y.mean();
    s.lower.topLeftCorner(y.size(), y.size()).triangularView<Eigen::Lower>().solveInPlace(y);
    return y.squaredNorm();
}

double GaussianProcess::mean(const std::vector<double>& point) const {
    const State& s = *state_;
    const Eigen::Map<const VectorXd> at(point.data(), static_cast<Index>(point.size()));
    return s.location + s.scale * s.covariances_with(at).dot(s.alpha);
}

Prediction GaussianProcess::predict(const std::vector<double>& point) const {
    const State& s = *state_;
    const Eigen::Map<const VectorXd> at(point.data(), static_cast<Index>(point.size()));
    VectorXd with = s.covariances_with(at);
    const double mean = with.dot(s.alpha);
    const double own = s.covariance(at, at);
    s.lower.topLeftCorner(with.size(), with.size()).triangularView<Eigen::Lower>().solveInPlace(with);
    return {s.location + s.scale * mean, s.scale * std::sqrt(std::max(own - with.squaredNorm(), 1e-12 * own))};
}

Prediction GaussianProcess::predict(const std::vector<double>& point, std::vector<double>& mean_gradient,
                                    std::vector<double>& deviation_gradient) const {
    const State& s = *state_;
    const Eigen::Map<const VectorXd> at(point.data(), static_cast<Index>(point.size()));
    const Index n = s.x.rows();
    VectorXd with(n), slope(n);
    for (Index i = 0; i < n; ++i) {
        const Matern m(s.squared_distance(s.x.row(i), at));
        with[i] = s.matern * m.value + s.weight * s.main(s.x.row(i), at);
        if (s.has_waves) with[i] += s.waves * s.wave(s.x.row(i), at).first;
        slope[i] = -5.0 / 3 * s.matern * m.slope;
    }
    const double own = s.covariance(at, at);
    VectorXd solved = s.lower.topLeftCorner(n, n).triangularView<Eigen::Lower>().solve(with);
    const double deviation = std::sqrt(std::max(own - solved.squaredNorm(), 1e-12 * own));
    s.lower.topLeftCorner(n, n).triangularView<Eigen::Lower>().transpose().solveInPlace(solved);
    mean_gradient.assign(point.size(), 0);
    deviation_gradient.assign(point.size(), 0);
    for (const Index i : s.numeric) {
        const double p = 2 * at[i] - 1, bend = 2 * p;
        const auto z = 2 * s.x.col(i).array() - 1;
        VectorXd by =
            slope.array() * s.relevance[i] * (at[i] - s.x.col(i).array()) + 2 * s.weight * (z + bend * (z.square() - 1.0 / 3));
        if (s.has_waves) by += s.wave_gradient(i, at[i]);
        const double own_by = 2 * s.weight * (2 * p + 2 * bend * (p * p - 1.0 / 3));
        const auto k = static_cast<std::size_t>(i);
        mean_gradient[k] = s.scale * by.dot(s.alpha);
        deviation_gradient[k] = s.scale * (own_by - 2 * by.dot(solved)) / (2 * deviation);
    }
    return {s.location + s.scale * with.dot(s.alpha), s.scale * deviation};
}

}  // namespace paretop::search
