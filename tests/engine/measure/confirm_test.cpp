#include "engine/measure/confirm.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace paretop::measure {
namespace {

Score of(std::vector<double> repeats, double middle) {
    Score score;
    score.objectives = {middle};
    score.repeats = {std::move(repeats)};
    return score;
}

const Score k_noisy = of({1, 1.02, 1}, 1);

TEST(Confirm, NoiseIsReadFromNeighbours) {
    EXPECT_NEAR(*relative_noise(k_noisy), 0.02 * std::sqrt(std::numbers::pi) / 2, 1e-12);
    EXPECT_NEAR(*relative_noise(of({-2, -2.02}, -2)), 0.01 * std::sqrt(std::numbers::pi) / 2, 1e-12);
    EXPECT_EQ(relative_noise(of({3, 3, 3}, 3)), 0.0);
    EXPECT_EQ(relative_noise(of({3}, 3)), std::nullopt);
    auto two = k_noisy;
    two.objectives.push_back(5);
    two.repeats.push_back({5, 5, 5});
    EXPECT_NEAR(*relative_noise(two), *relative_noise(k_noisy), 1e-12) << "the noisiest objective";
}

TEST(Confirm, AsManyAsInTheSearchUnlessToldOtherwise) {
    EXPECT_EQ(confirming_repeats({std::nullopt, 5}, k_noisy), 5);
    EXPECT_EQ(confirming_repeats({std::nullopt, 2}, k_noisy), 3);
    EXPECT_EQ(confirming_repeats({12, 5}, k_noisy), 12);
    EXPECT_EQ(confirming_repeats({0, 5}, k_noisy), 0);
}

TEST(Confirm, NothingIsMeasuredAgainWhereNothingVaries) {
    EXPECT_EQ(confirming_repeats({std::nullopt, 3}, of({3, 3, 3}, 3)), 0);
    EXPECT_EQ(confirming_repeats({12, 3}, of({3, 3, 3}, 3)), 0);
    EXPECT_EQ(last_repeats({12, 3}, 0.0, 1, 1000), 0);
}

TEST(Confirm, ASingleRepeatIsConfirmedOnlyOnRequest) {
    EXPECT_EQ(confirming_repeats({std::nullopt, 1}, of({3}, 3)), 0);
    EXPECT_EQ(confirming_repeats({4, 1}, of({3}, 3)), 4);
    EXPECT_EQ(last_repeats({std::nullopt, 1}, std::nullopt, 1, 1000), 0);
    EXPECT_EQ(last_repeats({4, 1}, std::nullopt, 1, 1000), 4);
}

// The median of n normal repeats has the variance 1.57 σ² / n: at σ = 0.4 %, 0.08 % needs 1.57 · 25 = 39.25 of them.
TEST(Confirm, TheLastRoundIsAsLongAsTheNoiseNeeds) {
    EXPECT_EQ(last_repeats({std::nullopt, 5}, 0.004, 1, 10'000), 40);
    EXPECT_EQ(last_repeats({std::nullopt, 5}, 0.0001, 1, 10'000), 3);
    EXPECT_EQ(last_repeats({std::nullopt, 5}, 0.1, 1, 10'000), 50);
}

TEST(Confirm, TheLastRoundIsAtMostAQuarterOfTheRun) {
    EXPECT_EQ(last_repeats({std::nullopt, 5}, 0.1, 10, 400), 10);
    EXPECT_EQ(last_repeats({std::nullopt, 5}, 0.1, 100, 400), 0) << "one each would tell nothing";
    EXPECT_EQ(last_repeats({6, 5}, 0.1, 100, 400), 6) << "unless it is wanted";
}

}  // namespace
}  // namespace paretop::measure
