#include "engine/search/random.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace paretop::search {
namespace {

using Block = std::array<std::uint32_t, 4>;

// Known answers that Random123 publishes for philox4x32-10 (kat_vectors).
TEST(Philox, ZerosGiveThePublishedBlock) {
    EXPECT_EQ(philox4x32_10({0, 0, 0, 0}, {0, 0}), (Block{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
}

TEST(Philox, OnesGiveThePublishedBlock) {
    constexpr std::uint32_t ones = 0xffffffff;
    EXPECT_EQ(philox4x32_10({ones, ones, ones, ones}, {ones, ones}), (Block{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
}

TEST(Philox, DigitsOfPiGiveThePublishedBlock) {
    EXPECT_EQ(philox4x32_10({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
              (Block{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(Random, FollowsTheCounterAcrossBlocks) {
    Random random(0x1122334455667788, 0x99aabbccddeeff00, 7);
    const std::array<std::uint32_t, 2> key{0x55667788, 0x11223344};
    for (std::uint32_t block = 0; block < 3; ++block)
        for (const auto word : philox4x32_10({block, 7, 0xddeeff00, 0x99aabbcc}, key)) EXPECT_EQ(random(), word);
}

TEST(Random, EveryPartOfTheKeyMatters) {
    std::set<std::uint32_t> first;
    for (std::uint64_t seed = 0; seed < 10; ++seed)
        for (std::uint64_t trial = 0; trial < 10; ++trial)
            for (std::uint32_t purpose = 0; purpose < 10; ++purpose) first.insert(Random(seed, trial, purpose)());
    EXPECT_GT(first.size(), 995u);
}

TEST(Random, UniformStaysBelowOneAndIsEven) {
    Random random(1, 2, 3);
    double sum = 0, squares = 0;
    constexpr int n = 100000;
    for (int i = 0; i < n; ++i) {
        const double u = random.uniform();
        ASSERT_GE(u, 0);
        ASSERT_LT(u, 1);
        sum += u;
        squares += u * u;
    }
    EXPECT_NEAR(sum / n, 0.5, 0.005);
    EXPECT_NEAR(squares / n, 1.0 / 3, 0.005);
}

TEST(Random, BelowReachesEveryValueEqually) {
    Random random(4, 5, 6);
    std::array<int, 7> seen{};
    for (int i = 0; i < 70000; ++i) ++seen[random.below(7)];
    for (const int count : seen) EXPECT_NEAR(count, 10000, 500);
}

TEST(Random, BelowOneIsAlwaysZeroAndHugeBoundsHold) {
    Random random(1, 1, 1);
    constexpr std::uint64_t huge = (std::uint64_t{1} << 63) + 1;
    bool above_half = false;
    for (int i = 0; i < 100; ++i) {
        EXPECT_EQ(random.below(1), 0u);
        const auto drawn = random.below(huge);
        EXPECT_LT(drawn, huge);
        above_half = above_half || drawn > huge / 2;
    }
    EXPECT_TRUE(above_half);
}

TEST(Random, NormalHasItsMoments) {
    Random random(7, 8, 9);
    double sum = 0, squares = 0, fourth = 0;
    constexpr int n = 100000;
    for (int i = 0; i < n; ++i) {
        const double z = random.normal();
        ASSERT_TRUE(std::isfinite(z));
        sum += z;
        squares += z * z;
        fourth += z * z * z * z;
    }
    EXPECT_NEAR(sum / n, 0, 0.02);
    EXPECT_NEAR(squares / n, 1, 0.02);
    EXPECT_NEAR(fourth / n, 3, 0.15);
}

}  // namespace
}  // namespace paretop::search
