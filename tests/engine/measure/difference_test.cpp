#include "engine/measure/difference.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace paretop::measure {
namespace {

TEST(Difference, OneRepeatSaysNothingAboutSpread) {
    EXPECT_FALSE(difference(std::vector{1.0}, std::vector{2.0, 3.0}));
    EXPECT_FALSE(difference(std::vector{1.0, 2.0}, std::vector{2.0}));
}

TEST(Difference, TooFewRepeatsGiveTheWholeRangeAndSayWhatItCovers) {
    const auto d = difference(std::vector{1.0, 2.0, 3.0}, std::vector{11.0, 12.0, 13.0});
    ASSERT_TRUE(d);
    EXPECT_DOUBLE_EQ(d->estimate, 10);
    EXPECT_DOUBLE_EQ(d->low, 8);
    EXPECT_DOUBLE_EQ(d->high, 12);
    EXPECT_NEAR(d->confidence, 0.9, 1e-12);  // 1 − 2 / C(6, 3)
}

// Table A.6 of Hollander & Wolfe: n = m = 5, P(U ≤ 2) = 0.0159 ≤ 0.025 < P(U ≤ 3): two differences go at either end.
TEST(Difference, FiveAgainstFiveLeavesOutTwoDifferencesAtEitherEnd) {
    const std::vector<double> a{0, 0.01, 0.02, 0.03, 0.04};
    const std::vector<double> b{1, 2, 3, 4, 5};
    const auto d = difference(a, b);
    ASSERT_TRUE(d);
    EXPECT_NEAR(d->confidence, 1 - 2 * 4 / 252.0, 1e-12);
    EXPECT_DOUBLE_EQ(d->low, 1 - 0.02);
    EXPECT_DOUBLE_EQ(d->high, 5 - 0.02);
    EXPECT_TRUE(d->certain());
}

TEST(Difference, NoiseWithoutAShiftIsRarelyCalledCertain) {
    std::mt19937 random(7);
    std::normal_distribution<double> noise;
    for (const std::size_t repeats : {6U, 30U}) {
        int certain = 0;
        constexpr int k_rounds = 2000;
        for (int round = 0; round < k_rounds; ++round) {
            std::vector<double> a(repeats), b(repeats);
            for (auto* side : {&a, &b})
                for (double& value : *side) value = noise(random);
            certain += difference(a, b)->certain() ? 1 : 0;
        }
        EXPECT_LT(certain, k_rounds * 7 / 100) << repeats;
        EXPECT_GT(certain, k_rounds * 2 / 100) << repeats;  // and the interval is not needlessly wide
    }
}

}  // namespace
}  // namespace paretop::measure
