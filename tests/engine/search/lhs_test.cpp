#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

#include "tests/engine/search/spaces.h"

namespace paretop::search {
namespace {

using space::Space;

std::vector<Ask> points(const Space& space, std::int64_t budget, TrialNumber asks, std::uint64_t seed = 1) {
    Problem problem;
    problem.space = space;
    problem.budget = budget;
    problem.seed = seed;
    auto searcher = make_searcher("lhs", problem).value();
    std::vector<Ask> all;
    searcher->ask(0);
    for (TrialNumber number = 1; number <= asks; ++number) all.push_back(searcher->ask(number).value());
    return all;
}

// One point in each of n strata of every coordinate: the definition.
TEST(Lhs, HasOnePointInEachStratum) {
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        const auto all = points(Space({real("a", 0, 1), real("b", 0, 1), real("c", 0, 1)}, {}), 61, 60, seed);
        for (std::size_t i = 0; i < 3; ++i) {
            std::set<int> strata;
            for (const auto& ask : all) strata.insert(static_cast<int>(60 * std::get<double>(ask.configuration.values[i])));
            EXPECT_EQ(strata.size(), 60u);
        }
    }
}

TEST(Lhs, CountsDiscreteValuesAlike) {
    const auto all = points(Space({categorical("a", {"x", "y", "z"}), integer("b", 1, 5), real("c", 0, 1)}, {}), 31, 30);
    std::map<std::int64_t, int> a, b;
    for (const auto& ask : all) {
        ++a[std::get<std::int64_t>(ask.configuration.values[0])];
        ++b[std::get<std::int64_t>(ask.configuration.values[1])];
    }
    for (const auto& [value, count] : a) EXPECT_EQ(count, 10) << value;
    for (const auto& [value, count] : b) EXPECT_EQ(count, 6) << value;
}

// Coordinates are paired at random: the correlation of two of them is that of chance.
TEST(Lhs, DoesNotCorrelateCoordinates) {
    const auto all = points(Space({real("a", 0, 1), real("b", 0, 1)}, {}), 1001, 1000);
    double sum = 0;
    for (const auto& ask : all)
        sum += (std::get<double>(ask.configuration.values[0]) - 0.5) * (std::get<double>(ask.configuration.values[1]) - 0.5);
    EXPECT_LT(std::abs(12 * sum / 1000), 0.1);
}

TEST(Lhs, GoesOnBeyondItsBudgetWithAnotherHypercube) {
    const auto all = points(Space({real("a", 0, 1)}, {}), 11, 20);
    std::set<int> strata;
    for (std::size_t i = 10; i < 20; ++i) strata.insert(static_cast<int>(10 * std::get<double>(all[i].configuration.values[0])));
    EXPECT_EQ(strata.size(), 10u);
}

TEST(Lhs, TakesALargeBudgetOfManyParameters) {
    std::vector<space::Parameter> parameters;
    for (int i = 0; i < 500; ++i) parameters.push_back(real("r" + std::to_string(i), 0, 1));
    EXPECT_EQ(points(Space(std::move(parameters), {}), 1'000'000'000, 3).back().origin, "lhs");
}

}  // namespace
}  // namespace paretop::search
