#include "engine/search/anneal.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "engine/search/random.h"
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
    auto searcher = make_searcher("anneal_exchange", problem_).value();
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

// --- several tries of a step --------------------------------------------------------------------------------------------------

TEST(MultipleTry, OfASingleTryIsMetropolis) {
    for (const double change : {-3.0, -0.01, 0.0, 0.02, 0.5}) {
        const auto probabilities = next_state_probabilities(std::vector{0.0, change}, 0.04);
        EXPECT_NEAR(probabilities[1], acceptance(change, 0.04), 1e-12) << change;
        EXPECT_NEAR(probabilities[0] + probabilities[1], 1, 1e-12);
    }
}

// By hand: weights 1, 1/2, 1/4. From the first: 1/2 / max(3/4, 5/4) = 0.4, 1/4 / max(3/4, 3/2) = 1/6.
TEST(MultipleTry, ProbabilitiesByHand) {
    const double t = 0.3, half = t * std::log(2.0);
    const auto probabilities = next_state_probabilities(std::vector{0.0, half, 2 * half}, t);
    EXPECT_NEAR(probabilities[1], 0.4, 1e-12);
    EXPECT_NEAR(probabilities[2], 1.0 / 6, 1e-12);
    EXPECT_NEAR(probabilities[0], 1 - 0.4 - 1.0 / 6, 1e-12);
}

TEST(MultipleTry, NothingFlowsMoreOneWayThanTheOther) {
    Random random(5, 0, 99);
    for (int round = 0; round < 200; ++round) {
        std::vector<double> energies(2 + random.below(5));
        for (double& energy : energies) energy = random.normal();
        const std::size_t other = 1 + random.below(energies.size() - 1);
        auto swapped = energies;
        std::swap(swapped[0], swapped[other]);
        const double there = std::exp(-energies[0]) * next_state_probabilities(energies, 1)[other];
        const double back = std::exp(-energies[other]) * next_state_probabilities(swapped, 1)[other];
        EXPECT_NEAR(there, back, 1e-12);
    }
}

TEST(MultipleTry, FailuresAreLeftAndNeverChosen) {
    constexpr double k_failed = std::numeric_limits<double>::infinity();
    EXPECT_EQ(next_state_probabilities(std::vector{0.0, k_failed, k_failed}, 0.04), (std::vector{1.0, 0.0, 0.0}));
    EXPECT_EQ(next_state_probabilities(std::vector{0.0, k_failed, -k_failed}, 0.04), (std::vector{0.0, 0.0, 1.0}));
    const auto all = next_state_probabilities(std::vector{0.0, 0.0, 0.0}, 0.04);  // failures all of them
    EXPECT_NEAR(all[1] + all[2], 1, 1e-12);
}

// A ring of states on which the tries lie around a neighbour of the current one: how often each state is visited.
constexpr std::array k_ring{0.0, 0.8, 0.3, 1.5, 0.1, 1.0, 0.6, 2.0};

std::size_t beside(std::size_t state, Random& random) {
    constexpr std::array<std::size_t, 4> k_moves{1, 2, k_ring.size() - 1, k_ring.size() - 2};
    return (state + k_moves[random.below(4)]) % k_ring.size();
}

std::array<double, k_ring.size()> visits(bool best_of, int steps) {
    std::array<double, k_ring.size()> share{};
    Random random(17, 0, 98);
    std::size_t state = 0;
    for (int step = 0; step < steps; ++step) {
        const auto centre = best_of ? state : beside(state, random);
        std::vector<std::size_t> states{state, beside(centre, random), beside(centre, random), beside(centre, random)};
        std::vector<double> energies;
        for (const auto each : states) energies.push_back(k_ring[each] - k_ring[state]);
        if (best_of) {
            const auto best = static_cast<std::size_t>(std::min_element(energies.begin() + 1, energies.end()) - energies.begin());
            if (random.uniform() < acceptance(energies[best], 0.5)) state = states[best];
        } else {
            double left = random.uniform();
            std::size_t next = 0;
            for (const double probability : next_state_probabilities(energies, 0.5)) {
                if ((left -= probability) < 0) break;
                ++next;
            }
            if (next < states.size()) state = states[next];
        }
        share[state] += 1.0 / steps;
    }
    return share;
}

double farthest_from_boltzmann(const std::array<double, k_ring.size()>& share) {
    double sum = 0, farthest = 0;
    for (const double energy : k_ring) sum += std::exp(-energy / 0.5);
    for (std::size_t i = 0; i < share.size(); ++i)
        farthest = std::max(farthest, std::abs(share[i] - std::exp(-k_ring[i] / 0.5) / sum));
    return farthest;
}

TEST(MultipleTry, VisitsStatesAsOftenAsTheirEnergySays) {
    EXPECT_LT(farthest_from_boltzmann(visits(false, 200'000)), 0.006);
    EXPECT_GT(farthest_from_boltzmann(visits(true, 200'000)), 0.03);  // the best of them as the proposal is biased
}

TEST_F(Walk, TriesOfAStepLieAroundOneCentreAndItsChainGoesOnFromTheChosenOne) {
    problem_.in_flight = 4;
    for (const char* method : {"anneal", "anneal_best_of"}) {
        auto searcher = make_searcher(method, problem_).value();
        const auto baseline = searcher->ask(0)->configuration;
        searcher->tell({0, false, {100}, 0, {}});
        std::vector<space::Configuration> all;
        const auto step = [&](TrialNumber first, TrialNumber good) {
            for (TrialNumber number = first; number < first + 4; ++number) all.push_back(searcher->ask(number)->configuration);
            for (TrialNumber number = first; number < first + 4; ++number)
                searcher->tell({number, false, {number == good ? 1.0 : 1e6}, 0, {}});
        };
        step(1, 3);   // of the first chain
        step(5, -1);  // of the second: it stays at the baseline
        step(9, -1);
        for (std::size_t i = 0; i < 8; ++i) EXPECT_LE(moved(all[i], baseline), 6) << method;
        for (std::size_t i = 8; i < 12; ++i) EXPECT_LE(moved(all[i], all[2]), 6) << method;
        for (std::size_t i = 8; i < 12; ++i)
            for (std::size_t j = 8; j < i; ++j) EXPECT_LE(moved(all[i], all[j]), 6) << method;
    }
}

// While the last tries of a step are awaited, the other chain has its own to ask for.
TEST_F(Walk, NobodyWaitsForTheLastOfAStep) {
    problem_.in_flight = 4;
    for (const std::size_t objectives : {1U, 2U}) {
        problem_.objectives = objectives;
        auto searcher = make_searcher("anneal", problem_).value();
        Random random(3, 0, 97);
        std::vector<TrialNumber> open;
        for (TrialNumber number = 0; number < 200; ++number) {
            const auto ask = searcher->ask(number).value();
            EXPECT_EQ(ask.origin, number == 0 ? "baseline" : "anneal");
            open.push_back(number);
            while (open.size() >= 4) {
                const auto at = open.begin() + static_cast<std::ptrdiff_t>(random.below(open.size()));
                searcher->tell({*at, *at % 17 == 5, std::vector<double>(objectives, random.uniform()), 0, {}});
                open.erase(at);
            }
        }
    }
}

// Trials of different length come back in any order; the chains go on all the same, as the values show: a search that drew
// around its first states only would stay where they are.
TEST_F(Walk, StragglersDoNotHoldTheChains) {
    problem_.in_flight = 8;
    problem_.budget = 1200;
    auto searcher = make_searcher("anneal", problem_).value();
    Random random(3, 0, 97);
    std::vector<std::pair<TrialNumber, double>> open;
    double first = 0, last = 0;
    for (TrialNumber number = 0; number < problem_.budget; ++number) {
        const auto configuration = searcher->ask(number)->configuration;
        double sum = 0;
        for (const auto& value : configuration.values) sum += static_cast<double>(std::get<std::int64_t>(value));
        (number < 100 ? first : last) += number < 100 || number >= problem_.budget - 100 ? sum / 100 : 0;
        open.emplace_back(number, sum);
        while (open.size() >= 8) {
            const auto at = open.begin() + static_cast<std::ptrdiff_t>(random.below(open.size()));
            searcher->tell({at->first, false, {at->second}, 0, {}});
            open.erase(at);
        }
    }
    EXPECT_LT(last, 0.5 * first) << first << " to " << last;
}

// A space that is nearly used up: the step is made of what could be tried, and the search goes on to its end.
TEST(AnnealTries, EndWithTheSpace) {
    Problem problem;
    problem.space = space::Space({integer("a", 0, 5), integer("b", 0, 5)}, {});
    problem.in_flight = 4;
    problem.budget = 36;
    auto searcher = make_searcher("anneal", problem).value();
    for (TrialNumber number = 0; number < 36; ++number) {
        ASSERT_TRUE(searcher->ask(number)) << number;
        searcher->tell({number, false, {static_cast<double>(number % 7)}, 0, {}});
    }
    EXPECT_FALSE(searcher->ask(36));
}

}  // namespace
}  // namespace paretop::search
