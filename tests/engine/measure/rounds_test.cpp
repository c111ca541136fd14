#include "engine/measure/rounds.h"

#include <gtest/gtest.h>

#include <vector>

#include "engine/measure/aggregate.h"

namespace paretop::measure {
namespace {

const std::vector<storage::MeasurementRecord> k_repeats{
    {1, 0, -1, 9},
    {1, 0, 0, 1},
    {1, 0, 1, 2},
    {1, 0, first_of(Round::confirm), 3},
    {1, 0, first_of(Round::confirm) + 1, 4},
    {1, 0, first_of(Round::last), 5},
    {1, 0, first_of(Round::compare), 6},
    {1, 0, first_of(Round::compare) + k_round, 7},
};

TEST(Rounds, OnlyTheLatestRoundCounts) {
    EXPECT_EQ(values_of(k_repeats, 0, Round::search), (std::vector<double>{1, 2}));
    EXPECT_EQ(values_of(k_repeats, 0), (std::vector<double>{3, 4})) << "what the search is told";
    EXPECT_EQ(values_of(k_repeats, 0, Round::last), std::vector<double>{5}) << "what is reported";
    EXPECT_TRUE(values_of(k_repeats, 1).empty());
}

TEST(Rounds, ARoundThatWasNotMadeLeavesTheOneBefore) {
    const std::span all(k_repeats);
    EXPECT_EQ(values_of(all.first(3), 0, Round::last), (std::vector<double>{1, 2}));
    const auto kept = latest(all.subspan(1), Round::last);
    ASSERT_EQ(kept.size(), 1U);
    EXPECT_EQ(kept[0].value, 5);
    EXPECT_EQ(latest(all.subspan(1, 2), Round::last).size(), 2U);
    EXPECT_EQ(latest(all.subspan(6), Round::last).size(), 0U) << "comparisons change nothing that is reported";
    EXPECT_TRUE(latest({}, Round::last).empty());
}

TEST(Rounds, RepeatsAreCountedFromOneInTheirRound) {
    EXPECT_EQ(repeat_name(-2), "warm-up 2");
    EXPECT_EQ(repeat_name(0), "repeat 1");
    EXPECT_EQ(repeat_name(first_of(Round::confirm) + 2), "confirming repeat 3");
    EXPECT_EQ(repeat_name(first_of(Round::last)), "last repeat 1");
    EXPECT_EQ(repeat_name(first_of(Round::compare) + 5 * k_round), "comparing repeat 1");
}

}  // namespace
}  // namespace paretop::measure
