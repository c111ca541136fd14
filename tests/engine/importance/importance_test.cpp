#include "engine/importance/importance.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "engine/search/random.h"
#include "tests/engine/search/spaces.h"

namespace paretop::importance {
namespace {

using search::boolean, search::categorical, search::integer, search::ordinal, search::permutation, search::real, search::when;
using space::Configuration;
using space::Space;

struct Trials {
    std::vector<Configuration> configurations;
    std::vector<double> values;
};

// Uniform over the space.
Trials measure(const Space& space, int count, const std::function<double(const Configuration&)>& objective) {
    Trials trials;
    for (int i = 0; i < count; ++i) {
        search::Random random(7, static_cast<std::uint64_t>(i), 1);
        std::vector<double> unit(unit_dimensions(space));
        for (double& x : unit) x = random.uniform();
        trials.configurations.push_back(from_unit(space, unit));
        trials.values.push_back(objective(trials.configurations.back()));
    }
    return trials;
}

double number(const Configuration& configuration, std::size_t i) { return std::get<double>(configuration.values[i]); }
std::int64_t index(const Configuration& configuration, std::size_t i) { return std::get<std::int64_t>(configuration.values[i]); }

Analysis analysed(const Space& space, const Trials& trials, Method method = Method::fanova) {
    Options options;
    options.method = method;
    return analyse(space, trials.configurations, trials.values, options).value();
}

std::vector<double> by_parameter(const Analysis& analysis) {
    std::vector<double> shares(analysis.shares.size());
    for (const auto& share : analysis.shares) shares[share.parameter] = share.share;
    return shares;
}

// Variances: 16/12 of x, 4/12 of y, 2/9·9 = 2 of the category (3 for one choice of three), 0 of z. Sum 3.667.
const Space k_sum({real("x", 0, 1), real("y", 0, 1), categorical("c", {"p", "q", "r"}), real("z", 0, 1)}, {});
double additive(const Configuration& configuration) {
    return 4 * number(configuration, 0) + 2 * number(configuration, 1) + (index(configuration, 2) == 1 ? 3 : 0);
}

TEST(Fanova, FindsTheVariancesOfASum) {
    const auto analysis = analysed(k_sum, measure(k_sum, 1000, additive));
    const auto shares = by_parameter(analysis);
    EXPECT_NEAR(shares[0], 0.3636, 0.04);
    EXPECT_NEAR(shares[1], 0.0909, 0.03);
    EXPECT_NEAR(shares[2], 0.5455, 0.04);
    EXPECT_LT(shares[3], 0.01);
    EXPECT_GT(analysis.explained, 0.95);
    EXPECT_GT(analysis.r_squared, 0.95);
    EXPECT_EQ(analysis.shares[0].parameter, 2U);
    EXPECT_EQ(analysis.shares[1].parameter, 0U);
}

TEST(PermutationImportance, AgreesOnASum) {
    const auto shares = by_parameter(analysed(k_sum, measure(k_sum, 1000, additive), Method::permutation));
    EXPECT_NEAR(shares[0], 0.3636, 0.06);
    EXPECT_NEAR(shares[1], 0.0909, 0.04);
    EXPECT_NEAR(shares[2], 0.5455, 0.06);
    EXPECT_LT(shares[3], 0.01);
}

// (x − ½)(y − ½) has no main effects at all; its total effects are 1 each.
TEST(PermutationImportance, SeesInteractionsThatMainEffectsDoNot) {
    const Space space({real("x", 0, 1), real("y", 0, 1), real("z", 0, 1)}, {});
    const auto trials = measure(space, 2000, [](const Configuration& c) { return (number(c, 0) - 0.5) * (number(c, 1) - 0.5); });
    const auto main = by_parameter(analysed(space, trials));
    const auto total = by_parameter(analysed(space, trials, Method::permutation));
    EXPECT_LT(main[0] + main[1], 0.15);
    EXPECT_GT(total[0], 0.6);
    EXPECT_GT(total[1], 0.6);
    EXPECT_LT(total[2], 0.1);
}

TEST(Fanova, GivesTheMarginalOfANumberOnAGrid) {
    const auto analysis = analysed(k_sum, measure(k_sum, 1000, additive));
    const auto& points = analysis.marginal(0);
    ASSERT_EQ(points.size(), 64U);
    for (const auto& point : points) {
        EXPECT_NEAR(point.mean, 4 * point.coordinate + 1 + 1, 0.35) << point.coordinate;
        EXPECT_NEAR(std::get<double>(point.value), point.coordinate, 1e-12);
        EXPECT_LT(point.deviation, 0.5);
    }
}

TEST(Fanova, GivesTheMarginalOfEveryChoice) {
    const auto analysis = analysed(k_sum, measure(k_sum, 1000, additive));
    const auto& points = analysis.marginal(2);
    ASSERT_EQ(points.size(), 3U);
    EXPECT_NEAR(points[1].mean - points[0].mean, 3, 0.1);
    EXPECT_NEAR(points[2].mean - points[0].mean, 0, 0.1);
    EXPECT_EQ(points[2].value, space::Value(std::int64_t{2}));
}

// The half in which `on` is off has value 5 whatever depth is; where it is on, depth decides.
TEST(Fanova, TakesInactiveForAValueOfItsOwn) {
    const Space space({boolean("on"), when(real("depth", 0, 1), "on")}, {});
    const auto trials = measure(space, 1000, [](const Configuration& c) { return index(c, 0) == 1 ? number(c, 1) : 5.0; });
    const auto analysis = analysed(space, trials);
    const auto& points = analysis.marginal(1);
    ASSERT_EQ(points.size(), 65U);
    EXPECT_EQ(points[0].value, space::Value(space::Inactive{}));
    EXPECT_NEAR(points[64].mean - points[1].mean, 0.5, 0.1);  // half of the space knows no depth
    EXPECT_GT(by_parameter(analysis)[0], 0.9);
    EXPECT_GT(analysis.explained, 0.95);
}

// Only the place of item "d" matters.
TEST(Fanova, SumsThePlacesOfAPermutation) {
    const Space space({permutation("order", {"a", "b", "c", "d"}), integer("i", 1, 9)}, {});
    const auto place = [](const Configuration& c) {
        const auto& order = std::get<space::Permutation>(c.values[0]);
        return static_cast<double>(std::find(order.begin(), order.end(), 3) - order.begin());
    };
    const auto analysis = analysed(space, measure(space, 500, place));
    EXPECT_GT(by_parameter(analysis)[0], 0.9);
    EXPECT_LT(by_parameter(analysis)[1], 0.01);
    const auto& points = analysis.marginal(0);
    ASSERT_EQ(points.size(), 16U);
    for (std::size_t i = 12; i < 16; ++i) {
        EXPECT_EQ(points[i].item, 3U);
        EXPECT_EQ(points[i].value, space::Value(static_cast<std::int64_t>(i - 12)));
        EXPECT_NEAR(points[i].mean, static_cast<double>(i - 12), 0.15);
    }
}

TEST(Fanova, HasOnePointForEachValueOfASmallRange) {
    const Space space({integer("i", 3, 7), ordinal("o", {"s", "m", "l"})}, {});
    const auto analysis =
        analysed(space, measure(space, 300, [](const Configuration& c) { return static_cast<double>(index(c, 0)); }));
    ASSERT_EQ(analysis.marginal(0).size(), 5U);
    for (const auto& point : analysis.marginal(0))
        EXPECT_NEAR(point.mean, static_cast<double>(std::get<std::int64_t>(point.value)), 0.1);
    EXPECT_EQ(analysis.marginal(1).size(), 3U);
}

// Noise cannot be predicted, and the coefficient out of bag says so.
TEST(Fanova, AdmitsThatNoiseIsNotExplained) {
    const Space space({real("x", 0, 1), real("y", 0, 1)}, {});
    int i = 0;
    const auto trials =
        measure(space, 500, [&](const Configuration&) { return search::Random(9, static_cast<std::uint64_t>(i++), 2).normal(); });
    EXPECT_LT(analysed(space, trials).r_squared, 0.1);
}

TEST(Fanova, IsTheSameForTheSameSeed) {
    const auto trials = measure(k_sum, 200, additive);
    const auto a = analysed(k_sum, trials), b = analysed(k_sum, trials);
    EXPECT_EQ(by_parameter(a), by_parameter(b));
    EXPECT_EQ(a.r_squared, b.r_squared);
}

TEST(Fanova, TreeByTreeIsTheSame) {
    const auto trials = measure(k_sum, 200, additive);
    auto study = Study::begin(k_sum, trials.configurations, trials.values).value();
    int steps = 1;
    while (study.step()) ++steps;
    EXPECT_EQ(steps, 64);
    const auto whole = analysed(k_sum, trials);
    EXPECT_EQ(by_parameter(study.analysis()), by_parameter(whole));
    EXPECT_EQ(study.analysis().marginal(0)[10].mean, whole.marginal(0)[10].mean);
}

TEST(Fanova, OfAConstantIsNothing) {
    const auto analysis = analysed(k_sum, measure(k_sum, 50, [](const Configuration&) { return 0.1; }));
    EXPECT_TRUE(analysis.constant);
    EXPECT_EQ(analysis.explained, 0);
    EXPECT_EQ(analysis.r_squared, 0);
    for (const auto& point : analysis.marginal(0)) EXPECT_NEAR(point.mean, 0.1, 1e-12);
}

TEST(Fanova, KnowsNoUnit) {
    auto trials = measure(k_sum, 100, additive);
    const auto shares = by_parameter(analysed(k_sum, trials));
    for (const double unit : {0x1p1000, 0x1p-900}) {
        auto scaled = trials;
        for (double& value : scaled.values) value *= unit;
        const auto analysis = analysed(k_sum, scaled);
        EXPECT_EQ(by_parameter(analysis), shares) << unit;
        EXPECT_FALSE(analysis.constant);
        EXPECT_GT(analysis.r_squared, 0.5);
    }
}

TEST(Fanova, RefusesTooFewTrials) {
    const auto trials = measure(k_sum, 3, additive);
    const auto analysis = analyse(k_sum, trials.configurations, trials.values);
    ASSERT_FALSE(analysis);
    EXPECT_EQ(analysis.error().message(),
              "3 trials are too few to tell which parameters matter; measure at least 4, better some hundred");
}

TEST(Fanova, TakesEveryKindOfSpace) {
    for (const auto& [name, space] : search::example_spaces())
        for (const auto method : {Method::fanova, Method::permutation}) {
            double i = 0;
            const auto analysis =
                analysed(space, measure(space, 60, [&](const Configuration&) { return std::sin(++i); }), method);
            EXPECT_EQ(analysis.shares.size(), space.parameters().size()) << name;
            EXPECT_LE(analysis.explained, method == Method::fanova ? 1 + 1e-9 : 1e9) << name;
            for (const auto& share : analysis.shares) EXPECT_TRUE(share.share >= 0 && share.share <= 1) << name;
        }
}

TEST(Fanova, TakesMoreChoicesThanCodes) {
    std::vector<std::string> choices;
    for (int i = 0; i < 10000; ++i) choices.push_back(std::to_string(i));
    const Space space({categorical("many", choices), real("x", 0, 1)}, {});
    const auto analysis = analysed(space, measure(space, 500, [](const Configuration& c) { return number(c, 1); }));
    EXPECT_EQ(analysis.shares[0].parameter, 1U);
    EXPECT_EQ(analysis.marginal(0).size(), 10000U);
}

TEST(Method, HasAName) {
    EXPECT_EQ(method_named("fanova"), Method::fanova);
    EXPECT_EQ(method_named("permutation"), Method::permutation);
    EXPECT_EQ(method_named("forest"), std::nullopt);
    EXPECT_EQ(method_name(Method::permutation), "permutation");
}

}  // namespace
}  // namespace paretop::importance
