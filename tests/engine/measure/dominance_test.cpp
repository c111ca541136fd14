#include "engine/measure/dominance.h"

#include <gtest/gtest.h>

namespace paretop::measure {
namespace {

TEST(NonDominated, SingleRepeatsAreCertain) {
    const std::vector<Repeats> configurations{{{1}, {2}}, {{2}, {1}}, {{3}, {3}}};
    EXPECT_EQ(non_dominated_probability(configurations, 10), (std::vector<double>{1, 1, 0}));
    EXPECT_TRUE(non_dominated_probability({}).empty());
}

// A's median of one draw is 1 or 3 with equal chance; B is 2: A wins half of the time.
TEST(NonDominated, IsTheShareOfResamples) {
    const std::vector<Repeats> configurations{{{1, 3, 3, 1}}, {{2}}};
    const auto share = non_dominated_probability(configurations, 20'000);
    // Four draws, of which k ~ Binomial(4, 1/2) are 1: the median is 1 for k ≥ 3, 2 for k = 2 (a tie: both undominated), else 3.
    EXPECT_NEAR(share[0], 11.0 / 16, 0.02);
    EXPECT_NEAR(share[1], 11.0 / 16, 0.02);
}

TEST(NonDominated, TheSameArgumentsGiveTheSameAnswer) {
    const std::vector<Repeats> configurations{
        {{1, 2, 3}, {4, 5, 6}, {1, 1, 2}}, {{2, 2, 3}, {4, 4, 6}, {1, 2, 2}}, {{9}, {9}, {9}}};
    const auto once = non_dominated_probability(configurations);
    EXPECT_EQ(once, non_dominated_probability(configurations));
    EXPECT_NE(once, non_dominated_probability(configurations, 1000, 2));
    EXPECT_EQ(once[2], 0);
    EXPECT_GT(once[0], 0.3);
}

TEST(NonDominated, EqualNoisyConfigurationsShareTheDoubt) {
    const std::vector<Repeats> equal(4, Repeats{{1, 2, 3, 4, 5, 6, 7, 8, 9}});
    for (const double share : non_dominated_probability(equal)) EXPECT_NEAR(share, 0.33, 0.1);
}

TEST(Contenders, OnlyThoseWhoseBestMightDo) {
    const std::vector<std::vector<double>> worst{worst_corner({{2, 3}, {7, 6}})};
    EXPECT_EQ(worst[0], (std::vector<double>{3, 7}));
    EXPECT_TRUE(contends({{2.5, 9}, {9}}, worst));
    EXPECT_TRUE(contends({{3}, {7}}, worst)) << "equal is not dominated";
    EXPECT_FALSE(contends({{3.5, 9}, {7, 8}}, worst));
}

}  // namespace
}  // namespace paretop::measure
