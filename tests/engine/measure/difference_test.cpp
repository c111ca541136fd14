#include "engine/measure/difference.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>
#include <vector>

namespace paretop::measure {
namespace {

TEST(Difference, OneRepeatSaysNothingAboutSpread) {
    EXPECT_FALSE(difference(std::vector{1.0}, std::vector{2.0, 3.0}));
    EXPECT_FALSE(difference(std::vector{1.0, 2.0}, std::vector{2.0}));
}

// Welch by hand: means 2 and 12, both of variance 1, so the error is √(2/3) with 4 degrees of freedom, where t at 99.85 % is
// 6.4349: too wide for ranks, 3 against 3, which could reach 90 % at most.
TEST(Difference, TooFewRepeatsForRanksAreJudgedByTheirSpread) {
    const auto d = difference(std::vector{1.0, 2.0, 3.0}, std::vector{11.0, 12.0, 13.0});
    ASSERT_TRUE(d);
    EXPECT_DOUBLE_EQ(d->estimate, 10);
    EXPECT_NEAR(d->high - 10, 6.4349 * std::sqrt(2.0 / 3), 0.001);
    EXPECT_NEAR(d->low, 20 - d->high, 1e-12);
    EXPECT_DOUBLE_EQ(d->confidence, k_confidence);
    EXPECT_TRUE(d->certain());
    EXPECT_FALSE(difference(std::vector{1.0, 2.0, 3.0}, std::vector{4.0, 5.0, 6.0})->certain());
}

// Table A.6 of Hollander & Wolfe: n = m = 5, P(U ≤ 2) = 0.0159 ≤ 0.025 < P(U ≤ 3): two differences go at either end.
TEST(Difference, FiveAgainstFiveLeavesOutTwoDifferencesAtEitherEnd) {
    const std::vector<double> a{0, 0.01, 0.02, 0.03, 0.04};
    const std::vector<double> b{1, 2, 3, 4, 5};
    const auto d = difference(a, b, 0.95);
    ASSERT_TRUE(d);
    EXPECT_NEAR(d->confidence, 1 - 2 * 4 / 252.0, 1e-12);
    EXPECT_DOUBLE_EQ(d->low, 1 - 0.02);
    EXPECT_DOUBLE_EQ(d->high, 5 - 0.02);
    EXPECT_FALSE(d->certain()) << "95 % decide nothing";
    EXPECT_NEAR(difference(a, b)->confidence, 1 - 2 / 252.0, 1e-12) << "all that five against five can give, and enough";
    EXPECT_TRUE(difference(a, b)->certain());
}

TEST(Difference, NoiseWithoutAShiftIsRarelyCalledCertain) {
    std::mt19937 random(7);
    std::normal_distribution<double> noise;
    for (const std::size_t repeats : {3U, 6U, 30U}) {
        int certain = 0, at_95 = 0;
        constexpr int k_rounds = 2000;
        for (int round = 0; round < k_rounds; ++round) {
            std::vector<double> a(repeats), b(repeats);
            for (auto* side : {&a, &b})
                for (double& value : *side) value = noise(random);
            certain += difference(a, b)->certain() ? 1 : 0;
            const auto d = difference(a, b, 0.95);
            at_95 += d->low > 0 || d->high < 0 ? 1 : 0;
        }
        EXPECT_LT(certain, k_rounds / 100) << repeats;
        EXPECT_LT(at_95, k_rounds * 7 / 100) << repeats;
        EXPECT_GT(at_95, k_rounds * 2 / 100) << repeats;  // and the interval is not needlessly wide
    }
}

TEST(Interleaved, TurnsAreABBA) {
    std::string order(8, '?');
    for (std::size_t i = 0; i < 4; ++i) {
        order[position(i, false)] = 'A';
        order[position(i, true)] = 'B';
    }
    EXPECT_EQ(order, "ABBAABBA");
}

TEST(Interleaved, TakesLinearDriftOut) {
    std::vector<double> a, b;
    for (std::size_t i = 0; i < 8; ++i) {
        const double wobble = i % 3 == 0 ? 0.01 : 0;  // so that there is a spread left
        a.push_back(10 + static_cast<double>(position(i, false)) + wobble);
        b.push_back(10.5 + static_cast<double>(position(i, true)) + wobble);
    }
    EXPECT_FALSE(difference(a, b)->certain());
    const auto d = interleaved_difference(a, b);
    ASSERT_TRUE(d);
    EXPECT_NEAR(d->estimate, 0.5, 0.02);
    EXPECT_TRUE(d->certain());
    EXPECT_FALSE(interleaved_difference(std::vector{1.0}, b));
}

}  // namespace
}  // namespace paretop::measure
