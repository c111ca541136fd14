#include "engine/measure/statistics.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <numeric>

#include "engine/search/random.h"

namespace paretop::measure {
namespace {

std::vector<double> counting(int n) {
    std::vector<double> values(static_cast<std::size_t>(n));
    std::iota(values.begin(), values.end(), 1.0);
    return values;
}

TEST(Median, TakesTheMiddle) {
    EXPECT_EQ(median({5}), 5);
    EXPECT_EQ(median({9, 1, 5}), 5);
    EXPECT_EQ(median({4, 1, 9, 2}), 3);
    EXPECT_EQ(median({2, 2, 2, 7}), 2);
}

TEST(Median, DoesNotOverflow) { EXPECT_NEAR(median({1.6e308, 1.7e308}) / 1.65e308, 1, 1e-12); }

// R: quantile(c(1, 2, 4, 8), c(0, .1, .25, .5, .9, 1), type = 7)
TEST(Quantile, AgreesWithType7) {
    const std::vector<double> sorted{1, 2, 4, 8};
    const std::vector<std::pair<double, double>> expected{{0, 1}, {0.1, 1.3}, {0.25, 1.75}, {0.5, 3}, {0.9, 6.8}, {1, 8}};
    for (const auto& [p, value] : expected) EXPECT_NEAR(quantile(sorted, p), value, 1e-12) << p;
}

TEST(Quantile, OfOneValueIsThatValue) { EXPECT_EQ(quantile(std::vector<double>{3}, 0.7), 3); }

TEST(MedianInterval, OfOneValueIsThatValue) {
    const auto interval = median_interval({4});
    EXPECT_EQ(interval.low, 4);
    EXPECT_EQ(interval.high, 4);
}

// Student's t with 2 degrees of freedom: 4.302653 at 97.5 %; mean 2, standard error 1/√3.
TEST(MedianInterval, OfFewValuesIsStudents) {
    const auto interval = median_interval({3, 1, 2});
    EXPECT_NEAR(interval.low, 2 - 4.302653 / std::sqrt(3), 1e-5);
    EXPECT_NEAR(interval.high, 2 + 4.302653 / std::sqrt(3), 1e-5);
}

// Ranks as tabulated for the sign test at 95 %: n = 6: 1 and 6, 10: 2 and 9, 20: 6 and 15, 50: 18 and 33.
TEST(MedianInterval, TakesTheTabulatedRanks) {
    for (const auto& [n, low, high] : std::vector<std::array<int, 3>>{{6, 1, 6}, {10, 2, 9}, {20, 6, 15}, {50, 18, 33}}) {
        const auto interval = median_interval(counting(n));
        EXPECT_EQ(interval.low, low) << n;
        EXPECT_EQ(interval.high, high) << n;
    }
}

TEST(MedianInterval, MoreConfidenceNeedsMoreValues) {
    EXPECT_EQ(median_interval(counting(8), 0.99).low, 1);
    const auto students = median_interval(counting(7), 0.99);
    EXPECT_LT(students.low, 1);
    EXPECT_GT(students.high, 7);
}

TEST(MedianInterval, NarrowsForThousandsOfValues) {
    const auto interval = median_interval(counting(10001));
    EXPECT_NEAR(interval.low, 5001 - 98, 2);  // 0.98 √n ranks each side
    EXPECT_NEAR(interval.high, 5001 + 98, 2);
}

TEST(MedianInterval, HoldsTheTrueMedianAsOftenAsItSays) {
    int held = 0;
    constexpr int runs = 2000;
    for (int run = 0; run < runs; ++run) {
        search::Random random(1, static_cast<std::uint64_t>(run), 0);
        std::vector<double> values(15);
        for (double& value : values) value = std::exp(random.normal());  // skewed, median 1
        const auto interval = median_interval(values);
        if (interval.low <= 1 && 1 <= interval.high) ++held;
    }
    EXPECT_GE(held, runs * 94 / 100);
}

}  // namespace
}  // namespace paretop::measure
