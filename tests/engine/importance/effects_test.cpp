#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "engine/importance/tree.h"
#include "tests/engine/search/spaces.h"

namespace paretop::importance {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;

CodeSet codes(std::initializer_list<std::size_t> members) {
    CodeSet set;
    for (const auto member : members) set.set(member);
    return set;
}

Dimension dimension(std::vector<double> weight, bool ordered) {
    Dimension result;
    result.ordered = ordered;
    result.weight = std::move(weight);
    return result;
}

// Three dimensions of unequal codes:
//   a ∈ {0, 1}?  ── c ∈ {0, 2}?  ── 1
//        │             └──────── b ∈ {0}? ── 7, 3
//        └── a ∈ {0, 1, 2}? ── 4, b ∈ {0, 1}? ── 10, 2
const std::vector<Dimension> k_dimensions{dimension({0.1, 0.2, 0.3, 0.4}, true), dimension({0.5, 0.25, 0.25}, true),
                                          dimension({0.2, 0.3, 0.5}, false)};
const Tree k_tree{{codes({0, 1}), 0, 1, 0},
                  {codes({0, 2}), 2, 3, 0},
                  {codes({0, 1, 2}), 0, 7, 0},
                  {{}, 0, 0, 1},
                  {codes({0}), 1, 5, 0},
                  {{}, 0, 0, 7},
                  {{}, 0, 0, 3},
                  {{}, 0, 0, 4},
                  {codes({0, 1}), 1, 9, 0},
                  {{}, 0, 0, 10},
                  {{}, 0, 0, 2}};

// The same by asking the tree for every point of the space.
Effects by_force(const Tree& tree, const std::vector<Dimension>& dimensions) {
    Effects result;
    for (const auto& each : dimensions) result.marginal.emplace_back(each.weight.size(), 0.0);
    double squares = 0;
    std::array<std::size_t, 3> point{};
    for (point[0] = 0; point[0] < 4; ++point[0])
        for (point[1] = 0; point[1] < 3; ++point[1])
            for (point[2] = 0; point[2] < 3; ++point[2]) {
                const double value = predict(tree, [&](auto d) { return point[d]; });
                double weight = 1;
                for (std::size_t d = 0; d < 3; ++d) weight *= dimensions[d].weight[point[d]];
                result.mean += weight * value;
                squares += weight * value * value;
                for (std::size_t d = 0; d < 3; ++d)
                    result.marginal[d][point[d]] += weight / dimensions[d].weight[point[d]] * value;
            }
    result.variance = squares - result.mean * result.mean;
    return result;
}

TEST(Effects, EqualTheSumOverAllPoints) {
    const auto found = effects(k_tree, k_dimensions), expected = by_force(k_tree, k_dimensions);
    EXPECT_NEAR(found.mean, expected.mean, 1e-12);
    EXPECT_NEAR(found.variance, expected.variance, 1e-12);
    for (std::size_t d = 0; d < 3; ++d)
        for (std::size_t code = 0; code < found.marginal[d].size(); ++code)
            EXPECT_NEAR(found.marginal[d][code], expected.marginal[d][code], 1e-12) << d << ' ' << code;
}

// By hand. mean = 0.3·(0.7·1 + 0.3·(0.5·7 + 0.5·3)) + 0.3·4 + 0.4·(0.75·10 + 0.25·2) = 0.3·2.2 + 1.2 + 3.2 = 5.06.
TEST(Effects, AreThoseOfAHandComputedTree) {
    const auto found = effects(k_tree, k_dimensions);
    EXPECT_NEAR(found.mean, 5.06, 1e-12);
    EXPECT_THAT(found.marginal[0],
                ElementsAre(DoubleNear(2.2, 1e-12), DoubleNear(2.2, 1e-12), DoubleNear(4, 1e-12), DoubleNear(8, 1e-12)));
    // 0.7·1 + 0.3·7 = 2.8 → 0.3·2.8 + 1.2 + 4; with 3: 0.3·1.6 + 1.2 + 4; beyond: 0.3·1.6 + 1.2 + 0.8
    EXPECT_THAT(found.marginal[1], ElementsAre(DoubleNear(6.04, 1e-12), DoubleNear(5.68, 1e-12), DoubleNear(2.48, 1e-12)));
    EXPECT_THAT(found.marginal[2], ElementsAre(DoubleNear(4.7, 1e-12), DoubleNear(5.9, 1e-12), DoubleNear(4.7, 1e-12)));
    EXPECT_NEAR(main_variance(found, k_dimensions[0], 0), 0.3 * 2.86 * 2.86 + 0.3 * 1.06 * 1.06 + 0.4 * 2.94 * 2.94, 1e-12);
    EXPECT_NEAR(main_variance(found, k_dimensions[2], 2), 0.7 * 0.36 * 0.36 + 0.3 * 0.84 * 0.84, 1e-12);
}

TEST(Effects, OfALeafAreItsValue) {
    const auto found = effects({{{}, 0, 0, 3}}, k_dimensions);
    EXPECT_EQ(found.mean, 3);
    EXPECT_EQ(found.variance, 0);
    EXPECT_THAT(found.marginal[1], ElementsAre(3, 3, 3));
}

// --- growing ---------------------------------------------------------------------------------------------------------

Tree grown(const space::Space& space, const std::vector<space::Configuration>& configurations,
           const std::vector<double>& values) {
    const Codes codes(space, configurations);
    std::vector<std::uint32_t> rows(values.size());
    for (std::uint32_t i = 0; i < rows.size(); ++i) rows[i] = i;
    search::Random random(1, 1, 1);
    return grow(codes, values, rows, random);
}

// Choices 0, 2 and 4 are good: one split takes them all.
TEST(Grow, SplitsCategoriesIntoSubsets) {
    const space::Space space({search::categorical("c", {"a", "b", "c", "d", "e", "f"})}, {});
    std::vector<space::Configuration> configurations;
    std::vector<double> values;
    for (std::int64_t i = 0; i < 24; ++i) {
        configurations.push_back({{i % 6}});
        values.push_back(i % 2 == 0 ? -1 : 1);
    }
    const auto tree = grown(space, configurations, values);
    ASSERT_EQ(tree.size(), 3U);
    EXPECT_THAT((std::vector<double>{tree[1].value, tree[2].value}), ElementsAre(-1, 1));
}

TEST(Grow, SplitsNumbersInTheMiddleOfAGap) {
    const space::Space space({search::real("x", 0, 1)}, {});
    std::vector<space::Configuration> configurations;
    std::vector<double> values;
    for (const double x : {0.1, 0.2, 0.3, 0.8, 0.9, 1.0}) {
        configurations.push_back({{x}});
        values.push_back(x < 0.5 ? 0 : 1);
    }
    const Codes codes(space, configurations);
    const auto& dimension = codes.dimensions()[0];
    ASSERT_EQ(dimension.weight.size(), 6U);
    EXPECT_NEAR(dimension.edges[2], 0.55, 1e-12);
    EXPECT_NEAR(dimension.weight[2], 0.3, 1e-12);
    const auto tree = grown(space, configurations, values);
    ASSERT_EQ(tree.size(), 3U);
    EXPECT_EQ(tree[1].value, 0);
    EXPECT_EQ(tree[2].value, 1);
    EXPECT_NEAR(effects(tree, codes.dimensions()).mean, 0.45, 1e-12);
}

TEST(Codes, SpreadManyValuesEvenly) {
    const space::Space space({search::real("x", 0, 1)}, {});
    std::vector<space::Configuration> configurations;
    for (int i = 0; i < 1000; ++i) configurations.push_back({{std::pow(i / 1000.0, 3)}});
    const Codes codes(space, configurations);
    ASSERT_EQ(codes.dimensions()[0].weight.size(), 64U);
    std::array<int, 64> count{};
    for (const auto code : codes.of(0)) ++count.at(code);
    EXPECT_THAT(count, testing::Each(testing::AllOf(testing::Ge(15), testing::Le(17))));
}

TEST(Codes, GiveInactiveOnesACodeAsProbableAsTheyAre) {
    const space::Space space({search::boolean("on"), search::when(search::categorical("c", {"x", "y"}), "on")}, {});
    const Codes codes(space, std::vector<space::Configuration>{{{std::int64_t{0}, space::Inactive{}}},
                                                               {{std::int64_t{1}, std::int64_t{1}}},
                                                               {{std::int64_t{1}, std::int64_t{1}}},
                                                               {{std::int64_t{1}, std::int64_t{0}}}});
    EXPECT_THAT(codes.of(1), ElementsAre(0, 1, 1, 2));
    EXPECT_THAT(codes.dimensions()[1].weight, ElementsAre(0.25, 0.375, 0.375));
}

}  // namespace
}  // namespace paretop::importance
