#include "engine/search/quadratic.h"

#include <gtest/gtest.h>

#include <cmath>

namespace paretop::search {
namespace {

// 3 a − b + 2 a² + a b + b² / 2
double bowl(double a, double b) { return 3 * a - b + 2 * a * a + a * b + 0.5 * b * b; }

std::vector<Sample> samples_of(const std::vector<std::pair<double, double>>& places) {
    std::vector<Sample> samples;
    for (const auto& [a, b] : places) samples.push_back({{a, b}, bowl(a, b)});
    return samples;
}

// Five points beside the centre fix the five coefficients.
TEST(FitQuadratic, FindsTheCoefficients) {
    const auto model = fit_quadratic(samples_of({{1, 0}, {0, 1}, {-1, 0}, {0, -1}, {0.7, 0.7}}), 2, false);
    EXPECT_NEAR(model.gradient[0], 3, 0.05);
    EXPECT_NEAR(model.gradient[1], -1, 0.05);
    EXPECT_NEAR(model.curvature[0], 4, 0.05);
    EXPECT_NEAR(model.curvature[1], 1, 0.05);
    EXPECT_NEAR(model.curvature[2], 1, 0.05);
    EXPECT_NEAR(model.curvature[3], 1, 0.05);
    EXPECT_NEAR(model(std::vector<double>{0.3, -0.4}), bowl(0.3, -0.4), 0.02);
}

TEST(FitQuadratic, KnowsTheSlopeFromFewerPoints) {
    const std::vector<Sample> samples{{{1, 0, 0}, 2}, {{0, 1, 0}, -1}};
    const auto model = fit_quadratic(samples, 3, false);
    EXPECT_NEAR(model(samples[0].at), 2, 0.1);
    EXPECT_NEAR(model(samples[1].at), -1, 0.1);
    EXPECT_EQ(model.gradient[2], 0);
}

// Far away the function is another; nearby the quadratic still holds.
TEST(FitQuadratic, TrustsWhatIsNear) {
    auto samples = samples_of({{0.5, 0}, {0, 0.5}, {-0.5, 0}, {0, -0.5}, {0.4, 0.4}, {-0.4, 0.3}});
    samples.push_back({{6, 6}, -500});
    samples.push_back({{-6, 6}, 900});
    const auto model = fit_quadratic(samples, 2, false);
    EXPECT_NEAR(model.gradient[0], 3, 0.3);
    EXPECT_NEAR(model.gradient[1], -1, 0.3);
}

// Far samples of a cubic tell the curvature all the same.
TEST(FitQuadratic, TellsCurvatureFromACubic) {
    const auto cubic = [](double a, double b) { return bowl(a, b) + 0.05 * a * a * b + 0.02 * b * b * b; };
    std::vector<Sample> samples;
    for (int i = 0; i < 12; ++i) {
        const double a = 4 * std::cos(1.3 * i), b = 3 * std::sin(2.1 * i);
        samples.push_back({{a, b}, cubic(a, b)});
    }
    const auto model = fit_quadratic(samples, 2, false);
    EXPECT_NEAR(model.gradient[0], 3, 0.05);
    EXPECT_NEAR(model.curvature[0], 4, 0.05);
    EXPECT_NEAR(model.curvature[1], 1, 0.05);
    EXPECT_NEAR(model.curvature[3], 1, 0.05);
}

TEST(FitQuadratic, AveragesNoise) {
    std::vector<Sample> samples;
    for (int i = 0; i < 40; ++i) {
        const double a = std::cos(i), b = std::sin(2.3 * i);
        samples.push_back({{a, b}, 5 * a + (i % 2 == 0 ? 0.5 : -0.5)});
    }
    EXPECT_NEAR(fit_quadratic(samples, 2, true).gradient[0], 5, 0.5);
}

TEST(Minimise, GoesToTheBottomOrTheWall) {
    const Quadratic model{{3, -1}, {4, 1, 1, 1}};
    const auto inside = minimise(model, std::vector<std::pair<double, double>>{{-9, 9}, {-9, 9}});
    EXPECT_NEAR(inside[0], -4.0 / 3, 1e-4);  // 4 a + b = −3, a + b = 1
    EXPECT_NEAR(inside[1], 7.0 / 3, 1e-4);
    const auto walled = minimise(model, std::vector<std::pair<double, double>>{{-1, 1}, {-1, 1}});
    EXPECT_NEAR(walled[0], -1, 1e-9);
    EXPECT_NEAR(walled[1], 1, 1e-9);
}

// 100 (a − b)² + (a + b − 1)²
TEST(Minimise, FollowsANarrowValley) {
    const Quadratic model{{-2, -2}, {202, -198, -198, 202}};
    const auto bottom = minimise(model, std::vector<std::pair<double, double>>{{-9, 9}, {-9, 9}});
    EXPECT_NEAR(bottom[0], 0.5, 1e-3);
    EXPECT_NEAR(bottom[1], 0.5, 1e-3);
}

TEST(Minimise, OfADomeIsTheLowerWall) {
    const Quadratic dome{{0.5}, {-2}};
    EXPECT_EQ(minimise(dome, std::vector<std::pair<double, double>>{{-1, 0.9}})[0], -1);
}

TEST(Uncovered, IsTheDirectionNobodyWent) {
    const std::vector<Sample> samples{{{1, 0, 0}, 1}, {{0.5, 0, 0.8}, 1}, {{0, 50, 0}, 1}};
    const auto direction = uncovered(samples, 3, 2);  // the third is too far to count
    ASSERT_TRUE(direction);
    EXPECT_NEAR(std::abs((*direction)[1]), 1, 1e-9);
    EXPECT_FALSE(uncovered(samples, 3, 100));
    EXPECT_TRUE(uncovered({}, 1, 2));
}

}  // namespace
}  // namespace paretop::search
