#include "engine/search/anneal.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/engine/search/spaces.h"

namespace paretop::search {
namespace {

TEST(Anneal, CoolsGeometrically) {
    EXPECT_DOUBLE_EQ(annealing_temperature(0), 0.04);
    EXPECT_NEAR(annealing_temperature(0.5), std::sqrt(0.04 * 0.001), 1e-15);
    EXPECT_NEAR(annealing_temperature(1), 0.001, 1e-15);
    EXPECT_NEAR(annealing_temperature(7), 0.001, 1e-15);
    EXPECT_NEAR(annealing_temperature(0.3) / annealing_temperature(0.2), annealing_temperature(0.9) / annealing_temperature(0.8),
                1e-12);
}

TEST(Anneal, ReplicasLieAtEqualFactors) {
    EXPECT_DOUBLE_EQ(replica_temperature(0.001, 0, 4), 0.001);
    EXPECT_NEAR(replica_temperature(0.001, 3, 4), 0.04, 1e-15);
    EXPECT_NEAR(replica_temperature(0.001, 1, 4) / 0.001, std::cbrt(40), 1e-9);
    EXPECT_DOUBLE_EQ(replica_temperature(0.01, 0, 1), 0.01);
}

TEST(Anneal, AcceptsByMetropolis) {
    EXPECT_EQ(acceptance(-1, 0.01), 1);
    EXPECT_EQ(acceptance(0, 0.01), 1);
    EXPECT_DOUBLE_EQ(acceptance(0.02, 0.04), std::exp(-0.5));
    EXPECT_EQ(acceptance(std::numeric_limits<double>::infinity(), 0.04), 0);
}

// Values of a parameter of many, of which annealing moves at most three at a time.
std::int64_t moved(const space::Configuration& one, const space::Configuration& other) {
    std::int64_t count = 0;
    for (std::size_t i = 0; i < one.values.size(); ++i) count += one.values[i] == other.values[i] ? 0 : 1;
    return count;
}

class Walk : public testing::Test {
  protected:
    Walk() {
        std::vector<space::Parameter> parameters;
        for (int i = 0; i < 12; ++i) parameters.push_back(integer("p" + std::to_string(i), 0, 99));
        problem_.space = space::Space(std::move(parameters), {});
        problem_.budget = 200;
    }
    Problem problem_;
};

TEST_F(Walk, MovesAFewParametersOfTheStateItIsIn) {
    auto searcher = make_searcher("anneal", problem_).value();
    auto state = searcher->ask(0)->configuration;
    searcher->tell({0, false, {100}, 0, {}});
    for (TrialNumber number = 1; number < 100; ++number) {
        const auto ask = searcher->ask(number).value();
        EXPECT_EQ(ask.origin, "anneal");
        const auto distance = moved(ask.configuration, state);
        EXPECT_GE(distance, 1);
        EXPECT_LE(distance, 3);
        const bool better = number % 3 == 0;
        searcher->tell({number, false, {better ? 100 - static_cast<double>(number) / 2 : 1e6}, 0, {}});
        if (better) state = ask.configuration;  // a worse one by so much is never accepted
    }
}

TEST_F(Walk, NeverStaysAtAFailure) {
    auto searcher = make_searcher("anneal", problem_).value();
    const auto baseline = searcher->ask(0)->configuration;
    searcher->tell({0, false, {100}, 0, {}});
    for (TrialNumber number = 1; number < 60; ++number) {
        EXPECT_LE(moved(searcher->ask(number)->configuration, baseline), 3);
        searcher->tell({number, true, {}, 0, {}});
    }
}

TEST_F(Walk, TakesOverABetterListedConfiguration) {
    auto listed = problem_.space.defaults();
    for (auto& value : listed.values) value = std::int64_t{50};
    problem_.start = {listed};
    auto searcher = make_searcher("anneal", problem_).value();
    searcher->ask(0);
    searcher->tell({0, false, {100}, 0, {}});
    searcher->ask(1);
    searcher->tell({1, false, {1}, 0, {}});
    EXPECT_LE(moved(searcher->ask(2)->configuration, listed), 3);
}

// Chains in flight start from the same state and go their own ways.
TEST_F(Walk, HasAChainForEachAskInFlight) {
    problem_.in_flight = 4;
    auto searcher = make_searcher("anneal", problem_).value();
    const auto baseline = searcher->ask(0)->configuration;
    searcher->tell({0, false, {100}, 0, {}});
    std::vector<space::Configuration> first;
    for (TrialNumber number = 1; number <= 4; ++number) first.push_back(searcher->ask(number)->configuration);
    for (const auto& configuration : first) EXPECT_LE(moved(configuration, baseline), 3);
    for (TrialNumber number = 1; number <= 4; ++number) searcher->tell({number, false, {50}, 0, {}});  // all are accepted
    for (TrialNumber number = 5; number <= 8; ++number) {
        const auto next = searcher->ask(number)->configuration;
        EXPECT_TRUE(std::any_of(first.begin(), first.end(), [&](const auto& from) { return moved(next, from) <= 3; }));
    }
}

}  // namespace
}  // namespace paretop::search
