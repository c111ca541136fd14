// Descent by itself, and what it does for `gp`. Seeds are fixed and the bounds generous.
#include <gtest/gtest.h>

#include <cmath>

#include "engine/search/arms.h"
#include "tests/engine/search/experiments.h"

namespace paretop::search {
namespace {

using space::Configuration;
using space::Space;

double bowl(const Configuration& configuration) {
    double sum = 0;
    for (std::size_t i = 0; i < configuration.values.size(); ++i)
        sum += (1 + static_cast<double>(i)) * std::pow(number(configuration, i) - 0.3 - 0.1 * static_cast<double>(i), 2);
    return sum;
}

// Asks one after the other, and draws at random where it has no idea.
struct Walk {
    explicit Walk(Space s, bool noisy = false) {
        problem.space = std::move(s);
        problem.noisy = noisy;
    }
    double best(int trials, const std::function<Outcome(const Configuration&)>& measure) {
        Candidates candidates(problem.space);
        const auto descent = make_descent({problem, candidates}).value();
        double lowest = INFINITY;
        for (TrialNumber trial = 0; trial < trials; ++trial) {
            Random random(7, static_cast<std::uint64_t>(trial), 99);
            auto candidate =
                trial == 0 ? Candidate{problem.space.defaults(), {}, ""} : descent->propose(trial).value_or(Candidate{});
            if (candidate.configuration.values.empty()) {
                ++ideas_missing;
                candidate = candidates.draw(random).value();
            }
            descent->asked(trial, candidate);
            auto outcome = measure(candidate.configuration);
            outcome.number = trial;
            if (!outcome.failed) lowest = std::min(lowest, outcome.objectives[0]);
            descent->tell(outcome);
        }
        return lowest;
    }
    Problem problem;
    int ideas_missing = 0;
};

TEST(Descent, FindsTheBottomOfABowl) {
    Walk walk(floats(5));
    EXPECT_LT(walk.best(40, [](const auto& c) { return Outcome{0, false, {bowl(c)}, 0, {}}; }), 1e-5);
}

TEST(Descent, FollowsAValley) {
    Walk walk(floats(4));
    const auto rosenbrock = [](const Configuration& c) {
        double sum = 0;
        const auto x = [&](std::size_t i) { return 4 * number(c, i) - 2; };
        for (std::size_t i = 0; i < 3; ++i) sum += 100 * std::pow(x(i + 1) - x(i) * x(i), 2) + std::pow(1 - x(i), 2);
        return Outcome{0, false, {sum}, 0, {}};
    };
    EXPECT_LT(walk.best(200, rosenbrock), 0.2);  // 4 in the other valley, thousands at the start
}

// Ten thousand times as steep across as along, and askew to all coordinates.
TEST(Descent, ConvergesInANarrowValley) {
    Walk walk(floats(4));
    const auto valley = [](const Configuration& c) {
        const double a = number(c, 0) - 0.2, b = number(c, 1) - 0.5, d = number(c, 2) - 0.6, e = number(c, 3) - 0.3;
        const double across[] = {a + b + d + e, a - b + d - e, a + b - d - e, a - b - d + e};
        double sum = 0, weight = 1;
        for (const double x : across) sum += weight * x * x, weight *= 20;
        return Outcome{0, false, {sum}, 0, {}};
    };
    EXPECT_LT(walk.best(120, valley), 1e-4);
}

// Four at once learn of four directions; none waits for another, and none asks the same.
TEST(Descent, GoesOnWithSeveralInFlight) {
    Problem problem;
    problem.space = floats(5);
    problem.noisy = false;
    Candidates candidates(problem.space);
    const auto descent = make_descent({problem, candidates}).value();
    descent->asked(0, {problem.space.defaults(), {}, ""});
    descent->tell({0, false, {bowl(problem.space.defaults())}, 0, {}});
    double lowest = INFINITY;
    for (TrialNumber first = 1; first < 60; first += 4) {
        std::vector<Outcome> open;
        for (TrialNumber number = first; number < first + 4; ++number) {
            const auto candidate = descent->propose(number);
            ASSERT_TRUE(candidate) << number;
            descent->asked(number, *candidate);
            open.push_back({number, false, {bowl(candidate->configuration)}, 0, {}});
            lowest = std::min(lowest, open.back().objectives[0]);
        }
        for (auto outcome = open.rbegin(); outcome != open.rend(); ++outcome) descent->tell(*outcome);
    }
    EXPECT_LT(lowest, 1e-5);
}

TEST(Descent, GoesRoundFailures) {
    Walk walk(floats(3));
    const auto half = [](const Configuration& c) {
        if (number(c, 0) < 0.5) return Outcome{0, true, {}, 0, {}};
        return Outcome{0, false, {bowl(c)}, 0, {}};
    };
    EXPECT_LT(walk.best(100, half), 0.045);  // 0.04 on the border
}

TEST(Descent, MovesNumbersAndLeavesTheRest) {
    std::vector<space::Parameter> parameters{categorical("kind", {"a", "b"}), real("x", 0, 1), integer("n", 0, 1000)};
    Walk walk(Space(std::move(parameters), {}));
    const auto measure = [](const Configuration& c) {
        const double n = static_cast<double>(index(c, 2)) / 1000;
        return Outcome{
            0, false, {static_cast<double>(index(c, 0)) + std::pow(number(c, 1) - 0.7, 2) + std::pow(n - 0.4, 2)}, 0, {}};
    };
    EXPECT_LT(walk.best(40, measure), 1e-5);
}

TEST(Descent, BeginsAgainElsewhere) {
    Walk walk(floats(1));
    const auto two_wells = [](const Configuration& c) {
        const double x = number(c, 0);
        return Outcome{0, false, {std::min(0.1 + std::pow(x - 0.8, 2), 40 * std::pow(x - 0.1, 2))}, 0, {}};
    };
    EXPECT_LT(walk.best(150, two_wells), 1e-6);
}

TEST(Descent, HasNoIdeaWithoutNumbersOrWithSeveralObjectives) {
    Walk categories(Space({categorical("kind", std::vector<std::string>(30, "a")), integer("few", 0, 9)}, {}));
    categories.best(10, [](const auto&) { return Outcome{0, false, {1}, 0, {}}; });
    EXPECT_EQ(categories.ideas_missing, 9);
    Walk two(floats(2));
    two.problem.objectives = 2;
    two.best(10, [](const auto&) { return Outcome{0, false, {1, 2}, 0, {}}; });
    EXPECT_EQ(two.ideas_missing, 9);
}

TEST(Gp, GoesToTheBottomOfWhatItFinds) {
    const Experiment experiment{floats(3), 1, 60, 1, [](const auto& c) { return Outcome{0, false, {bowl(c)}, 0, {}}; }};
    for (std::uint64_t seed = 1; seed <= 2; ++seed) EXPECT_LT(best(outcomes("gp", experiment, seed)), 1e-3) << seed;
}

}  // namespace
}  // namespace paretop::search
