#include "engine/space/space.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/engine/space/random_space.h"

namespace paretop::space {
namespace {

Space compressor() {
    return {{choice("strategy", {"fast", "greedy", "btopt"}), integer("level", 1, 19),
             when(integer("fast", 1, 64), "strategy == 'fast'"), when(boolean("long mode"), "defined(fast) && fast > 8"),
             integer("wlog", 10, 27)},
            {require("wlog >= 9 + level / 4"), require("fast < 32"), require("not (strategy == 'btopt' and level < 5)")}};
}

Value integer_value(std::int64_t value) { return value; }

TEST(parameter, knows_how_many_values_it_has) {
    EXPECT_EQ(integer("a", 1, 19).cardinality(), 19);
    EXPECT_EQ(integer("a", 0, 10, 5).cardinality(), 3);
    EXPECT_EQ(real("a", 0, 1, 0.1).cardinality(), 11);
    EXPECT_TRUE(std::isinf(real("a", 0, 1).cardinality()));
    EXPECT_EQ(real("a", 1, 1).cardinality(), 1);
    EXPECT_EQ(boolean("a").cardinality(), 2);
    EXPECT_EQ(choice("a", {"x", "y", "z"}).cardinality(), 3);
    EXPECT_DOUBLE_EQ(permutation("a", {"x", "y", "z", "w"}).cardinality(), 24);
    EXPECT_EQ(Space({integer("a", 1, 4), boolean("b")}, {}).cardinality(), 8);
    EXPECT_EQ(Space().cardinality(), 1);
}

TEST(parameter, contains_its_values_and_nothing_else) {
    const auto level = integer("level", 2, 20, 3);
    EXPECT_TRUE(level.contains(integer_value(5)));
    EXPECT_TRUE(level.contains(integer_value(20)));
    for (const std::int64_t wrong : {1, 3, 21, 23}) EXPECT_FALSE(level.contains(wrong)) << wrong;
    EXPECT_FALSE(level.contains(5.0));
    EXPECT_FALSE(level.contains(Inactive{}));
    const auto rate = real("rate", 0, 1);
    EXPECT_TRUE(rate.contains(0.5));
    for (const double wrong : {-0.1, 1.1, std::nan(""), std::numeric_limits<double>::infinity()})
        EXPECT_FALSE(rate.contains(wrong)) << wrong;
    const auto stepped = real("rate", 0, 1, 0.1);
    EXPECT_TRUE(stepped.contains(0.3));
    EXPECT_FALSE(stepped.contains(0.1 + 0.2));
    EXPECT_FALSE(boolean("b").contains(integer_value(2)));
    const auto order = permutation("p", {"x", "y", "z"});
    EXPECT_TRUE(order.contains(Permutation{2, 0, 1}));
    for (const auto& wrong : {Permutation{0, 1}, Permutation{0, 1, 1}, Permutation{0, 1, 3}, Permutation{0, 1, 2, 0}})
        EXPECT_FALSE(order.contains(wrong));
}

TEST(parameter, keeps_decimal_steps_decimal) {
    const auto rate = real("rate", 0.05, 1.05, 0.1);
    EXPECT_EQ(rate.grid_value(3), 0.35);
    EXPECT_EQ(rate.nearest(0.349), 0.35);
    EXPECT_EQ(rate.nearest(99), 1.05);
    EXPECT_EQ(rate.nearest(std::nan("")), 0.05);
    EXPECT_EQ(real("third", 0, 3, 1.0 / 3).grid_value(2), 2.0 / 3);
}

TEST(space, starts_from_active_defaults) {
    const auto space = compressor();
    const auto defaults = space.defaults();
    EXPECT_EQ(to_json(space, defaults), R"({"fast":1,"level":1,"strategy":"fast","wlog":10})");
    EXPECT_TRUE(space.check(defaults));
}

TEST(space, follows_conditions_in_chains) {
    const auto space = compressor();
    auto configuration = space.defaults();
    configuration.values[2] = std::int64_t{9};
    space.activate(configuration);
    EXPECT_EQ(configuration.values[3], Value(std::int64_t{0})) << "became active, so it has its default";
    configuration.values[0] = std::int64_t{1};
    space.activate(configuration);
    EXPECT_EQ(configuration.values[2], Value(Inactive{}));
    EXPECT_EQ(configuration.values[3], Value(Inactive{})) << "what it depends on is inactive";
    EXPECT_FALSE(space.active(3, configuration));
}

TEST(space, says_what_is_wrong_with_a_configuration) {
    const auto space = compressor();
    auto configuration = space.defaults();
    configuration.values[1] = std::int64_t{20};
    EXPECT_EQ(space.check(configuration).error().where, "level");
    configuration = space.defaults();
    configuration.values[3] = std::int64_t{1};
    EXPECT_NE(space.check(configuration).error().what.find("inactive here"), std::string::npos);
    configuration = space.defaults();
    configuration.values[2] = Inactive{};
    EXPECT_NE(space.check(configuration).error().what.find("active here"), std::string::npos);
    EXPECT_FALSE(space.check(Configuration{}));
}

TEST(space, finds_the_first_constraint_that_fails) {
    const auto space = compressor();
    auto configuration = space.defaults();
    EXPECT_EQ(space.violated(configuration), std::nullopt);
    configuration.values[1] = std::int64_t{19};
    EXPECT_EQ(space.violated(configuration), 0U);
    configuration.values[4] = std::int64_t{27};
    EXPECT_EQ(space.violated(configuration), std::nullopt);
    configuration.values[2] = std::int64_t{40};
    EXPECT_EQ(space.violated(configuration), 1U);
    configuration.values[0] = std::int64_t{2};
    space.activate(configuration);
    EXPECT_EQ(space.violated(configuration), std::nullopt) << "a constraint on an inactive parameter does not apply";
    configuration.values[1] = std::int64_t{4};
    EXPECT_EQ(space.violated(configuration), 2U);
}

TEST(space, applies_constraints_that_ask_whether_something_is_defined) {
    const Space space({boolean("a"), when(integer("b", 1, 3), "a")}, {require("defined(b)")});
    EXPECT_EQ(space.violated(space.defaults()), 0U);
}

TEST(space, gives_operands_by_meaning) {
    const Space space({choice("mixed", {"auto", "8"}), boolean("flag"), real("x", 0, 1), permutation("p", {"u", "v"})}, {});
    auto configuration = space.defaults();
    EXPECT_EQ(space.operand(0, configuration), expr::Operand(std::string_view("auto")));
    configuration.values[0] = std::int64_t{1};
    EXPECT_EQ(space.operand(0, configuration), expr::Operand(8.0));
    EXPECT_EQ(space.operand(1, configuration), expr::Operand(false));
    EXPECT_EQ(space.operand(2, configuration), expr::Operand(0.0));
    EXPECT_EQ(space.operand(3, configuration), expr::Operand(expr::Missing{}));
    configuration.values[1] = Inactive{};
    EXPECT_EQ(space.operand(1, configuration), expr::Operand(expr::Missing{}));
}

TEST(space, finds_parameters_by_name) {
    const auto space = compressor();
    for (std::size_t i = 0; i < space.parameters().size(); ++i) EXPECT_EQ(space.find(space.parameters()[i].name), i);
    EXPECT_EQ(space.find("Level"), std::nullopt);
    EXPECT_EQ(Space().find(""), std::nullopt);
}

TEST(space, can_be_copied_and_outlived) {
    auto original = std::make_unique<Space>(compressor());
    const Space copy = *original;
    original.reset();
    EXPECT_EQ(copy.violated(copy.defaults()), std::nullopt);
    EXPECT_EQ(copy.operand(0, copy.defaults()), expr::Operand(std::string_view("fast")));
}

}  // namespace
}  // namespace paretop::space
