#include "engine/search/acquisition.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/front/front.h"
#include "engine/search/random.h"
#include "engine/search/warp.h"

namespace paretop::search {
namespace {

TEST(ExpectedImprovement, OfAKnownCase) {
    EXPECT_NEAR(expected_improvement(0, {0, 1}).value, 0.398942280401, 1e-12);  // φ(0)
    EXPECT_NEAR(expected_improvement(1, {0, 1}).value, 1.083315470588, 1e-9);   // Φ(1) + φ(1)
    EXPECT_DOUBLE_EQ(expected_improvement(3, {1, 0}).value, 2);
    EXPECT_DOUBLE_EQ(expected_improvement(0, {1, 0}).value, 0);
}

TEST(ExpectedImprovement, LogarithmGoesOnWhereTheValueVanishes) {
    EXPECT_NEAR(log_expected_improvement(0, {1, 1}).value, std::log(expected_improvement(0, {1, 1}).value), 1e-12);
    const double before = log_expected_improvement(0, {5.999, 1}).value, after = log_expected_improvement(0, {6.001, 1}).value;
    EXPECT_NEAR(before, after, 0.05);
    EXPECT_GT(before, after);
    EXPECT_TRUE(std::isfinite(log_expected_improvement(0, {1, 1e-9}).value));
}

TEST(ExpectedImprovement, DerivativesAreThoseOfDifferences) {
    for (const double mean : {-1.0, 0.5, 3.0, 9.0}) {
        const auto gain = log_expected_improvement(0, {mean, 0.9});
        const auto at = [&](double m, double d) { return log_expected_improvement(0, {m, d}).value; };
        EXPECT_NEAR(gain.by_mean[0], (at(mean + 1e-5, 0.9) - at(mean - 1e-5, 0.9)) / 2e-5, 1e-3 * std::abs(gain.by_mean[0]));
        EXPECT_NEAR(gain.by_deviation[0], (at(mean, 0.9 + 1e-5) - at(mean, 0.9 - 1e-5)) / 2e-5,
                    1e-3 * std::abs(gain.by_deviation[0]));
    }
}

// Against the mean over many draws of the real improvement.
TEST(ExpectedHypervolumeImprovement, IsTheMeanOfTheImprovement) {
    const std::vector<std::array<double, 2>> members{{0.1, 0.9}, {0.4, 0.5}, {0.8, 0.2}};
    front::Front front(2);
    for (std::size_t i = 0; i < members.size(); ++i) front.insert(static_cast<std::int64_t>(i), members[i]);
    const ExpectedHypervolumeImprovement improvement(members, {1, 1});
    Random random(1, 0, 99);
    for (const auto& [first, second] : {std::pair<Prediction, Prediction>{{0.3, 0.2}, {0.6, 0.3}}, {{0.9, 0.1}, {0.1, 0.1}}}) {
        double sum = 0;
        constexpr int draws = 40'000;
        for (int i = 0; i < draws; ++i) {
            const std::vector<double> y{first.mean + first.deviation * random.normal(),
                                        second.mean + second.deviation * random.normal()};
            sum += front.contribution(y, std::vector<double>{1, 1});
        }
        EXPECT_NEAR(improvement(first, second).value, sum / draws, 0.003);
    }
}

TEST(ExpectedHypervolumeImprovement, DerivativesAreThoseOfDifferences) {
    const ExpectedHypervolumeImprovement improvement({{0.1, 0.9}, {0.4, 0.5}, {0.8, 0.2}}, {1, 1});
    const auto at = [&](double m1, double d1, double m2, double d2) { return improvement({m1, d1}, {m2, d2}).value; };
    const auto gain = improvement({0.3, 0.2}, {0.6, 0.3});
    const double h = 1e-6;
    EXPECT_NEAR(gain.by_mean[0], (at(0.3 + h, 0.2, 0.6, 0.3) - at(0.3 - h, 0.2, 0.6, 0.3)) / (2 * h), 1e-6);
    EXPECT_NEAR(gain.by_deviation[0], (at(0.3, 0.2 + h, 0.6, 0.3) - at(0.3, 0.2 - h, 0.6, 0.3)) / (2 * h), 1e-6);
    EXPECT_NEAR(gain.by_mean[1], (at(0.3, 0.2, 0.6 + h, 0.3) - at(0.3, 0.2, 0.6 - h, 0.3)) / (2 * h), 1e-6);
    EXPECT_NEAR(gain.by_deviation[1], (at(0.3, 0.2, 0.6, 0.3 + h) - at(0.3, 0.2, 0.6, 0.3 - h)) / (2 * h), 1e-6);
}

TEST(Warp, LeavesEvenValuesAndTamesAHeavyTail) {
    std::vector<double> even, heavy;
    Random random(5, 0, 99);
    for (int i = 0; i < 60; ++i) {
        even.push_back(random.normal());
        heavy.push_back(std::exp(4 * random.normal()));
    }
    const auto chosen = [](const std::vector<double>& values) {
        const auto possible = possible_warps(values);
        return possible[most_normal(possible, values)];
    };
    EXPECT_FALSE(chosen(even).logarithmic);
    const Warp warp = chosen(heavy);
    ASSERT_TRUE(warp.logarithmic);
    EXPECT_LT(warp(1.0), warp(2.0));
    EXPECT_TRUE(std::isfinite(warp(-1e9)));  // below all that was seen
    EXPECT_FALSE(chosen(std::vector<double>(20, 3.0)).logarithmic);
}

TEST(Warp, KnowsItsSlopes) {
    const std::vector<double> values{1, 2, 3, 5, 8, 13, 21, 1000};
    auto warps = possible_warps(values);
    EXPECT_EQ(warps.size(), 6u);
    warps.push_back(soft_clip(1, 2));
    for (const auto& warp : warps) {
        double sum = 0;
        for (const double value : values) sum += std::log((warp(value + 1e-4) - warp(value - 1e-4)) / 2e-4);
        EXPECT_NEAR(log_slopes(warp, values), sum, 1e-4);
    }
}

TEST(Warp, ClipsSoftlyFarBeyondTheFront) {
    const Warp warp = soft_clip(1, 2);
    EXPECT_EQ(warp(4.9), 4.9);
    EXPECT_NEAR(warp(5.001), 5.001, 1e-5);
    EXPECT_LT(warp(1e6), 20);
    EXPECT_LT(warp(1e5), warp(1e6));
    EXPECT_EQ(soft_clip(1, 1)(1e6), 1e6);
}

}  // namespace
}  // namespace paretop::search
