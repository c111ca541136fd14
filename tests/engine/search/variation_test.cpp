#include "engine/search/variation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/engine/search/spaces.h"

namespace paretop::search {
namespace {

using space::Space;

Coordinates random_point(std::size_t dimensions, Random& random) {
    Coordinates point(dimensions);
    for (double& x : point) x = random.uniform();
    return point;
}

TEST(Cross, StaysInTheCubeForEveryType) {
    for (const auto& [name, space] : example_spaces()) {
        const Candidates candidates(space);
        Random random(1, 2, 3);
        for (int i = 0; i < 200; ++i) {
            auto child = cross(candidates, random_point(candidates.dimensions(), random),
                               random_point(candidates.dimensions(), random), random);
            mutate(candidates, child, 0.5, random);
            ASSERT_EQ(child.size(), candidates.dimensions());
            for (const double x : child) ASSERT_TRUE(x >= 0 && x <= 1) << name << ' ' << x;
            ASSERT_TRUE(space.check(from_unit(space, child))) << name;
        }
    }
}

TEST(Cross, OfTwinsIsTheTwin) {
    for (const auto& [name, space] : example_spaces()) {
        const Candidates candidates(space);
        Random random(4, 5, 6);
        const auto twin = random_point(candidates.dimensions(), random);
        EXPECT_EQ(cross(candidates, twin, twin, random), twin) << name;
    }
}

// Simulated binary crossover keeps the mean of its parents and rarely strays far from either.
TEST(Cross, OfNumbersScattersAroundBothParents) {
    const Space space({real("a", 0, 1)}, {});
    const Candidates candidates(space);
    Random random(7, 8, 9);
    double sum = 0;
    int near = 0;
    constexpr int n = 20000;
    for (int i = 0; i < n; ++i) {
        const bool swapped = random.below(2) == 0;
        const double x = cross(candidates, {swapped ? 0.6 : 0.4}, {swapped ? 0.4 : 0.6}, random)[0];
        sum += x;
        if (std::min(std::abs(x - 0.4), std::abs(x - 0.6)) < 0.02) ++near;
    }
    EXPECT_NEAR(sum / n, 0.5, 0.005);
    EXPECT_GT(near, n * 7 / 10);
}

TEST(Cross, OfCategoriesTakesOneParents) {
    const Space space({categorical("a", {"w", "x", "y", "z"})}, {});
    const Candidates candidates(space);
    Random random(1, 1, 1);
    for (int i = 0; i < 100; ++i) {
        const double x = cross(candidates, {0.1}, {0.9}, random)[0];
        EXPECT_TRUE(x == 0.1 || x == 0.9);
    }
}

TEST(Mutate, AlwaysChangesADiscreteValue) {
    const Space space({integer("i", 0, 9), boolean("b"), categorical("c", {"w", "x", "y"}), ordinal("o", {"1", "2", "3"}),
                       permutation("p", {"x", "y", "z"}), real("g", 0, 1, 0.25)},
                      {});
    const Candidates candidates(space);
    Random random(1, 2, 3);
    for (int i = 0; i < 500; ++i) {
        const auto before = random_point(candidates.dimensions(), random);
        auto after = before;
        mutate(candidates, after, 1, random);
        const auto old_values = from_unit(space, before).values, new_values = from_unit(space, after).values;
        for (std::size_t k = 0; k < old_values.size(); ++k) EXPECT_NE(old_values[k], new_values[k]) << space.parameters()[k].name;
    }
}

TEST(Mutate, ChangesAsManyAsAsked) {
    std::vector<space::Parameter> parameters;
    for (int i = 0; i < 100; ++i) parameters.push_back(boolean("b" + std::to_string(i)));
    const Space space(std::move(parameters), {});
    const Candidates candidates(space);
    Random random(3, 2, 1);
    int changed = 0;
    for (int i = 0; i < 1000; ++i) {
        Coordinates child(100, 0.25);
        mutate(candidates, child, 0.03, random);
        changed += static_cast<int>(100 - std::count(child.begin(), child.end(), 0.25));
    }
    EXPECT_NEAR(changed, 3000, 200);
}

// Polynomial mutation is symmetric and small: its mean absolute change from the middle is about 1 / (index + 2) of the reach.
TEST(Mutate, OfNumbersIsSmallAndCentred) {
    const Space space({real("a", 0, 1)}, {});
    const Candidates candidates(space);
    Random random(5, 5, 5);
    double sum = 0, distance = 0;
    constexpr int n = 20000;
    for (int i = 0; i < n; ++i) {
        Coordinates child{0.5};
        mutate(candidates, child, 1, random);
        sum += child[0];
        distance += std::abs(child[0] - 0.5);
    }
    EXPECT_NEAR(sum / n, 0.5, 0.002);
    EXPECT_NEAR(distance / n, 1.0 / 12, 0.003);
}

TEST(Reflected, ComesBackFromTheWalls) {
    EXPECT_DOUBLE_EQ(reflected(0.3), 0.3);
    EXPECT_DOUBLE_EQ(reflected(-0.3), 0.3);
    EXPECT_DOUBLE_EQ(reflected(1.25), 0.75);
    EXPECT_DOUBLE_EQ(reflected(2.25), 0.25);
    EXPECT_DOUBLE_EQ(reflected(-1.5), 0.5);
}

TEST(Move, StepsToAnotherValueOfOneParameter) {
    const Space space({real("a", 0, 1), integer("b", 0, 9), categorical("c", {"x", "y", "z"}), permutation("d", {"1", "2", "3"})},
                      {});
    const Candidates candidates(space);
    Random random(1, 1, 1);
    const Coordinates from{0.5, 0.55, 0.5, 0.1, 0.5, 0.9};
    const auto before = from_unit(space, from);
    for (std::size_t parameter = 0; parameter < 4; ++parameter)
        for (int i = 0; i < 50; ++i) {
            auto point = from;
            move(candidates, point, parameter, 1e-3, random);
            const auto after = from_unit(space, point);
            for (std::size_t k = 0; k < 4; ++k) EXPECT_EQ(after.values[k] == before.values[k], k != parameter) << k;
            EXPECT_NEAR(point[0], 0.5, 0.01);
            EXPECT_NEAR(point[1], 0.55, 0.1 + 1e-9);
        }
}

}  // namespace
}  // namespace paretop::search
