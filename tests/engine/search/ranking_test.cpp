#include "engine/search/ranking.h"

#include <gtest/gtest.h>

#include <limits>

namespace paretop::search {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
using Ranks = std::vector<std::vector<std::size_t>>;

TEST(ConstrainedSort, PutsFeasibleFirstThenByViolation) {
    const std::vector<Merit> merits{
        {{9, 9}, 0},     // 0: feasible, dominated by 2
        {{0, 0}, 0.5},   // 1: would dominate all, but breaks a bound
        {{1, 8}, 0},     // 2
        {{8, 1}, 0},     // 3
        {{}, infinity},  // 4: failed
        {{5, 5}, 0.25},  // 5
        {{7, 7}, 0.5},   // 6: as bad as 1
    };
    EXPECT_EQ(constrained_sort(merits), (Ranks{{2, 3}, {0}, {5}, {1, 6}, {4}}));
}

TEST(ConstrainedSort, OfFailuresIsOneRank) {
    const std::vector<Merit> merits(3, Merit{{}, infinity});
    EXPECT_EQ(constrained_sort(merits), (Ranks{{0, 1, 2}}));
    EXPECT_EQ(crowding_distance(merits, constrained_sort(merits)[0]), (std::vector<double>{0, 0, 0}));
}

// By hand: ranges 8 and 4. (2, 3): (4 − 0) / 8 + (4 − 1) / 4; (4, 1): (8 − 2) / 8 + (3 − 0) / 4.
TEST(CrowdingDistance, AddsTheGapsOfBothObjectives) {
    const std::vector<Merit> merits{{{0, 4}, 0}, {{2, 3}, 0}, {{4, 1}, 0}, {{8, 0}, 0}};
    const std::vector<std::size_t> rank{3, 1, 0, 2};
    EXPECT_EQ(crowding_distance(merits, rank), (std::vector<double>{infinity, 1.25, infinity, 1.5}));
}

TEST(CrowdingDistance, OfAnObjectiveWithoutRangeIsNothing) {
    const std::vector<Merit> merits{{{1, 5}, 0}, {{1, 5}, 0}, {{1, 5}, 0}};
    EXPECT_EQ(crowding_distance(merits, std::vector<std::size_t>{0, 1, 2}), (std::vector<double>{0, 0, 0}));
}

TEST(CrowdingDistance, OfOneIsNotANumberNowhere) {
    const std::vector<Merit> merits{{{1, 5}, 0}};
    EXPECT_EQ(crowding_distance(merits, std::vector<std::size_t>{0}), std::vector<double>{0});
    EXPECT_TRUE(crowding_distance({}, {}).empty());
}

// By hand: in the first rank the ends are infinitely uncrowded, then (4, 1) with 1.5, then (2, 3) with 1.25.
TEST(BestOf, CutsARankByItsCrowding) {
    const std::vector<Merit> merits{{{9, 9}, 0}, {{0, 4}, 0}, {{2, 3}, 0}, {{4, 1}, 0}, {{8, 0}, 0}};
    const auto members = [&](std::size_t places, Crowding crowding) {
        std::vector<std::size_t> all;
        for (const auto& place : best_of(merits, places, crowding)) all.push_back(place.member);
        return all;
    };
    EXPECT_EQ(members(3, Crowding::where_cut), (std::vector<std::size_t>{1, 4, 3}));
    EXPECT_EQ(members(5, Crowding::where_cut), (std::vector<std::size_t>{1, 2, 3, 4, 0}));
    EXPECT_EQ(members(5, Crowding::everywhere), (std::vector<std::size_t>{1, 4, 3, 2, 0}));
    EXPECT_EQ(best_of(merits, 5, Crowding::everywhere).back().rank, 1u);
    EXPECT_EQ(best_of(merits, 3, Crowding::where_cut).back().crowding, 1.5);
}

TEST(Merit, OfWhatFailedOrIsNoFiniteNumberIsInfinitelyBad) {
    const auto infinite = std::numeric_limits<double>::infinity(), nan = std::numeric_limits<double>::quiet_NaN();
    EXPECT_TRUE(merit_of({0, true, {}, 0, {}}).failed());
    EXPECT_TRUE(merit_of({0, false, {1, infinite}, 0, {}}).failed());
    EXPECT_TRUE(merit_of({0, false, {-infinite, 1}, 0, {}}).failed());
    EXPECT_TRUE(merit_of({0, false, {nan}, 0, {}}).failed());
    EXPECT_TRUE(merit_of({0, false, {1}, nan, {}}).failed());
    EXPECT_TRUE(merit_of({0, false, {1}, infinite, {}}).failed());
    const auto merit = merit_of({0, false, {1, 2}, 0.5, {}});
    EXPECT_FALSE(merit.failed());
    EXPECT_EQ(merit.objectives, (front::Point{1, 2}));
    EXPECT_EQ(merit.violation, 0.5);
}

}  // namespace
}  // namespace paretop::search
