#include "engine/search/sobol.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace paretop::search {
namespace {

// new-joe-kuo-6, in the order of its Gray code, as Joe and Kuo's own program prints it (without the point at 0).
TEST(Sobol, BeginsWithThePublishedPoints) {
    constexpr std::array<std::array<double, 3>, 7> expected{{{0.5, 0.5, 0.5},
                                                             {0.75, 0.25, 0.25},
                                                             {0.25, 0.75, 0.75},
                                                             {0.375, 0.375, 0.625},
                                                             {0.875, 0.875, 0.125},
                                                             {0.625, 0.125, 0.875},
                                                             {0.125, 0.625, 0.375}}};
    Sobol sobol(3);
    std::array<std::uint64_t, 3> bits{};
    for (const auto& point : expected) {
        sobol.next(bits);
        for (std::size_t k = 0; k < 3; ++k) EXPECT_EQ(std::ldexp(static_cast<double>(bits[k]), -64), point[k]);
    }
}

std::vector<Coordinates> points(std::size_t n, std::size_t dimensions, std::uint64_t seed) {
    EvenPoints even(dimensions, seed);
    std::vector<Coordinates> result(n);
    for (auto& point : result) even.next(point);
    return result;
}

// The first 2^k − 1 points fill all of 2^k equal intervals but the one of the point left out, in every coordinate, whatever the
// seed.
TEST(EvenPoints, FillEveryIntervalOnce) {
    for (std::uint64_t seed = 0; seed < 5; ++seed)
        for (std::size_t coordinate = 0; coordinate < 20; ++coordinate) {
            std::set<int> intervals;
            for (const auto& point : points(63, 20, seed)) intervals.insert(static_cast<int>(point[coordinate] * 64));
            EXPECT_EQ(intervals.size(), 63u) << "seed " << seed << ", coordinate " << coordinate;
        }
}

TEST(EvenPoints, DifferBetweenSeedsAndRepeatForOne) {
    EXPECT_EQ(points(10, 4, 1), points(10, 4, 1));
    EXPECT_NE(points(10, 4, 1), points(10, 4, 2));
}

TEST(EvenPoints, StayInTheCubeBeyondTheDirectionNumbers) {
    const auto some = points(20, k_sobol_dimensions + 100, 3);
    for (const auto& point : some) {
        ASSERT_EQ(point.size(), k_sobol_dimensions + 100);
        EXPECT_TRUE(std::all_of(point.begin(), point.end(), [](double x) { return x >= 0 && x < 1; }));
    }
    EXPECT_NE(some[0].back(), some[1].back());
    EXPECT_NE(some[0].back(), some[0][some[0].size() - 2]);
}

TEST(EvenPoints, OfNoDimensionsAreEmpty) { EXPECT_TRUE(points(2, 0, 1)[1].empty()); }

}  // namespace
}  // namespace paretop::search
