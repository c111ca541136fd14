#include "engine/search/cma.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

namespace paretop::search {
namespace {

using Function = std::function<double(const std::vector<double>&)>;

// Evaluations until `f` is below `target`; at most `most`.
int minimise(Cma& cma, const Function& f, double target, int most) {
    Random random(1, 1, 1);
    int evaluations = 0;
    while (evaluations < most) {
        std::vector<std::pair<double, std::vector<double>>> points;
        for (std::size_t i = 0; i < cma.population(); ++i) {
            auto point = cma.sample(random);
            const double value = f(point);
            ++evaluations;
            if (value < target) return evaluations;
            points.emplace_back(value, std::move(point));
        }
        std::sort(points.begin(), points.end());
        std::vector<Cma::Point> best_first;
        for (const auto& [value, point] : points) best_first.push_back({point, false});
        cma.update(best_first);
    }
    return most;
}

double ellipsoid(const std::vector<double>& x, double condition) {
    double sum = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double y = x[i] - 0.4 + (i > 0 ? 0.5 * (x[i - 1] - 0.4) : 0);  // correlated
        sum += std::pow(condition, static_cast<double>(i) / static_cast<double>(x.size() - 1)) * y * y;
    }
    return sum;
}

TEST(Cma, HasTheTutorialsPopulation) {
    EXPECT_EQ(cma_population(1), 4u);
    EXPECT_EQ(cma_population(2), 6u);
    EXPECT_EQ(cma_population(10), 10u);
    EXPECT_EQ(cma_population(100), 17u);
}

// λ = 4: ln 2.5 − ln i = 0.916, 0.223, −0.182, −0.470.
TEST(Cma, WeighsRanksByLogarithms) {
    const Cma cma(std::vector<double>(10, 0.5), 0.3, 4);
    const auto weights = cma.weights();
    ASSERT_EQ(weights.size(), 4u);
    EXPECT_NEAR(weights[0], 0.91629 / 1.13943, 1e-4);
    EXPECT_NEAR(weights[1], 0.22314 / 1.13943, 1e-4);
    EXPECT_LT(weights[2], 0);
    EXPECT_NEAR(weights[3] / weights[2], 0.47000 / 0.18232, 1e-3);
}

TEST(Cma, SamplesAroundItsMean) {
    const Cma cma({0.2, 0.7, 0.5}, 0.1, 7);
    Random random(3, 3, 3);
    double sum = 0, squares = 0;
    constexpr int k_samples = 20000;
    for (int i = 0; i < k_samples; ++i) {
        const double x = cma.sample(random)[1];
        sum += x;
        squares += (x - 0.7) * (x - 0.7);
    }
    EXPECT_NEAR(sum / k_samples, 0.7, 0.005);
    EXPECT_NEAR(std::sqrt(squares / k_samples), 0.1, 0.005);
    EXPECT_DOUBLE_EQ(cma.deviation(1), 0.1);
}

// The mean becomes the weighted mean of the better half.
TEST(Cma, MovesItsMeanToTheBetterHalf) {
    Cma cma({0.5, 0.5}, 0.1, 4);
    const std::vector<std::vector<double>> points{{0.6, 0.5}, {0.5, 0.6}, {0.4, 0.5}, {0.5, 0.4}};
    const double first = cma.weights()[0], second = cma.weights()[1];
    cma.update(std::vector<Cma::Point>{{points[0], false}, {points[1], false}, {points[2], false}, {points[3], false}});
    EXPECT_NEAR(cma.mean()[0], 0.5 + 0.1 * first, 1e-12);
    EXPECT_NEAR(cma.mean()[1], 0.5 + 0.1 * second, 1e-12);
    EXPECT_GT(cma.deviation(0), cma.deviation(1));  // most was won along the first axis
}

TEST(Cma, LimitsHowFarAForeignPointPulls) {
    Cma cma({0, 0}, 0.01, 4);
    const std::vector<double> far{100, 0}, here{0, 0};
    cma.update(std::vector<Cma::Point>{{far, true}, {here, false}, {here, false}, {here, false}});
    EXPECT_LE(cma.mean()[0], 0.01 * (std::sqrt(2) + 1));
    EXPECT_GT(cma.mean()[0], 0);
}

// Hansen's tutorial reports some 10² · n evaluations for such functions.
TEST(Cma, LearnsScalesAndCorrelations) {
    Cma cma(std::vector<double>(8, 0.9), 0.3, cma_population(8));
    EXPECT_LT(minimise(
                  cma, [](const auto& x) { return ellipsoid(x, 1e6); }, 1e-9, 20'000),
              8'000);
    EXPECT_GT(cma.condition(), 1e3);
}

TEST(Cma, OfOneDimensionConverges) {
    Cma cma({0.9}, 0.3, 4);
    EXPECT_LT(minimise(
                  cma, [](const auto& x) { return (x[0] - 0.4) * (x[0] - 0.4); }, 1e-12, 2'000),
              600);
}

TEST(Cma, OfManyDimensionsLearnsADiagonal) {
    Cma cma(std::vector<double>(200, 0.9), 0.3, cma_population(200));
    const auto separable = [](const std::vector<double>& x) {
        double sum = 0;
        for (std::size_t i = 0; i < x.size(); ++i) sum += (i % 2 == 0 ? 1 : 100) * (x[i] - 0.4) * (x[i] - 0.4);
        return sum;
    };
    EXPECT_LT(minimise(cma, separable, 1e-6, 100'000), 40'000);
}

}  // namespace
}  // namespace paretop::search
