#include "engine/search/searcher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "tests/engine/search/spaces.h"

namespace paretop::search {
namespace {

using space::Space;
using testing::HasSubstr;

std::unique_ptr<Searcher> make(const std::string& method, const Space& space, std::uint64_t seed = 1, std::int64_t budget = 120) {
    Problem problem;
    problem.space = space;
    problem.objectives = 2;
    problem.seed = seed;
    problem.budget = method == "grid" ? 0 : budget;  // unknown, or it would refuse the larger spaces
    problem.in_flight = 4;
    return make_searcher(method, std::move(problem)).value();
}

class EveryMethod : public testing::TestWithParam<std::tuple<Method, NamedSpace>> {
  protected:
    std::string method() const { return std::string(std::get<0>(GetParam()).name); }
    const Space& space() const { return std::get<1>(GetParam()).space; }
};

INSTANTIATE_TEST_SUITE_P(Search, EveryMethod, testing::Combine(testing::ValuesIn(methods()), testing::ValuesIn(example_spaces())),
                         [](const auto& param) {
                             return std::string(std::get<0>(param.param).name) + "_" + std::get<1>(param.param).name;
                         });

TEST_P(EveryMethod, AsksValidConfigurationsOnce) {
    auto searcher = make(method(), space());
    std::set<std::string> seen;
    for (TrialNumber number = 0; number < 120; ++number) {
        const auto ask = searcher->ask(number);
        ASSERT_TRUE(ask) << searcher->why();
        const auto valid = space().check(ask->configuration);
        EXPECT_TRUE(valid) << valid.error().message();
        EXPECT_EQ(space().violated(ask->configuration), std::nullopt);
        EXPECT_TRUE(seen.insert(encode(space(), ask->configuration)).second) << number;
        EXPECT_FALSE(ask->origin.empty());
        searcher->tell(answer(space(), number, ask->configuration));
    }
}

TEST_P(EveryMethod, BeginsWithTheBaseline) {
    auto searcher = make(method(), space());
    const auto ask = searcher->ask(0);
    ASSERT_TRUE(ask);
    EXPECT_EQ(ask->configuration, space().defaults());
    EXPECT_EQ(ask->origin, "baseline");
}

TEST_P(EveryMethod, RepeatsItselfForOneSeed) {
    auto one = make(method(), space()), other = make(method(), space());
    EXPECT_EQ(asked(run(*one, space(), 100, 5, 3)), asked(run(*other, space(), 100, 5, 3)));
}

TEST_P(EveryMethod, DiffersBetweenSeeds) {
    auto one = make(method(), space(), 1), other = make(method(), space(), 2);
    const bool differs = asked(run(*one, space(), 60, 3, 3)) != asked(run(*other, space(), 60, 3, 3));
    EXPECT_TRUE(differs || method() == "grid");
}

// Wherever a run is cut off, a fresh searcher that is told the recorded asks and tells goes on with the same asks.
TEST_P(EveryMethod, GoesOnTheSameAfterEveryCut) {
    auto original = make(method(), space());
    const auto events = run(*original, space(), 40, 4, 9);
    for (std::size_t cut = 0; cut < events.size(); cut += 7) {
        auto resumed = make(method(), space());
        for (const auto& event : events) {
            if (event.asked.empty()) {
                resumed->tell(event.told);
                continue;
            }
            const auto ask = resumed->ask(event.number);
            ASSERT_TRUE(ask);
            ASSERT_EQ(encode(space(), ask->configuration), event.asked) << "cut " << cut << ", trial " << event.number;
            if (&event == &events[cut]) break;
        }
    }
}

TEST_P(EveryMethod, GoesOnWhenEverythingFails) {
    auto searcher = make(method(), space());
    std::set<std::string> seen;
    for (TrialNumber number = 0; number < 100; ++number) {
        const auto ask = searcher->ask(number);
        ASSERT_TRUE(ask);
        EXPECT_TRUE(seen.insert(encode(space(), ask->configuration)).second);
        Outcome failed;
        failed.number = number;
        failed.failed = true;
        searcher->tell(failed);
    }
}

TEST_P(EveryMethod, GoesOnWhenObjectivesAreConstant) {
    auto searcher = make(method(), space());
    for (TrialNumber number = 0; number < 100; ++number) {
        ASSERT_TRUE(searcher->ask(number));
        Outcome flat;
        flat.number = number;
        flat.objectives = {1, 1};
        searcher->tell(flat);
    }
}

TEST_P(EveryMethod, NeedsNoTellToAsk) {
    auto searcher = make(method(), space());
    for (TrialNumber number = 0; number < 100; ++number) ASSERT_TRUE(searcher->ask(number));
}

// A run can only be resumed while its method asks as it did: a change here ends that for the runs of earlier versions.
TEST(Search, SequencesStayAsTheyWere) {
    const Space space({integer("a", 0, 999), real("b", 0, 1, 0.001), categorical("c", {"x", "y", "z"})}, {});
    const auto sequence = [&](const std::string& method) {
        std::string text;
        auto searcher = make(method, space, 42);
        for (TrialNumber number = 0; number < 40; ++number) {
            const auto ask = searcher->ask(number).value();
            searcher->tell(answer(space, number, ask.configuration));
            if (number % 13 == 0) text += differences(space, ask.configuration, {{{}, {}, {}}}) + "; ";
        }
        return text;
    };
    EXPECT_EQ(sequence("random"), "a 0, b 0, c x; a 669, b 0.398, c z; a 920, b 0.739, c z; a 231, b 0.624, c y; ");
    EXPECT_EQ(sequence("sobol"), "a 0, b 0, c x; a 296, b 0.874, c y; a 452, b 0.03, c x; a 718, b 0.546, c y; ");
    EXPECT_EQ(sequence("lhs"), "a 0, b 0, c x; a 148, b 0.666, c z; a 93, b 0.046, c x; a 280, b 0.423, c y; ");
    EXPECT_EQ(sequence("grid"), "a 0, b 0, c x; a 0, b 0.004, c y; a 0, b 0.008, c z; a 0, b 0.013, c x; ");
    EXPECT_EQ(sequence("anneal"), "a 0, b 0, c x; a 203, b 0.089, c y; a 94, b 0.108, c y; a 250, b 0.392, c x; ");
    EXPECT_EQ(sequence("anneal_exchange"), "a 0, b 0, c x; a 175, b 0.179, c x; a 74, b 0.031, c y; a 279, b 0.391, c y; ");
    EXPECT_EQ(sequence("cmaes"), "a 0, b 0, c x; a 123, b 0.147, c x; a 73, b 0.659, c z; a 415, b 0.463, c y; ");
    EXPECT_EQ(sequence("tpe"), "a 0, b 0, c x; a 794, b 0.315, c y; a 321, b 0.361, c y; a 42, b 0.316, c y; ");
    EXPECT_EQ(sequence("bandit"), "a 0, b 0, c x; a 339, b 0.116, c x; a 238, b 0.031, c x; a 0, b 0.048, c z; ");
    EXPECT_EQ(sequence("nsga2"), "a 0, b 0, c x; a 296, b 0.874, c y; a 515, b 0.092, c y; a 534, b 0.246, c y; ");
}

class EachMethod : public testing::TestWithParam<Method> {
  protected:
    std::string method() const { return std::string(GetParam().name); }
};

INSTANTIATE_TEST_SUITE_P(Search, EachMethod, testing::ValuesIn(methods()),
                         [](const auto& param) { return std::string(param.param.name); });

// 8 · 3 + 3 configurations: `b` does not matter where `a` is off.
TEST_P(EachMethod, MeasuresAFiniteSpaceWholeAndSaysSo) {
    const Space space({boolean("a"), when(integer("b", 1, 8), "a"), categorical("c", {"x", "y", "z"})}, {});
    auto searcher = make(method(), space);
    EXPECT_EQ(run(*searcher, space, 1000, 3).size(), 2u * 27);
    EXPECT_EQ(searcher->why(), "all 27 configurations were measured");
    EXPECT_FALSE(searcher->ask(27));
}

TEST_P(EachMethod, CountsOnlyWhatTheConstraintsAllow) {
    const Space space({integer("a", 0, 30), permutation("b", {"x", "y", "z"})}, {require("a % 5 == 0")});
    auto searcher = make(method(), space);
    EXPECT_EQ(asked(run(*searcher, space, 1000, 1)).size(), 7u * 6);
    EXPECT_EQ(searcher->why(), "all 42 configurations that keep the constraints were measured");
}

TEST_P(EachMethod, OfNoParametersAsksTheBaselineOnly) {
    const Space space({}, {});
    auto searcher = make(method(), space);
    EXPECT_TRUE(searcher->ask(0));
    searcher->tell(Outcome{0, false, {1, 2}, 0, {}});
    EXPECT_FALSE(searcher->ask(1));
    EXPECT_EQ(searcher->why(), "the space has no parameters: the baseline is all there is to measure");
}

TEST_P(EachMethod, FindsTheFewThatALargeSpaceAllows) {
    const Space space({integer("a", 0, 1e6), integer("b", 0, 1e6)}, {require("a < 3 && b < 4")});
    auto searcher = make(method(), space);
    EXPECT_EQ(asked(run(*searcher, space, 12, 1)).size(), 12u);
}

TEST_P(EachMethod, NamesTheConstraintInTheWay) {
    const Space space({real("a", 0, 1), real("b", 0, 1)}, {require("b <= 1"), require("a == 0 && b == 0")});
    auto searcher = make(method(), space);
    EXPECT_TRUE(searcher->ask(0));
    EXPECT_FALSE(searcher->ask(1));
    EXPECT_THAT(searcher->why(), HasSubstr("`a == 0 && b == 0` refused most"));
}

TEST_P(EachMethod, TakesManyParametersAndManyChoices) {
    std::vector<space::Parameter> parameters;
    for (int i = 0; i < 500; ++i)
        parameters.push_back(i % 2 == 0 ? real("r" + std::to_string(i), 0, 1) : integer("i" + std::to_string(i), 0, 9));
    std::vector<std::string> choices;
    for (int i = 0; i < 10000; ++i) choices.push_back("c" + std::to_string(i));
    parameters.push_back(categorical("many", choices));
    const Space space(std::move(parameters), {});
    auto searcher = make(method(), space);
    for (TrialNumber number = 0; number < 40; ++number) {
        const auto ask = searcher->ask(number);
        ASSERT_TRUE(ask);
        ASSERT_TRUE(space.check(ask->configuration));
        searcher->tell(answer(space, number, ask->configuration));
    }
}

TEST_P(EachMethod, AsksListedConfigurationsNextWithoutDuplicates) {
    Problem problem;
    problem.space = Space({integer("a", 0, 99)}, {});
    for (const std::int64_t value : {7, 0, 7, 8}) problem.start.push_back({{value}});
    auto searcher = make_searcher(method(), problem).value();
    std::vector<std::string> origins;
    std::vector<std::int64_t> values;
    for (TrialNumber number = 0; number < 4; ++number) {
        const auto ask = searcher->ask(number).value();
        origins.push_back(ask.origin);
        values.push_back(std::get<std::int64_t>(ask.configuration.values[0]));
    }
    EXPECT_EQ((std::vector<std::int64_t>{0, 7, 8}), std::vector<std::int64_t>(values.begin(), values.begin() + 3));
    EXPECT_EQ(origins[1], "listed");
    EXPECT_EQ(origins[2], "listed");
    EXPECT_NE(origins[3], "listed");
}

TEST(MakeSearcher, SuggestsTheNearestMethod) {
    const auto made = make_searcher("nsga", {});
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().kind, ErrorKind::usage);
    EXPECT_EQ(made.error().message(), "there is no search method 'nsga'; perhaps 'nsga2' was meant");
}

TEST(MakeSearcher, RefusesABaselineThatBreaksAConstraint) {
    Problem problem;
    problem.space = Space({integer("a", 0, 9)}, {require("a > 8")});
    const auto made = make_searcher("random", problem);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().message(),
              "test.toml:1:1: the defaults, which are the baseline, break `a > 8`; choose defaults that keep it, such as a 9");
}

TEST(MakeSearcher, NamesTheConstraintThatLeavesNothing) {
    Problem problem;
    problem.space = Space({real("a", 0, 1), real("b", 0, 1)}, {require("a >= 0"), require("a + b > 3")});
    const auto made = make_searcher("auto", problem);
    ASSERT_FALSE(made);
    EXPECT_THAT(made.error().what, HasSubstr("no configuration was found that keeps the constraints; `a + b > 3` refused most"));
}

TEST(MakeSearcher, ChecksListedConfigurations) {
    Problem problem;
    problem.space = Space({integer("a", 0, 9)}, {require("a < 5")});
    problem.start = {{{std::int64_t{12}}}};
    EXPECT_THAT(make_searcher("random", problem).error().message(), HasSubstr("listed configuration 1: a"));
    problem.start = {{{std::int64_t{1}}}, {{std::int64_t{7}}}};
    EXPECT_THAT(make_searcher("random", problem).error().message(), HasSubstr("listed configuration 2 breaks `a < 5`"));
}

}  // namespace
}  // namespace paretop::search
