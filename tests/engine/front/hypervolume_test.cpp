#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>

#include "engine/front/front.h"
#include "tests/engine/front/points.h"

namespace paretop::front {
namespace {

// Sum over all subsets of the box their members share, with alternating sign.
double by_inclusion_exclusion(const std::vector<Point>& points, const Point& reference) {
    double total = 0;
    for (unsigned subset = 1; subset < (1u << points.size()); ++subset) {
        Point corner(reference.size(), -1e300);
        for (std::size_t i = 0; i < points.size(); ++i)
            if (subset >> i & 1u)
                for (std::size_t k = 0; k < corner.size(); ++k) corner[k] = std::max(corner[k], points[i][k]);
        double box = 1;
        for (std::size_t k = 0; k < corner.size(); ++k) box *= std::max(0.0, reference[k] - corner[k]);
        total += std::popcount(subset) % 2 == 1 ? box : -box;
    }
    return total;
}

TEST(Hypervolume, OfAHandDrawnStaircase) {
    const std::vector<Point> points{{1, 3}, {2, 2}, {3, 1}, {3, 3}};
    EXPECT_EQ(hypervolume(points, Point{4, 4}), 6);
}

TEST(Hypervolume, OfABoxInFourObjectives) {
    const std::vector<Point> points{{1, 1, 1, 1}};
    EXPECT_EQ(hypervolume(points, Point{2, 3, 4, 5}), 24);
}

TEST(Hypervolume, OfNothingAndOfPointsBeyondTheReferenceIsZero) {
    for (std::size_t objectives = 1; objectives <= 5; ++objectives) {
        const Point reference(objectives, 1);
        EXPECT_EQ(hypervolume({}, reference), 0);
        Point edge(objectives, 0);
        edge.back() = 1;
        EXPECT_EQ(hypervolume(std::vector<Point>{edge, Point(objectives, 2)}, reference), 0);
    }
}

TEST(Hypervolume, AgreesWithInclusionAndExclusion) {
    for (std::size_t objectives = 1; objectives <= 5; ++objectives)
        for (std::uint64_t seed = 0; seed < 30; ++seed) {
            const auto points = random_points(9, objectives, seed, seed % 2 == 0 ? 0 : 5);
            const Point reference(objectives, 0.9);
            EXPECT_NEAR(hypervolume(points, reference), by_inclusion_exclusion(points, reference), 1e-12)
                << objectives << " objectives, seed " << seed;
        }
}

// Contributions add up to the whole, whatever the order of insertion, and the front's own volume is that of all points.
TEST(Front, ContributionsAddUpToTheHypervolume) {
    for (std::size_t objectives = 1; objectives <= 5; ++objectives)
        for (std::uint64_t seed = 0; seed < 10; ++seed) {
            const auto points = random_points(40, objectives, seed, seed % 2 == 0 ? 0 : 5);
            const Point reference(objectives, 0.8);
            Front front(objectives);
            double total = 0;
            for (std::size_t i = 0; i < points.size(); ++i) {
                const double gain = front.contribution(points[i], reference);
                EXPECT_GE(gain, 0);
                total += gain;
                const bool entered = front.insert(static_cast<std::int64_t>(i), points[i]).entered;
                EXPECT_TRUE(entered || gain < 1e-12);
            }
            EXPECT_NEAR(total, hypervolume(points, reference), 1e-10) << objectives << " objectives, seed " << seed;
            EXPECT_NEAR(front.hypervolume(reference), hypervolume(points, reference), 1e-10);
        }
}

TEST(Hypervolume, OfALargeStaircaseIsExact) {
    constexpr int n = 1000;
    std::vector<Point> points;
    for (int i = 0; i < n; ++i) points.push_back({double(i), double(n - 1 - i)});
    EXPECT_EQ(hypervolume(points, Point{n, n}), n * (n + 1) / 2);
}

TEST(ReferencePoint, LiesBeyondByATenthOfTheRange) {
    const std::vector<Point> points{{0, 10}, {10, 30}};
    EXPECT_EQ(reference_point(points), (Point{11, 32}));
}

TEST(ReferencePoint, WithoutARangeUsesTheMagnitude) {
    const std::vector<Point> points{{-20, 0}};
    EXPECT_EQ(reference_point(points), (Point{-18, 1}));
    EXPECT_TRUE(reference_point({}).empty());
}

TEST(EstimatedHypervolume, IsWithinItsErrorOfTheExactOne) {
    int beyond_two = 0;
    for (std::size_t objectives = 2; objectives <= 6; ++objectives)
        for (std::uint64_t seed = 1; seed <= 8; ++seed) {
            const auto points = random_points(30, objectives, seed, 0);
            const Point reference(objectives, 1);
            const auto estimate = estimate_hypervolume(points, reference, 4000, seed);
            const double off = std::abs(estimate.value - hypervolume(points, reference));
            EXPECT_GT(estimate.standard_error, 0);
            EXPECT_LT(estimate.standard_error, 0.05 * estimate.value);
            EXPECT_LT(off, 4 * estimate.standard_error) << objectives << ' ' << seed;
            beyond_two += off > 2 * estimate.standard_error ? 1 : 0;
        }
    EXPECT_LE(beyond_two, 7);  // of 40, two expected
}

TEST(EstimatedHypervolume, OfOneBoxIsExact) {
    const std::vector<Point> points{{1, 1, 1, 1, 1}};
    const auto estimate = estimate_hypervolume(points, Point{2, 3, 2, 2, 5}, 100);
    EXPECT_DOUBLE_EQ(estimate.value, 8);
    EXPECT_EQ(estimate.standard_error, 0);
    EXPECT_EQ(estimate_hypervolume(points, Point(5, 1), 100).value, 0);
    EXPECT_EQ(estimate_hypervolume({}, Point(5, 1), 100).value, 0);
}

TEST(MeasuredHypervolume, IsExactWhereThatIsCheap) {
    const auto few = random_points(40, 5, 1, 0), many = random_points(800, 7, 1, 0), plane = random_points(5000, 4, 1, 5);
    EXPECT_DOUBLE_EQ(measure_hypervolume(few, Point(5, 1)).value, hypervolume(few, Point(5, 1)));
    EXPECT_EQ(measure_hypervolume(few, Point(5, 1)).standard_error, 0);
    EXPECT_NEAR(measure_hypervolume(plane, Point(4, 1)).value, hypervolume(plane, Point(4, 1)), 1e-12);
    const auto a = measure_hypervolume(many, Point(7, 1)), b = measure_hypervolume(many, Point(7, 1));
    EXPECT_GT(a.standard_error, 0);
    EXPECT_EQ(a.value, b.value);
}

TEST(Contributions, AreWhatTheVolumeLosesWithoutAPoint) {
    for (std::size_t objectives = 1; objectives <= 4; ++objectives)
        for (const int levels : {0, 4, 9})
            for (std::uint64_t seed = 1; seed <= 10; ++seed) {
                const auto points = random_points(40, objectives, seed, levels);
                const Point reference(objectives, 0.9);
                const auto found = contributions(points, reference);
                const double all = hypervolume(points, reference);
                for (std::size_t i = 0; i < points.size(); ++i) {
                    auto others = points;
                    others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
                    EXPECT_NEAR(found[i], all - hypervolume(others, reference), 1e-12) << objectives << ' ' << levels;
                }
            }
}

TEST(Contributions, OfAHandDrawnStaircase) {
    // Without (2, 2) the square to (3, 3) is lost but for what (2.5, 2.5) covers.
    const std::vector<Point> points{{1, 3}, {2, 2}, {3, 1}, {2.5, 2.5}, {3, 3}};
    const auto found = contributions(points, Point{4, 4});
    EXPECT_EQ(found, (std::vector<double>{1, 0.75, 1, 0, 0}));
}

}  // namespace
}  // namespace paretop::front
