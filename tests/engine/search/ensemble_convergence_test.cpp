// Whether annealing, CMA-ES and the bandit find better configurations than chance does. Seeds are fixed and the bounds generous.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/engine/search/experiments.h"

namespace paretop::search {
namespace {

using space::Configuration;
using space::Space;

// A valley along which all numbers go together: x[i + 1] = x[i]², in −2 … 2.
Outcome rosenbrock(const Configuration& configuration) {
    double sum = 0;
    const auto x = [&](std::size_t i) { return 4 * number(configuration, i) - 2; };
    for (std::size_t i = 0; i + 1 < configuration.values.size(); ++i)
        sum += 100 * std::pow(x(i + 1) - x(i) * x(i), 2) + std::pow(1 - x(i), 2);
    return {0, false, {sum}, 0, {}};
}

// 20 flags that help or hurt, a mode and two numbers.
Space flags() {
    std::vector<space::Parameter> parameters{categorical("mode", {"a", "b", "c", "d", "e"}), real("x", 0, 1), real("y", 0, 1)};
    for (int i = 0; i < 20; ++i) parameters.push_back(boolean("f" + std::to_string(i)));
    return {std::move(parameters), {}};
}

Outcome flag_cost(const Configuration& configuration) {
    double sum = index(configuration, 0) == 3 ? 10 : 12;
    sum += 2 * std::abs(number(configuration, 1) - 0.3) + 2 * std::abs(number(configuration, 2) - 0.8);
    for (std::size_t i = 3; i < 23; ++i) sum += index(configuration, i) == (i % 3 == 0 ? 1 : 0) ? 0 : 0.5;
    return {0, false, {sum}, 0, {}};
}

class Learning : public testing::TestWithParam<const char*> {
  protected:
    std::string method() const { return GetParam(); }
};

INSTANTIATE_TEST_SUITE_P(Search, Learning, testing::Values("anneal", "cmaes", "bandit"));

TEST_P(Learning, FollowsAValley) {
    const Experiment experiment{floats(5), 1, 400, 1, rosenbrock};
    for (std::uint64_t seed = 1; seed <= 3; ++seed)
        EXPECT_LT(5 * best(outcomes(method(), experiment, seed)), best(outcomes("random", experiment, seed))) << seed;
}

TEST_P(Learning, FollowsAValleyWithSeveralInFlight) {
    const Experiment experiment{floats(5), 1, 400, 8, rosenbrock};
    for (std::uint64_t seed = 1; seed <= 3; ++seed)
        EXPECT_LT(3 * best(outcomes(method(), experiment, seed)), best(outcomes("random", experiment, seed))) << seed;
}

TEST_P(Learning, FindsFlagsModesAndNumbers) {
    const Experiment experiment{flags(), 1, 400, 1, flag_cost};
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        EXPECT_LT(best(outcomes(method(), experiment, seed)), 11.5) << seed;
        EXPECT_GT(best(outcomes("random", experiment, seed)), 11.9) << seed;
    }
}

// 0.8767 is all there is; chance stays at 0.
TEST_P(Learning, NearsTheFrontOfZdt1) {
    const Experiment experiment{floats(10), 2, 1000, 2, zdt1};
    for (std::uint64_t seed = 1; seed <= 3; ++seed) EXPECT_GT(volume(outcomes(method(), experiment, seed)), 0.1) << seed;
}

// Half of the box fails, and the way to the optimum is along that border.
TEST_P(Learning, KeepsAwayFromFailures) {
    const Experiment experiment{floats(4), 1, 300, 2, [](const Configuration& configuration) {
                                    if (number(configuration, 0) < 0.5) return Outcome{0, true, {}, 0, {}};
                                    double sum = 0;
                                    for (std::size_t i = 0; i < 4; ++i) sum += std::pow(number(configuration, i) - 0.45, 2);
                                    return Outcome{0, false, {sum}, 0, {}};
                                }};
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        const auto all = outcomes(method(), experiment, seed);
        EXPECT_LT(best(all), 0.01) << seed;
        EXPECT_LT(std::count_if(all.begin() + 150, all.end(), [](const Outcome& outcome) { return outcome.failed; }), 100)
            << seed;
    }
}

TEST_P(Learning, FindsTheFeasibleCornerByItsViolations) {
    const Experiment experiment{floats(6), 1, 300, 1, [](const Configuration& configuration) {
                                    double sum = 0;
                                    for (std::size_t i = 0; i < 6; ++i) sum += number(configuration, i);
                                    return Outcome{0, false, {number(configuration, 0)}, std::max(0.0, sum - 1), {}};
                                }};
    for (std::uint64_t seed = 1; seed <= 3; ++seed) EXPECT_LT(best(outcomes(method(), experiment, seed)), 0.2) << seed;
}

}  // namespace
}  // namespace paretop::search
