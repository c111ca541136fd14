#include "engine/measure/dominance.h"

#include <gtest/gtest.h>

namespace paretop::measure {
namespace {

TEST(NonDominated, SingleRepeatsAreCertain) {
    const std::vector<Evidence> configurations{{{{1}, {2}}}, {{{2}, {1}}}, {{{3}, {3}}}};
    EXPECT_EQ(non_dominated_probability(configurations, 10), (std::vector<double>{1, 1, 0}));
    EXPECT_TRUE(non_dominated_probability({}).empty());
}

// A's median of one draw is 1 or 3 with equal chance; B is 2: A wins half of the time.
TEST(NonDominated, IsTheShareOfResamples) {
    const std::vector<Evidence> configurations{{{{1, 3, 3, 1}}}, {{{2}}}};
    const auto share = non_dominated_probability(configurations, 20'000);
    // Four draws, of which k ~ Binomial(4, 1/2) are 1: the median is 1 for k ≥ 3, 2 for k = 2 (a tie: both undominated), else 3.
    EXPECT_NEAR(share[0], 11.0 / 16, 0.02);
    EXPECT_NEAR(share[1], 11.0 / 16, 0.02);
}

TEST(NonDominated, TheSameArgumentsGiveTheSameAnswer) {
    const std::vector<Evidence> configurations{
        {{{1, 2, 3}, {4, 5, 6}, {1, 1, 2}}}, {{{2, 2, 3}, {4, 4, 6}, {1, 2, 2}}}, {{{9}, {9}, {9}}}};
    const auto once = non_dominated_probability(configurations);
    EXPECT_EQ(once, non_dominated_probability(configurations));
    EXPECT_NE(once, non_dominated_probability(configurations, 1000, 2));
    EXPECT_EQ(once[2], 0);
    EXPECT_GT(once[0], 0.3);
}

TEST(NonDominated, EqualNoisyConfigurationsShareTheDoubt) {
    const std::vector<Evidence> equal(4, Evidence{{{1, 2, 3, 4, 5, 6, 7, 8, 9}}});
    for (const double share : non_dominated_probability(equal)) EXPECT_NEAR(share, 0.33, 0.1);
}

// The machine was 5 % slower in the last round: that tells the members from each other, and nothing of who was not measured then.
TEST(NonDominated, ComparesOnlyWhatIsOfOneTime) {
    const std::vector<Evidence> all{{{{1.00, 1.01, 1.02}}, {{1.05, 1.06, 1.07}}},  // the best, by both rounds
                                    {{{1.00, 1.01, 1.02}}, {{1.10, 1.11, 1.12}}},  // was lucky in the search
                                    {{{1.03, 1.04, 1.04}}},                        // worse than both then
                                    {{{1.00, 1.01, 1.02}}}};                       // as good as both then
    const auto share = non_dominated_probability(all);
    EXPECT_EQ(share[1], 0) << "by the last round";
    EXPECT_EQ(share[2], 0);
    EXPECT_GT(share[0], 0.5);
    EXPECT_LT(share[0], 0.9) << "the last one casts doubt";
    EXPECT_EQ(non_dominated_probability(std::vector{all[0], all[1], all[2]})[0], 1);
}

TEST(Contenders, AreRankedByHowFarTheyAreBehind) {
    const std::vector<std::vector<double>> members{{2, 10}, {4, 5}};
    const auto of = [&](double first, double second) { return shortfall(std::vector{first, second}, members); };
    EXPECT_DOUBLE_EQ(of(3, 11), 0.1) << "10 % in the second, against the first member; 0.25 less in the first against the other";
    EXPECT_DOUBLE_EQ(of(2, 10), 0);
    EXPECT_DOUBLE_EQ(of(3, 6), -0.25) << "between them: 0.25 better than the second in the first";
    EXPECT_LT(of(1, 1), of(3, 6));
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
