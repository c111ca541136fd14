#include "engine/search/arms.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

#include "tests/engine/search/spaces.h"

namespace paretop::search {
namespace {

using space::Space;

// A strategy on its own, fed with trials at given coordinates.
class Arms : public testing::Test {
  protected:
    void make(MakeStrategy maker, Space space, std::size_t objectives = 1) {
        problem_.space = std::move(space);
        problem_.objectives = objectives;
        candidates_ = std::make_unique<Candidates>(problem_.space);
        strategy_ = maker({problem_, *candidates_}).value();
    }
    void tell(Coordinates at, std::vector<double> objectives) {
        Candidate candidate{from_unit(problem_.space, at), at, {}};
        candidates_->claim(candidate.configuration);
        strategy_->asked(next_, candidate);
        strategy_->tell({next_++, false, std::move(objectives), 0, {}});
    }
    Coordinates propose() {
        auto candidate = strategy_->propose(next_).value();
        strategy_->asked(next_, candidate);
        return candidate.coordinates;
    }
    Coordinates propose_and_tell(double objective) {
        auto at = propose();
        strategy_->tell({next_++, false, {objective}, 0, {}});
        return at;
    }

    Problem problem_;
    std::unique_ptr<Candidates> candidates_;
    std::unique_ptr<Strategy> strategy_;
    TrialNumber next_ = 0;
};

Space reals(int n) {
    std::vector<space::Parameter> parameters;
    for (int i = 0; i < n; ++i) parameters.push_back(real("x" + std::to_string(i), 0, 1));
    return {std::move(parameters), {}};
}

std::size_t differing(const Coordinates& one, const Coordinates& other) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < one.size(); ++i) count += one[i] == other[i] ? 0u : 1u;
    return count;
}

TEST_F(Arms, HaveNoIdeaBeforeAnythingWasTold) {
    for (const auto maker : {make_differential_evolution, make_uniform_mutation, make_normal_mutation, make_pattern_search}) {
        make(maker, reals(3));
        EXPECT_FALSE(strategy_->propose(1));
    }
}

TEST_F(Arms, UniformMutationChangesAFewParametersOfTheBest) {
    make(make_uniform_mutation, reals(20));
    const Coordinates best(20, 0.5);
    tell(Coordinates(20, 0.1), {2});
    tell(best, {1});
    std::size_t changed = 0;
    for (int i = 0; i < 200; ++i) {
        const auto count = differing(propose_and_tell(5), best);
        EXPECT_GE(count, 1u);
        changed += count;
    }
    EXPECT_NEAR(static_cast<double>(changed) / 200, 1 + 0.1 * 19 / 2, 0.3);
}

TEST_F(Arms, NormalMutationStaysNearTheBest) {
    make(make_normal_mutation, reals(1));
    tell({0.5}, {1});
    double squares = 0;
    for (int i = 0; i < 400; ++i) squares += std::pow(propose_and_tell(5)[0] - 0.5, 2);
    EXPECT_NEAR(std::sqrt(squares / 400), 0.113, 0.02);  // √(0.09 · (1 − 0.03²) / −ln 0.03²)
}

TEST_F(Arms, MutationStartsFromAnyOfTheFront) {
    make(make_normal_mutation, reals(1), 2);
    tell({0.05}, {1, 2});
    tell({0.95}, {2, 1});
    int low = 0;
    for (int i = 0; i < 100; ++i) {
        low += propose()[0] < 0.5 ? 1 : 0;
        strategy_->tell({next_++, false, {9, 9}, 0, {}});
    }
    EXPECT_GT(low, 25);
    EXPECT_LT(low, 75);
}

// Both ways along every axis, then with half the step.
TEST_F(Arms, PatternSearchTriesAllDirectionsAndThenHalvesItsStep) {
    make(make_pattern_search, reals(3));
    const Coordinates centre(3, 0.5);
    tell(centre, {1});
    for (const double step : {0.25, 0.125}) {
        std::set<std::pair<std::size_t, double>> directions;
        for (int i = 0; i < 6; ++i) {
            const auto at = propose_and_tell(5);
            ASSERT_EQ(differing(at, centre), 1u);
            for (std::size_t k = 0; k < 3; ++k)
                if (at[k] != centre[k]) directions.emplace(k, at[k] - centre[k]);
        }
        std::set<std::pair<std::size_t, double>> all;
        for (std::size_t k = 0; k < 3; ++k) all.insert({{k, step}, {k, -step}});
        EXPECT_EQ(directions, all);
    }
}

TEST_F(Arms, PatternSearchGoesOnTheWayThatWasGood) {
    make(make_pattern_search, reals(4));
    const Coordinates centre(4, 0.5);
    tell(centre, {1});
    const auto first = propose_and_tell(0.5);
    const auto second = propose_and_tell(5);
    for (std::size_t k = 0; k < 4; ++k) EXPECT_NEAR(second[k] - first[k], first[k] - centre[k], 1e-12);
}

// One dimension, members 0.4, 0.5, 0.5 and 0.5, the best 0.5: a child is a member, pulled to the best, plus at most one
// difference of 0.1.
TEST_F(Arms, DifferentialEvolutionCombinesMembers) {
    make(make_differential_evolution, Space({real("x", 0, 1), categorical("c", {"a", "b", "c", "d"})}, {}));
    tell({0.5, 0.1}, {1});
    tell({0.4, 0.4}, {2});
    for (int i = 0; i < 3; ++i) tell({0.5, 0.1}, {3});
    for (int i = 0; i < 40; ++i) {
        const auto at = propose();
        EXPECT_GE(at[0], 0.3);
        EXPECT_LE(at[0], 0.6);
        EXPECT_LT(at[1], 0.5);                        // a category of one of the parents
        strategy_->tell({next_++, true, {}, 0, {}});  // no member is replaced
    }
}

TEST(BanditMethod, AsksAllItsArms) {
    Problem problem;
    problem.space = reals(3);
    auto searcher = make_searcher("bandit", problem).value();
    std::map<std::string, int> asks;
    for (TrialNumber number = 0; number < 300; ++number) {
        const auto ask = searcher->ask(number).value();
        if (number > 0) ++asks[ask.origin];
        double sum = 0;
        for (const auto& value : ask.configuration.values) sum += std::pow(std::get<double>(value) - 0.3, 2);
        searcher->tell({number, false, {sum}, 0, {}});
    }
    for (const char* arm : {"de", "mutate-uniform", "mutate-normal", "pattern", "nsga2", "anneal", "cmaes", "random"})
        EXPECT_GT(asks["bandit/" + std::string(arm)], 0) << arm;
    EXPECT_LT(asks["bandit/random"], 300 / 10);  // less than its share: on a smooth bowl it finds nothing better any more
}

}  // namespace
}  // namespace paretop::search
