#include "engine/search/gaussian_process.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "engine/search/random.h"
#include "tests/engine/search/spaces.h"

namespace paretop::search {
namespace {

using Points = std::vector<std::vector<double>>;

// Two numbers and a category.
const space::Space& mixed() {
    static const space::Space space({real("x", 0, 1), real("y", 0, 1), categorical("c", {"a", "b", "d"})}, {});
    return space;
}

struct Data {
    Points points;
    std::vector<double> values;
};
Data data(std::size_t n) {
    Data all;
    Random random(7, 0, 99);
    for (std::size_t i = 0; i < n; ++i) {
        const double x = random.uniform(), y = random.uniform();
        const auto c = static_cast<double>(random.below(3));
        all.points.push_back({x, y, c});
        all.values.push_back(std::sin(5 * x) + y * y + 0.5 * c);
    }
    return all;
}

Hyperparameters some_hyperparameters() { return {{1.2, -0.4, 0.3}, -0.2, -1.1, -5, -0.7, 2.5}; }

double matern(double squared) {
    const double s = std::sqrt(5 * squared);
    return (1 + s + s * s / 3) * std::exp(-s);
}

double covariance(const std::vector<double>& a, const std::vector<double>& b, const Hyperparameters& h) {
    double waves = 0;
    for (std::size_t i = 0; i < 2; ++i) waves += matern(std::exp(h.log_shape) * std::pow(a[i] - b[i], 2));
    double squared = a[2] != b[2] ? std::exp(h.log_relevance[2]) : 0, main = a[2] == b[2] ? 1 : 0;
    for (std::size_t i = 0; i < 2; ++i) {
        squared += std::exp(h.log_relevance[i]) * std::pow(a[i] - b[i], 2);
        const double p = 2 * a[i] - 1, q = 2 * b[i] - 1;
        main += p * q + (p * p - 1.0 / 3) * (q * q - 1.0 / 3);
    }
    return std::exp(h.log_matern) * matern(squared) + std::exp(h.log_main) / 3 * main + std::exp(h.log_waves) / 2 * waves;
}

// Solves a · x = b by elimination with pivots.
std::vector<double> solved(std::vector<std::vector<double>> a, std::vector<double> b) {
    const std::size_t n = b.size();
    for (std::size_t k = 0; k < n; ++k) {
        std::size_t pivot = k;
        for (std::size_t i = k; i < n; ++i)
            if (std::abs(a[i][k]) > std::abs(a[pivot][k])) pivot = i;
        std::swap(a[k], a[pivot]);
        std::swap(b[k], b[pivot]);
        for (std::size_t i = 0; i < n; ++i) {
            if (i == k) continue;
            const double factor = a[i][k] / a[k][k];
            for (std::size_t j = k; j < n; ++j) a[i][j] -= factor * a[k][j];
            b[i] -= factor * b[k];
        }
    }
    for (std::size_t k = 0; k < n; ++k) b[k] /= a[k][k];
    return b;
}

// The textbook's formulas.
Prediction dense(const Data& all, const std::vector<double>& at, const Hyperparameters& h) {
    const auto n = all.points.size();
    std::vector<std::vector<double>> k(n, std::vector<double>(n));
    std::vector<double> with(n), y = all.values;
    const double location = std::accumulate(y.begin(), y.end(), 0.0) / static_cast<double>(n);
    double squares = 0;
    for (double& value : y) value -= location, squares += value * value;
    const double scale = std::sqrt(squares / static_cast<double>(n));
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) k[i][j] = covariance(all.points[i], all.points[j], h);
        k[i][i] += std::exp(h.log_noise);
        with[i] = covariance(all.points[i], at, h);
        y[i] /= scale;
    }
    const auto alpha = solved(k, y), beta = solved(k, with);
    const double mean = std::inner_product(with.begin(), with.end(), alpha.begin(), 0.0);
    const double variance = covariance(at, at, h) - std::inner_product(with.begin(), with.end(), beta.begin(), 0.0);
    return {location + scale * mean, scale * std::sqrt(variance)};
}

TEST(GaussianProcess, PredictsAsADenseSolveDoes) {
    const Features features(mixed());
    const auto all = data(25);
    GaussianProcess model(features, 0, true);
    model.set_hyperparameters(some_hyperparameters());
    model.condition(all.points, all.values);
    for (const auto& at : Points{{0.3, 0.8, 1}, {0, 1, 0}, {0.99, 0.5, 2}, all.points[3]}) {
        const auto expected = dense(all, at, some_hyperparameters());
        EXPECT_NEAR(model.predict(at).mean, expected.mean, 1e-9);
        EXPECT_NEAR(model.predict(at).deviation, expected.deviation, 1e-7);
        EXPECT_NEAR(model.mean(at), expected.mean, 1e-9);
    }
}

TEST(GaussianProcess, AppendsAsIfItHadKnownAllAlong) {
    const Features features(mixed());
    auto all = data(60);
    GaussianProcess model(features, 0, true);
    model.set_hyperparameters(some_hyperparameters());
    model.condition(std::span(all.points).first(20), std::span(all.values).first(20));
    const double location_free = model.predict({0.5, 0.5, 0}).deviation;
    for (std::size_t i = 20; i < all.points.size(); ++i) model.append(all.points[i], all.values[i]);
    EXPECT_EQ(model.size(), 60U);
    GaussianProcess whole(features, 0, true);
    whole.set_hyperparameters(some_hyperparameters());
    whole.condition(all.points, all.values);
    for (const auto& at : Points{{0.3, 0.8, 1}, {0.1, 0.1, 2}}) {
        // Location and scale are those of the first twenty, which little depends on with so many observations.
        EXPECT_NEAR(model.predict(at).mean, whole.predict(at).mean, 0.02);
        EXPECT_LT(model.predict(at).deviation, location_free);
    }
}

TEST(GaussianProcess, GradientsAreThoseOfDifferences) {
    const Features features(mixed());
    const auto all = data(30);
    GaussianProcess model(features, 0, true);
    model.set_hyperparameters(some_hyperparameters());
    model.condition(all.points, all.values);
    const std::vector<double> at{0.37, 0.62, 1};
    std::vector<double> mean, deviation;
    const auto there = model.predict(at, mean, deviation);
    EXPECT_DOUBLE_EQ(there.mean, model.predict(at).mean);
    for (std::size_t i = 0; i < 2; ++i) {
        auto low = at, high = at;
        low[i] -= 1e-5, high[i] += 1e-5;
        EXPECT_NEAR(mean[i], (model.predict(high).mean - model.predict(low).mean) / 2e-5, 1e-5);
        EXPECT_NEAR(deviation[i], (model.predict(high).deviation - model.predict(low).deviation) / 2e-5, 1e-5);
    }
    EXPECT_EQ(mean[2], 0);
}

TEST(GaussianProcess, FitFindsWhichParametersMatter) {
    const space::Space space({real("much", 0, 1), real("nothing", 0, 1), real("little", 0, 1)}, {});
    const Features features(space);
    Data all;
    Random random(3, 0, 99);
    for (int i = 0; i < 60; ++i) {
        all.points.push_back({random.uniform(), random.uniform(), random.uniform()});
        all.values.push_back(std::sin(9 * all.points.back()[0]) + 0.3 * std::sin(4 * all.points.back()[2]));
    }
    GaussianProcess model(features, 0);
    model.fit(all.points, all.values, 60);
    const auto& relevance = model.hyperparameters().log_relevance;
    EXPECT_GT(relevance[0], relevance[2]);
    EXPECT_GT(relevance[2], relevance[1]);
    model.condition(all.points, all.values);
    double squares = 0;
    for (int i = 0; i < 50; ++i) {
        const std::vector<double> at{random.uniform(), random.uniform(), random.uniform()};
        squares += std::pow(model.mean(at) - std::sin(9 * at[0]) - 0.3 * std::sin(4 * at[2]), 2);
    }
    EXPECT_LT(std::sqrt(squares / 50), 0.1);
}

TEST(GaussianProcess, TellsHowStrangeOtherValuesAre) {
    const Features features(mixed());
    const auto all = data(10);
    GaussianProcess model(features, 0, true);
    model.set_hyperparameters(some_hyperparameters());
    model.condition(all.points, all.values);
    std::vector<std::vector<double>> k;
    for (const auto& a : all.points) {
        k.emplace_back();
        for (const auto& b : all.points)
            k.back().push_back(covariance(a, b, some_hyperparameters()) + (&a == &b ? std::exp(-5.0) : 0));
    }
    const std::vector<double> centred{1, -1, 2, -2, 3, -3, 4, -4, 0, 0};
    auto other = centred;
    for (double& value : other) value += 7;
    const auto weights = solved(k, centred);
    EXPECT_NEAR(model.strangeness(other), std::inner_product(weights.begin(), weights.end(), centred.begin(), 0.0), 1e-6);
}

// Six waves along every number: far too many for what looks at all numbers together.
TEST(GaussianProcess, FitsWhatEachNumberDoesAlone) {
    const space::Space space({real("a", 0, 1), real("b", 0, 1), real("c", 0, 1), real("d", 0, 1)}, {});
    const Features features(space);
    const auto value = [](const std::vector<double>& at) {
        double sum = 0;
        for (const double x : at) sum += std::sin(20 * x);
        return sum;
    };
    Random random(3, 0, 99);
    const auto anywhere = [&] { return std::vector{random.uniform(), random.uniform(), random.uniform(), random.uniform()}; };
    Data all;
    for (int i = 0; i < 70; ++i) {
        all.points.push_back(anywhere());
        all.values.push_back(value(all.points.back()));
    }
    const auto error = [&](bool waves) {
        GaussianProcess model(features, 0, waves);
        model.fit(all.points, all.values, 60);
        model.condition(all.points, all.values);
        double squares = 0;
        for (int i = 0; i < 50; ++i) {
            const auto at = anywhere();
            squares += std::pow(model.mean(at) - value(at), 2);
        }
        return std::sqrt(squares / 50);
    };
    EXPECT_LT(error(true), 0.4);
    EXPECT_GT(error(false), 1);
}

TEST(GaussianProcess, ToleratesEqualPointsAndConstantValues) {
    const Features features(mixed());
    const Points points(12, {0.5, 0.5, 1});
    const std::vector<double> values(12, 3);
    GaussianProcess model(features, 0);
    model.fit(points, values, 10);
    model.condition(points, values);
    EXPECT_NEAR(model.predict({0.1, 0.2, 0}).mean, 3, 1e-6);
    EXPECT_TRUE(std::isfinite(model.predict({0.5, 0.5, 1}).deviation));
}

}  // namespace
}  // namespace paretop::search
