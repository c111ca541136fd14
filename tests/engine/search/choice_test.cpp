#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/engine/search/spaces.h"

namespace paretop::search {
namespace {

using testing::HasSubstr;

std::unique_ptr<Searcher> choose(std::vector<space::Parameter> parameters, std::int64_t budget, std::int64_t in_flight = 1,
                                 std::size_t objectives = 2, bool noisy = true) {
    Problem problem;
    problem.space = space::Space(std::move(parameters), {});
    problem.objectives = objectives;
    problem.budget = budget;
    problem.in_flight = in_flight;
    problem.noisy = noisy;
    return make_searcher("auto", std::move(problem)).value();
}

TEST(Auto, MeasuresASmallSpaceWhole) {
    const auto searcher = choose({integer("a", 1, 20), boolean("b")}, 300);
    EXPECT_EQ(searcher->method(), "random");
    EXPECT_EQ(searcher->why(), "the space has only 40 configurations: all of them are measured, in a random order");
}

TEST(Auto, MeasuresTheOnlyConfigurationThereIs) {
    const auto searcher = choose({integer("a", 3, 3)}, 300);
    EXPECT_EQ(searcher->why(), "the space has only one configuration");
    EXPECT_TRUE(searcher->ask(0));
    EXPECT_FALSE(searcher->ask(1));
    EXPECT_EQ(searcher->why(), "the only configuration was measured");
}

TEST(Auto, DoesNotCountALargeSpaceThatTheBudgetCovers) {
    const auto searcher = choose({integer("a", 1, 500), integer("b", 1, 400)}, 1'000'000);
    EXPECT_EQ(searcher->why(), "the space has at most 200000 configurations: all of them are measured, in a random order");
}

TEST(Auto, SpreadsAFewTrials) {
    const auto searcher = choose({real("a", 0, 1)}, 12);
    EXPECT_EQ(searcher->method(), "sobol");
    EXPECT_THAT(searcher->why(), HasSubstr("12 trials are too few"));
}

TEST(Auto, SpreadsWhatRunsAllAtOnce) { EXPECT_EQ(choose({real("a", 0, 1)}, 100, 64)->method(), "sobol"); }

TEST(Auto, ModelsWhereThereIsTimeToThink) {
    const auto several = choose({real("a", 0, 1), integer("b", 1, 1000)}, 300);
    EXPECT_EQ(several->method(), "gp");
    EXPECT_THAT(several->why(), HasSubstr("each of the 2 objectives"));
    EXPECT_EQ(choose({real("a", 0, 1)}, 300, 1, 1)->method(), "gp");
}

TEST(Auto, EvolvesOtherwise) {
    const auto endless = choose({real("a", 0, 1)}, 0, 1, 1);
    EXPECT_EQ(endless->method(), "nsga2");
    EXPECT_THAT(endless->why(), HasSubstr("nobody knows how many trials"));
    EXPECT_EQ(choose({real("a", 0, 1)}, 100'000)->method(), "nsga2");
    EXPECT_EQ(choose(std::vector(200, real("a", 0, 1)), 300)->method(), "nsga2");
}

TEST(Auto, LetsAnEnsembleSearchWhereThereAreCliffs) {
    std::vector<space::Parameter> flags;
    for (int i = 0; i < 20; ++i) flags.push_back(boolean("f" + std::to_string(i)));
    const auto ensemble = choose(flags, 300, 1, 1, false);
    EXPECT_EQ(ensemble->method(), "bandit");
    EXPECT_THAT(ensemble->why(), HasSubstr("without noise"));
    EXPECT_EQ(choose(flags, 300, 1, 2, false)->method(), "gp");
    EXPECT_EQ(choose(flags, 100'000, 1, 1, false)->method(), "nsga2");
}

// An ensemble gives credit to whoever was lucky.
TEST(Auto, ModelsWhatScatters) {
    const std::vector<space::Parameter> few{integer("a", 1, 20), integer("b", 1, 20), integer("c", 1, 20)};
    const auto measured = choose(few, 300, 1, 1);
    EXPECT_EQ(measured->method(), "gp");
    EXPECT_THAT(measured->why(), HasSubstr("noise"));
    EXPECT_EQ(choose(few, 100'000, 1, 1)->method(), "random") << "all of them, noise or not";
    EXPECT_EQ(choose(std::vector(200, boolean("f")), 300, 1, 1)->method(), "nsga2") << "no time for models";
}

TEST(Auto, AsksExactlyAsTheMethodItChose) {
    Problem problem;
    problem.space = space::Space({real("a", 0, 1), integer("b", 1, 1000)}, {});
    problem.budget = 200;
    auto chosen = make_searcher("auto", problem).value();
    auto direct = make_searcher(chosen->method(), problem).value();
    EXPECT_EQ(asked(run(*chosen, problem.space, 100, 2)), asked(run(*direct, problem.space, 100, 2)));
}

TEST(Methods, BeginWithAutoAndSayWhatTheyAreFor) {
    EXPECT_EQ(methods().front().name, "auto");
    for (const auto& method : methods()) EXPECT_GT(method.about.size(), 20u) << method.name;
}

}  // namespace
}  // namespace paretop::search
