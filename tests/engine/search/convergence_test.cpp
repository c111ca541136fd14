// Whether methods that learn find better configurations than chance does. Seeds are fixed and the bounds generous.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/engine/search/experiments.h"

namespace paretop::search {
namespace {

using space::Configuration;
using space::Space;

// The volume of the true front of ZDT1 for this reference is 0.8767; chance stays at 0 here.
TEST(Nsga2, NearsTheFrontOfZdt1) {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        const Space space = floats(10);
        const double learnt = volume(outcomes("nsga2", {space, 2, 1000, 1, zdt1}, seed));
        const double chance = volume(outcomes("random", {space, 2, 1000, 1, zdt1}, seed));
        EXPECT_GT(learnt, 0.7) << seed;
        EXPECT_LT(chance, 0.3) << seed;
    }
}

TEST(Nsga2, LearnsWithSeveralInFlight) {
    for (std::uint64_t seed = 1; seed <= 3; ++seed)
        EXPECT_GT(volume(outcomes("nsga2", {floats(10), 2, 1000, 16, zdt1}, seed)), 0.6) << seed;
}

TEST(Nsga2, OfOneObjectiveBeatsChance) {
    const auto sphere = [](const Configuration& configuration) {
        double sum = 0;
        for (std::size_t i = 0; i < configuration.values.size(); ++i) sum += std::pow(number(configuration, i) - 0.3, 2);
        return Outcome{0, false, {sum}, 0, {}};
    };
    for (std::uint64_t seed = 1; seed <= 5; ++seed)
        EXPECT_LT(10 * best(outcomes("nsga2", {floats(8), 1, 400, 1, sphere}, seed)),
                  best(outcomes("random", {floats(8), 1, 400, 1, sphere}, seed)));
}

// Compiler flags of a kind: 40 booleans that each help or hurt, one of them only together with a mode.
TEST(Nsga2, FindsFlagsAndCategories) {
    std::vector<space::Parameter> parameters{categorical("mode", {"a", "b", "c", "d", "e"})};
    for (int i = 0; i < 40; ++i) parameters.push_back(boolean("f" + std::to_string(i)));
    const Space space(std::move(parameters), {});
    const auto cost = [](const Configuration& configuration) {
        double sum = index(configuration, 0) == 3 ? 0 : 5;
        for (std::size_t i = 1; i <= 40; ++i) sum += index(configuration, i) == (i % 3 == 0 ? 1 : 0) ? 0 : 1;
        return Outcome{0, false, {sum}, 0, {}};
    };
    for (std::uint64_t seed = 1; seed <= 3; ++seed) EXPECT_LE(best(outcomes("nsga2", {space, 1, 600, 1, cost}, seed)), 4) << seed;
}

// The order of a chain: how many neighbours are in the wrong order.
TEST(Nsga2, SortsAPermutation) {
    std::vector<std::string> items;
    for (int i = 0; i < 10; ++i) items.push_back(std::to_string(i));
    const Space space({permutation("p", items)}, {});
    const auto inversions = [](const Configuration& configuration) {
        const auto& order = std::get<space::Permutation>(configuration.values[0]);
        double sum = 0;
        for (std::size_t i = 0; i < order.size(); ++i)
            for (std::size_t j = i + 1; j < order.size(); ++j) sum += order[i] < order[j] ? 1 : 0;
        return Outcome{0, false, {sum}, 0, {}};
    };
    for (std::uint64_t seed = 1; seed <= 3; ++seed)
        EXPECT_LE(best(outcomes("nsga2", {space, 1, 600, 1, inversions}, seed)), 4) << seed;
}

// Only a thin band is feasible and half of the rest fails: constrained domination leads into the band.
TEST(Nsga2, IsLedByViolationsPastFailures) {
    const auto band = [](const Configuration& configuration) {
        double sum = 0;
        for (std::size_t i = 0; i < configuration.values.size(); ++i) sum += number(configuration, i);
        if (number(configuration, 0) > 0.5 && sum > 5) return Outcome{0, true, {}, 0, {}};
        return Outcome{0, false, {number(configuration, 1), 1 - number(configuration, 1)}, std::max(0.0, sum - 1), {}};
    };
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        const auto all = outcomes("nsga2", {floats(10), 2, 500, 2, band}, seed);
        const auto feasible =
            std::count_if(all.begin(), all.end(), [](const Outcome& o) { return !o.failed && o.violation <= 0; });
        EXPECT_GT(feasible, 50) << seed;
    }
}

// Both points of the sequence and chance integrate x; the sequence's error is far smaller.
TEST(Sobol, SpreadsMoreEvenlyThanChance) {
    const auto error = [](const std::string& method, std::uint64_t seed) {
        double sum = 0;
        const auto all = outcomes(method,
                                  {floats(3), 1, 257, 1,
                                   [&](const Configuration& configuration) {
                                       sum += number(configuration, 0) * number(configuration, 1) * number(configuration, 2);
                                       return Outcome{0, false, {0}, 0, {}};
                                   }},
                                  seed);
        return std::abs((sum - 0.729) / 256 - 0.125);  // without the baseline
    };
    double even = 0, chance = 0;
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        even += error("sobol", seed);
        chance += error("random", seed);
    }
    EXPECT_LT(4 * even, chance);
}

}  // namespace
}  // namespace paretop::search
