#include "engine/search/elite.h"

#include <gtest/gtest.h>

#include <set>

#include "engine/search/scalarisation.h"

namespace paretop::search {
namespace {

constexpr double k_infinity = std::numeric_limits<double>::infinity();
const Merit k_failed{{}, k_infinity};

std::set<double> picks(const Elite& elite) {
    std::set<double> found;
    Random random(1, 1, 1);
    for (int i = 0; i < 200; ++i) found.insert(elite.pick(random)[0]);
    return found;
}

TEST(Elite, KeepsTheBestOfOneObjective) {
    Elite elite(1);
    EXPECT_TRUE(elite.offer(0, {0.0}, {{5}, 0}));
    EXPECT_FALSE(elite.offer(1, {0.1}, {{6}, 0}));
    EXPECT_FALSE(elite.offer(2, {0.2}, {{5}, 0}));  // not better
    EXPECT_TRUE(elite.offer(3, {0.3}, {{4}, 0}));
    EXPECT_EQ(picks(elite), std::set<double>{0.3});
}

TEST(Elite, KeepsTheFrontOfSeveral) {
    Elite elite(2);
    EXPECT_TRUE(elite.offer(0, {0.0}, {{1, 5}, 0}));
    EXPECT_TRUE(elite.offer(1, {0.1}, {{5, 1}, 0}));
    EXPECT_TRUE(elite.offer(2, {0.2}, {{3, 4}, 0}));
    EXPECT_FALSE(elite.offer(3, {0.3}, {{4, 5}, 0}));
    EXPECT_TRUE(elite.offer(4, {0.4}, {{2, 2}, 0}));  // pushes out trial 2
    EXPECT_EQ(picks(elite), (std::set<double>{0.0, 0.1, 0.4}));
}

TEST(Elite, PrefersWhatViolatesLessUntilSomethingIsFeasible) {
    Elite elite(1);
    EXPECT_FALSE(elite.offer(0, {0.0}, k_failed));
    EXPECT_TRUE(elite.empty());
    EXPECT_TRUE(elite.offer(1, {0.1}, {{1}, 2}));
    EXPECT_FALSE(elite.offer(2, {0.2}, {{0}, 3}));
    EXPECT_TRUE(elite.offer(3, {0.3}, {{9}, 1}));
    EXPECT_EQ(picks(elite), std::set<double>{0.3});
    EXPECT_TRUE(elite.offer(4, {0.4}, {{99}, 0}));
    EXPECT_FALSE(elite.offer(5, {0.5}, {{0}, 0.1}));
    EXPECT_EQ(picks(elite), std::set<double>{0.4});
}

TEST(Scalarisation, ComparesOneObjectiveRelatively) {
    Scalarisation scalarisation;
    const Weights one{1};
    EXPECT_NEAR(scalarisation.change({{100}, 0}, {{99}, 0}, one), -0.01, 1e-12);
    EXPECT_NEAR(scalarisation.change({{99}, 0}, {{100}, 0}, one), 0.01, 1e-12);
    EXPECT_EQ(scalarisation.change({{0}, 0}, {{0}, 0}, one), 0);
    EXPECT_DOUBLE_EQ(scalarisation.change({{-1}, 0}, {{1}, 0}, one), 2);
}

// 1000001 against 1000003 where what was measured spreads by a few: the offset does not hide the difference.
TEST(Scalarisation, ComparesWithinTheSpreadOfWhatWasMeasured) {
    Scalarisation scalarisation;
    for (const double value : {1000000.0, 1000004.0, 1000008.0}) scalarisation.observe({{value}, 0});
    EXPECT_DOUBLE_EQ(scalarisation.change({{1000001}, 0}, {{1000003}, 0}, {1}), 0.5);
}

TEST(Scalarisation, WeighsDistancesInRangesOfTheFront) {
    Scalarisation scalarisation;
    scalarisation.observe({{0, 100}, 0});
    scalarisation.observe({{10, 0}, 0});
    scalarisation.observe({{50, 500}, 0});  // dominated: not an end of the front
    // From (0.5, 0.5) to (0.5, 0.1): max(0.4, 0.3) = 0.25 → max(0.25, 0.05) and 5 % of the weighted sum 0.5 → 0.3.
    EXPECT_NEAR(scalarisation.change({{5, 50}, 0}, {{5, 10}, 0}, {0.5, 0.5}), -0.05 * 0.2, 1e-12);
    EXPECT_NEAR(scalarisation.change({{5, 50}, 0}, {{5, 10}, 0}, {0.1, 0.9}), (0.09 - 0.45) - 0.05 * 0.36, 1e-12);
}

TEST(Scalarisation, PutsFailuresAndViolationsBehind) {
    Scalarisation scalarisation;
    EXPECT_EQ(scalarisation.change({{1}, 0}, k_failed, {1}), k_infinity);
    EXPECT_EQ(scalarisation.change(k_failed, {{1}, 3}, {1}), -k_infinity);
    EXPECT_EQ(scalarisation.change(k_failed, k_failed, {1}), 0);
    EXPECT_DOUBLE_EQ(scalarisation.change({{1}, 0.5}, {{9}, 0.25}, {1}), -0.25);
}

TEST(Scalarisation, SpreadsWeights) {
    const auto two = spread_weights(4, 2, 1);
    EXPECT_EQ(two[0], (Weights{0.875, 0.125}));
    EXPECT_EQ(two[3], (Weights{0.125, 0.875}));
    for (const auto& weights : spread_weights(5, 4, 1)) {
        ASSERT_EQ(weights.size(), 4u);
        EXPECT_NEAR(weights[0] + weights[1] + weights[2] + weights[3], 1, 1e-12);
    }
}

}  // namespace
}  // namespace paretop::search
