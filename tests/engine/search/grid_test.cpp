#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "tests/engine/search/spaces.h"

namespace paretop::search {
namespace {

using space::Configuration;
using space::Space;
using testing::HasSubstr;

Result<std::unique_ptr<Searcher>> grid(const Space& space, std::int64_t budget) {
    Problem problem;
    problem.space = space;
    problem.budget = budget;
    return make_searcher("grid", problem);
}

std::vector<Configuration> all_of(const Space& space, std::int64_t budget, TrialNumber most) {
    auto searcher = grid(space, budget).value();
    std::vector<Configuration> all;
    for (TrialNumber number = 0; number < most; ++number) {
        auto ask = searcher->ask(number);
        if (!ask) break;
        EXPECT_EQ(ask->origin, number == 0 ? "baseline" : "grid");
        all.push_back(std::move(ask->configuration));
    }
    return all;
}

std::set<double> values(const std::vector<Configuration>& all, std::size_t parameter) {
    std::set<double> distinct;
    for (std::size_t i = 1; i < all.size(); ++i) distinct.insert(std::get<double>(all[i].values[parameter]));
    return distinct;
}

TEST(Grid, CombinesAllDiscreteValuesInOrder) {
    const Space space({integer("a", 0, 2), categorical("b", {"x", "y"})}, {});
    std::string order;
    for (const auto& configuration : all_of(space, 6, 100))
        order += differences(space, configuration, {{space::Inactive{}, space::Inactive{}}}) + "; ";
    EXPECT_EQ(order, "a 0, b x; a 0, b y; a 1, b x; a 1, b y; a 2, b x; a 2, b y; ");
}

TEST(Grid, SpacesContinuousLevelsEvenlyAsTheBudgetAllows) {
    const auto all =
        all_of(Space({real("a", 0, 1), boolean("b"), real("c", 10, 20)}, {}), 41, 40);  // 5 · 2 · 4, the baseline among them
    EXPECT_THAT(values(all, 0), testing::ElementsAre(0, 0.25, 0.5, 0.75, 1));
    EXPECT_THAT(values(all, 2),
                testing::ElementsAre(10, testing::DoubleNear(40. / 3, 1e-9), testing::DoubleNear(50. / 3, 1e-9), 20));
}

TEST(Grid, SpacesLogarithmicLevelsByFactors) {
    auto parameter = logarithmic(real("a", 1e-3, 1e3));
    parameter.fallback = 5.0;
    const auto levels = values(all_of(Space({parameter}, {}), 8, 8), 0);
    ASSERT_EQ(levels.size(), 7u);
    for (auto level = levels.begin(), next = std::next(level); next != levels.end(); ++level, ++next)
        EXPECT_NEAR(*next / *level, 10, 1e-6);
}

TEST(Grid, SaysHowManyTrialsItWouldNeed) {
    const auto refused = grid(Space({integer("a", 1, 40), boolean("b")}, {}), 79);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::usage);
    EXPECT_THAT(refused.error().message(), HasSubstr("a grid of this space needs 80 trials, and the run has 79"));
    EXPECT_TRUE(grid(Space({integer("a", 1, 40), boolean("b")}, {}), 80));
}

TEST(Grid, CountsTheBaselineBesideContinuousLevels) {
    EXPECT_THAT(grid(Space({real("a", 0, 1), real("b", 0, 1)}, {}), 4).error().message(), HasSubstr("needs 5 trials"));
    EXPECT_TRUE(grid(Space({real("a", 0, 1), real("b", 0, 1)}, {}), 5));
}

TEST(Grid, CountsOnlyWhatConditionsAndConstraintsLeave) {
    const Space space({boolean("a"), when(integer("b", 1, 20), "a"), integer("c", 0, 1)}, {require("c == 0 || !a")});
    EXPECT_TRUE(grid(space, 22));  // a with 20 values of b and c 0; no a with c 0 and 1
    EXPECT_THAT(grid(space, 21).error().message(), HasSubstr("needs 22 trials"));
}

TEST(Grid, SaysAnUpperBoundWhereItCannotCount) {
    const auto refused = grid(Space({integer("a", 1, 1e6), integer("b", 1, 1e6)}, {}), 100);
    EXPECT_THAT(refused.error().message(), HasSubstr("needs up to 1e+12 trials"));
}

TEST(Grid, ReadsLevelsInConditionsAsNumbers) {
    const Space space({real("a", 0, 1), when(boolean("b"), "a > 0.5")}, {require("a != 1 || b")});
    const auto all = all_of(space, 9, 5);  // four levels: 0 (the baseline) and 1/3 without b, 2/3 with both, 1 with b only
    std::size_t with = 0;
    for (const auto& configuration : all) {
        EXPECT_FALSE(space.violated(configuration));
        with += std::holds_alternative<std::int64_t>(configuration.values[1]) ? 1u : 0u;
    }
    EXPECT_EQ(all.size(), 5u);
    EXPECT_EQ(with, 3u);
}

}  // namespace
}  // namespace paretop::search
