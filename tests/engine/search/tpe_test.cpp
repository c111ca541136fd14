// Densities of the tree-structured Parzen estimator, what it calls good, and whether it finds more than chance.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "engine/search/tpe_history.h"
#include "tests/engine/search/spaces.h"

namespace paretop::search {
namespace {

using space::Configuration;
using space::Space;
using testing::ElementsAre;

constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();

double density(const Mixture& mixture, const Axes::Point& point) { return std::exp(mixture.log_density(point)); }

double phi(double z) { return 0.5 * (1 + std::erf(z / std::numbers::sqrt2)); }

// --- axes ------------------------------------------------------------------------------------------------------------

TEST(TpeAxes, KnowTheSharesOfFewValues) {
    const Space space({integer("i", 3, 6), logarithmic(integer("l", 1, 4)), ordinal("o", {"s", "m"}), integer("many", 0, 99)},
                      {});
    const Axes axes(space);
    ASSERT_EQ(axes[0].kind, Axis::Kind::grid);
    EXPECT_THAT(axes[0].edges, ElementsAre(0, 0.25, 0.5, 0.75, 1));
    EXPECT_EQ(axes[0].value_at(0), 0U);
    EXPECT_EQ(axes[0].value_at(0.5), 2U);
    EXPECT_EQ(axes[0].value_at(1), 3U);
    const double width = std::log(4.5 / 0.5);
    EXPECT_NEAR(axes[1].edges[1], std::log(1.5 / 0.5) / width, 1e-12);
    EXPECT_NEAR(axes[1].edges[2], std::log(2.5 / 0.5) / width, 1e-12);
    EXPECT_EQ(axes[2].values(), 2U);
    EXPECT_EQ(axes[3].kind, Axis::Kind::continuous);
}

TEST(TpeAxes, HaveNothingOfAnInactiveParameter) {
    const Space space({boolean("a"), when(real("b", 0, 1), "a")}, {});
    const auto point = Axes(space).of({{std::int64_t{0}, space::Inactive{}}});
    EXPECT_EQ(point[0], 0);
    EXPECT_TRUE(std::isnan(point[1]));
}

// --- densities -------------------------------------------------------------------------------------------------------

TEST(Mixture, OfOneKernelIsItsNormalDensityCutToTheRange) {
    const Space space({real("x", 0, 1)}, {});
    const Axes axes(space);
    const Axes::Point centre{0.2};
    const Mixture mixture(axes, {{&centre, 3}}, 1, {0.1});
    const double inside = phi(8) - phi(-2);
    const double kernel = std::exp(-0.5) / (0.1 * std::sqrt(2 * std::numbers::pi)) / inside;
    EXPECT_NEAR(density(mixture, {0.3}), 0.75 * kernel + 0.25, 1e-12);
}

TEST(Mixture, OfAGridIsTheMassOfEachShare) {
    const Space space({integer("i", 0, 3)}, {});
    const Axes axes(space);
    const Axes::Point centre{0.375};
    const Mixture mixture(axes, {{&centre, 1}}, 1, {0.25});
    const double inside = phi(2.5) - phi(-1.5);
    EXPECT_NEAR(density(mixture, {0.125}), 0.5 * (phi(-0.5) - phi(-1.5)) / inside * 4 + 0.5, 1e-12);
    EXPECT_NEAR(density(mixture, {0.375}), 0.5 * (phi(0.5) - phi(-0.5)) / inside * 4 + 0.5, 1e-12);
}

TEST(Mixture, OfCategoriesIsTheKernelOfAitchisonAndAitken) {
    const Space space({categorical("c", {"x", "y", "z", "w"})}, {});
    const Axes axes(space);
    const Axes::Point centre{2};
    const Mixture mixture(axes, {{&centre, 1}}, 1, {0.4});
    EXPECT_NEAR(density(mixture, {2}), 0.5 * (0.7 * 4) + 0.5, 1e-12);
    EXPECT_NEAR(density(mixture, {0}), 0.5 * (0.1 * 4) + 0.5, 1e-12);
}

TEST(Mixture, TakesInactiveForUniform) {
    const Space space({boolean("a"), when(real("b", 0, 1), "a")}, {});
    const Axes axes(space);
    const Axes::Point centre{0, k_nan};
    const Mixture mixture(axes, {{&centre, 1}}, 1, {0.5, 0.1});
    EXPECT_NEAR(density(mixture, {0, 0.1}), density(mixture, {0, 0.9}), 1e-12);
    EXPECT_NEAR(density(mixture, {0, k_nan}), density(mixture, {0, 0.9}), 1e-12);
}

// Over all values of everything: a sum over the discrete ones and a fine grid over the float.
TEST(Mixture, SumsToOne) {
    const Space space({real("x", 0, 1), logarithmic(integer("i", 1, 9)), categorical("c", {"p", "q", "r"}), boolean("b")}, {});
    const Axes axes(space);
    const std::vector<Axes::Point> centres{{0.1, 0.3, 2, 0}, {0.95, 0.9, 0, 1}, {0.5, 0.05, 1, 1}};
    const Mixture mixture(axes, {{&centres[0], 1}, {&centres[1], 2}, {&centres[2], 0.5}}, 0.7, {0.07, 0.2, 0.3, 0.9});
    double sum = 0;
    constexpr int k_steps = 400;
    for (int x = 0; x < k_steps; ++x)
        for (std::size_t i = 0; i < 9; ++i)
            for (double c = 0; c < 3; ++c)
                for (double b = 0; b < 2; ++b) {
                    const double middle = (axes[1].edges[i] + axes[1].edges[i + 1]) / 2;
                    sum += density(mixture, {(x + 0.5) / k_steps, middle, c, b}) * axes[1].share(i) / (k_steps * 6);
                }
    EXPECT_NEAR(sum, 1, 1e-4);
}

TEST(Mixture, DrawsAsOftenAsItsDensitySays) {
    const Space space({integer("i", 0, 4), categorical("c", {"p", "q", "r"})}, {});
    const Axes axes(space);
    const Axes::Point centre{0.7, 1};
    const Mixture mixture(axes, {{&centre, 4}}, 1, {0.15, 0.3});
    std::vector<std::vector<double>> seen(5, std::vector<double>(3, 0));
    constexpr int k_draws = 20000;
    Random random(1, 2, 3);
    for (int i = 0; i < k_draws; ++i) {
        const auto drawn = mixture.draw(random);
        ++seen[axes[0].value_at(drawn[0])][static_cast<std::size_t>(drawn[1] * 3)];
    }
    // Axes are drawn from one kernel or the prior each in half of the draws, so only their own frequencies are compared.
    for (std::size_t i = 0; i < 5; ++i) {
        double expected = 0, found = 0;
        for (std::size_t c = 0; c < 3; ++c) {
            expected += density(mixture, {(static_cast<double>(i) + 0.5) / 5, static_cast<double>(c)}) / 15;
            found += seen[i][c] / k_draws;
        }
        EXPECT_NEAR(found, expected, 0.015) << i;
    }
}

TEST(Bandwidths, FollowTheSpreadOfTheGoodOnes) {
    const Space space({real("x", 0, 1), real("y", 0, 1)}, {});
    const Axes axes(space);
    const std::vector<Axes::Point> points{{0.1, 0.50}, {0.9, 0.51}, {0.1, 0.50}, {0.9, 0.51}};
    std::vector<Mixture::Kernel> kernels;
    for (const auto& point : points) kernels.push_back({&point, 1});
    const auto widths = bandwidths(axes, kernels, 0.01);
    EXPECT_NEAR(widths[0], 0.8 * 0.4 * std::pow(4, -1.0 / 6), 1e-12);
    EXPECT_EQ(widths[1], 0.01);
}

// --- what is good ----------------------------------------------------------------------------------------------------

std::vector<double> firsts(const std::vector<Mixture::Kernel>& kernels) {
    std::vector<double> result;
    for (const auto& kernel : kernels) result.push_back((*kernel.centre)[0]);
    return result;
}

TEST(TpeHistory, CallsTheBestOfOneObjectiveGood) {
    TpeHistory history(1, 1);
    for (int i = 0; i < 60; ++i) history.add({(i * 37 % 60) / 60.0}, {{static_cast<double>(i * 37 % 60)}, 0});
    const auto& split = history.split();
    EXPECT_THAT(firsts(split.good), ElementsAre(0, 1 / 60.0, 2 / 60.0));
    EXPECT_EQ(split.bad.size(), 57U);
}

TEST(TpeHistory, PutsViolationsLastAndFailuresNowhereGood) {
    TpeHistory history(1, 1);
    history.add({0.1}, {{1}, 0.5});
    history.add({0.2}, {{9}, 0});
    history.add({0.3}, {{}, std::numeric_limits<double>::infinity()});
    history.add({0.4}, {{2}, 0.1});
    EXPECT_EQ(history.learnt(), 3);
    EXPECT_THAT(firsts(history.split().good), ElementsAre(0.2, 0.4));
    EXPECT_THAT(firsts(history.split().bad), testing::UnorderedElementsAre(0.1, 0.3));
}

// (1, 4), (2, 2) and (4, 1) are not dominated; of them the middle adds most below (4.3, 4.3).
TEST(TpeHistory, CutsARankByWhatEachAddsToTheVolume) {
    TpeHistory history(1, 2);
    history.add({0.1}, {{1, 4}, 0});
    history.add({0.2}, {{4, 1}, 0});
    history.add({0.3}, {{2, 2}, 0});
    history.add({0.4}, {{5, 5}, 0});
    EXPECT_EQ(firsts(history.split().good)[0], 0.3);
    EXPECT_EQ(history.split().good.size(), 2U);
}

TEST(TpeHistory, StaysBoundedAndKeepsTheBest) {
    for (const std::size_t objectives : {1U, 2U}) {
        TpeHistory history(1, objectives);
        for (int i = 0; i < 5000; ++i) {
            const double x = (i * 2741 % 5000) / 5000.0;
            history.add({x}, {objectives == 1 ? front::Point{x} : front::Point{x, x}, 0});
        }
        const auto& split = history.split();
        EXPECT_EQ(split.good.size(), 25U);
        EXPECT_LE(split.bad.size(), 200U);
        for (const double x : firsts(split.good)) EXPECT_LT(x, 0.0051);
        double heaviest = 0, lightest = 2;
        for (const auto& kernel : split.bad) {
            heaviest = std::max(heaviest, kernel.weight);
            lightest = std::min(lightest, kernel.weight);
        }
        EXPECT_GT(heaviest, 1);
        EXPECT_LT(lightest, 0.02);
    }
}

// --- searching -------------------------------------------------------------------------------------------------------

double best_of(const std::string& method, const Space& space, std::uint64_t seed, int trials,
               const std::function<double(const Configuration&)>& objective) {
    Problem problem;
    problem.space = space;
    problem.seed = seed;
    problem.budget = trials;
    auto searcher = make_searcher(method, problem).value();
    double best = 1e300;
    for (TrialNumber trial = 0; trial < trials; ++trial) {
        const double value = objective(searcher->ask(trial)->configuration);
        best = std::min(best, value);
        searcher->tell({trial, false, {value}, 0, {}});
    }
    return best;
}

TEST(Tpe, FindsTheMinimumOfBranin) {
    const Space space({real("x", -5, 10), real("y", 0, 15)}, {});
    const auto branin = [](const Configuration& c) {
        const double x = std::get<double>(c.values[0]), y = std::get<double>(c.values[1]), pi = std::numbers::pi;
        const double a = y - 5.1 / (4 * pi * pi) * x * x + 5 / pi * x - 6;
        return a * a + 10 * (1 - 1 / (8 * pi)) * std::cos(x) + 10;
    };
    for (std::uint64_t seed = 1; seed <= 5; ++seed) EXPECT_LT(best_of("tpe", space, seed, 200, branin), 0.45) << seed;
}

// A mode that decides which of two floats counts, and an order of items.
TEST(Tpe, LearnsConditionsCategoriesAndPermutations) {
    const Space space({categorical("mode", {"a", "b", "c", "d"}), when(real("depth", 0, 1), "mode == 'c'"),
                       when(real("width", 0, 1), "mode == 'b'"), permutation("order", {"1", "2", "3", "4", "5"})},
                      {});
    const auto cost = [](const Configuration& c) {
        const auto& order = std::get<space::Permutation>(c.values[3]);
        double sum = std::get<std::int64_t>(c.values[0]) == 2 ? std::abs(std::get<double>(c.values[1]) - 0.7) : 1;
        for (std::size_t i = 0; i < order.size(); ++i)
            sum += 0.1 * std::abs(static_cast<double>(order[i]) - static_cast<double>(4 - i));
        return sum;
    };
    double learnt = 0, chance = 0;
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        learnt += best_of("tpe", space, seed, 150, cost);
        chance += best_of("random", space, seed, 150, cost);
    }
    EXPECT_LT(4 * learnt, chance);
}

// With no outcome in between it goes on asking, and what is in flight changes what is asked next.
TEST(Tpe, LooksAtAsksInFlight) {
    const auto next = [](TrialNumber open) {
        Problem problem;
        problem.space = Space({real("x", 0, 1), real("y", 0, 1)}, {});
        auto searcher = make_searcher("tpe", problem).value();
        TrialNumber number = 0;
        for (; number < 40; ++number) {
            const auto c = searcher->ask(number)->configuration;
            searcher->tell({number, false, {std::abs(std::get<double>(c.values[0]) - 0.5)}, 0, {}});
        }
        for (; open > 0; --open) EXPECT_EQ(searcher->ask(number++)->origin, "tpe");
        std::vector<Configuration> asked;
        for (number = 60; number < 70; ++number) asked.push_back(searcher->ask(number)->configuration);
        return asked;
    };
    EXPECT_EQ(next(0), next(0));
    EXPECT_NE(next(0), next(16));
}

}  // namespace
}  // namespace paretop::search
