#include "engine/expr/expression.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

namespace paretop::expr {
namespace {

const std::map<std::string, Operand, std::less<>> k_values{
    {"level", 7.0},      {"fast", true}, {"slow", false},      {"strategy", std::string_view("btopt")},
    {"a b", 2.0},        {"größe", 5.0}, {"latency.p99", 0.5}, {"digits", std::string_view("12")},
    {"gone", Missing{}}, {"and", 9.0}};

Operand value_of(std::string_view text) {
    const auto expression = Expression::parse(text);
    EXPECT_TRUE(expression) << text << ": " << (expression ? "" : expression.error().message());
    if (!expression) return Missing{};
    std::vector<Operand> values;
    for (const auto& name : expression->names()) values.push_back(k_values.at(name));
    auto operand = expression->evaluate(values);
    // Text belongs to the expression, which is about to go: hand it over as belonging to the program for ever.
    if (const auto* const borrowed = std::get_if<std::string_view>(&operand)) {
        static std::map<std::string, int, std::less<>> kept;
        return std::string_view(kept.emplace(*borrowed, 0).first->first);
    }
    return operand;
}

void expect_error(std::string_view text, std::string_view where, std::string_view what) {
    const auto expression = Expression::parse(text);
    ASSERT_FALSE(expression) << text;
    EXPECT_EQ(expression.error().kind, ErrorKind::usage) << text;
    EXPECT_EQ(expression.error().where, where) << text;
    EXPECT_NE(expression.error().what.find(what), std::string::npos) << text << ": " << expression.error().what;
}

TEST(expression, computes_with_the_usual_precedence) {
    const std::vector<std::pair<std::string_view, double>> cases{{"1 + 2 * 3", 7},
                                                                 {"(1 + 2) * 3", 9},
                                                                 {"10 - 4 - 3", 3},
                                                                 {"2 * 3 % 4", 2},
                                                                 {"8 / 2 / 2", 2},
                                                                 {"-2 * -3", 6},
                                                                 {"- - 2", 2},
                                                                 {".5 + 1e-1", 0.6},
                                                                 {"abs(-3)", 3},
                                                                 {"min(3, 1, 2)", 1},
                                                                 {"max(3, level, 2)", 7},
                                                                 {"log2(8)", 3},
                                                                 {"sqrt(16)", 4},
                                                                 {"floor(-1.5)", -2},
                                                                 {"ceil(1.2)", 2},
                                                                 {"`a b` + 1", 3},
                                                                 {"größe * 2", 10},
                                                                 {"latency.p99 * 4", 2},
                                                                 {"`and` + 1", 10},
                                                                 {"fast + fast", 2},
                                                                 {"7.5 % 2", 1.5},
                                                                 {"level/2", 3.5},
                                                                 {"1 -1", 0}};
    for (const auto& [text, expected] : cases) {
        const auto value = value_of(text);
        ASSERT_TRUE(std::holds_alternative<double>(value)) << text;
        EXPECT_DOUBLE_EQ(std::get<double>(value), expected) << text;
    }
}

TEST(expression, decides_truths) {
    const std::vector<std::pair<std::string_view, bool>> cases{
        {"level > 6 && level <= 7", true},
        {"level < 7 || level >= 8", false},
        {"level == 7 and fast", true},
        {"slow or level != 7", false},
        {"not level > 9", true},
        {"not slow and fast", true},
        {"!slow", true},
        {"!fast == slow", true},
        {"false || true && false", false},
        {"true || false && false", true},
        {"strategy == 'btopt'", true},
        {"strategy != \"fast\"", true},
        {"strategy ~ 'top'", true},
        {"strategy ~ 'xyz'", false},
        {"strategy < 'c'", true},
        {"'it''s' ~ \"'\"", true},
        {"level == '7'", true},
        {"digits > 9", true},
        {"strategy == 7", false},
        {"strategy != 7", true},
        {"strategy < 7", false},
        {"fast == 'true'", true},
        {"slow == 0", true},
        {"1 + 1 == 2 && 4 > 3", true},
        {"level ~ '7'", false},
        {"(not slow) == fast", true},
    };
    for (const auto& [text, expected] : cases) {
        const auto value = value_of(text);
        ASSERT_TRUE(std::holds_alternative<bool>(value)) << text;
        EXPECT_EQ(std::get<bool>(value), expected) << text;
    }
}

TEST(expression, makes_every_comparison_with_something_missing_false) {
    for (const auto* const sign : {"==", "!=", "<", "<=", ">", ">=", "~"}) {
        EXPECT_EQ(std::get<bool>(value_of(std::string("gone ") + sign + " 1")), false) << sign;
        EXPECT_EQ(std::get<bool>(value_of(std::string("1 ") + sign + " gone")), false) << sign;
    }
    EXPECT_EQ(std::get<bool>(value_of("defined(gone)")), false);
    EXPECT_EQ(std::get<bool>(value_of("defined(level)")), true);
    EXPECT_EQ(std::get<bool>(value_of("defined(`a b`) && !defined(gone)")), true);
    EXPECT_EQ(std::get<bool>(value_of("!gone")), true);
    EXPECT_EQ(std::get<bool>(value_of("gone || true")), true);
}

TEST(expression, computes_nothing_from_what_is_missing_or_no_number) {
    for (const auto* const text : {"gone + 1", "-gone", "min(1, gone)", "strategy + 1", "abs(strategy)", "1 / 0", "0 / 0",
                                   "sqrt(-1)", "log2(0)", "5 % 0", "1e308 * 10"})
        EXPECT_TRUE(std::holds_alternative<Missing>(value_of(text))) << text;
}

TEST(expression, answers_values_as_they_are) {
    EXPECT_EQ(std::get<std::string_view>(value_of("strategy")), "btopt");
    EXPECT_EQ(std::get<std::string_view>(value_of("'a much longer text than fits inside a small string'")),
              "a much longer text than fits inside a small string");
    EXPECT_EQ(std::get<bool>(value_of("true")), true);
}

TEST(expression, holds_for_true_and_numbers_other_than_zero) {
    const std::vector<std::pair<std::string_view, bool>> cases{
        {"true", true}, {"false", false}, {"2", true}, {"0", false}, {"'x'", false}};
    for (const auto& [text, expected] : cases) EXPECT_EQ(Expression::parse(text)->holds({}), expected) << text;
}

TEST(expression, lists_distinct_names_in_order_and_how_they_are_used) {
    const auto expression = Expression::parse("b > 1 && defined(c) && a + b < `d e`");
    ASSERT_TRUE(expression);
    EXPECT_EQ(expression->names(), (std::vector<std::string>{"b", "c", "a", "d e"}));
    EXPECT_TRUE(expression->reads(0));
    EXPECT_FALSE(expression->reads(1));
    EXPECT_EQ(expression->text(), "b > 1 && defined(c) && a + b < `d e`");
}

TEST(expression, places_errors_by_column) {
    expect_error("", "column 1", "empty");
    expect_error("   ", "column 4", "empty");
    expect_error("level >", "column 8", "expected a value, found the end");
    expect_error("level > > 3", "column 9", "expected a value, found '>'");
    expect_error("level = 3", "column 7", "'=' is not an operator");
    expect_error("a & b", "column 3", "'&' is not an operator");
    expect_error("größe @ 3", "column 7", "'@' is not an operator");
    expect_error("(level", "column 7", "expected ')'");
    expect_error("level)", "column 6", "expected an operator or the end");
    expect_error("1 2", "column 3", "expected an operator");
    expect_error("a < b < c", "column 7", "comparisons cannot be chained");
    expect_error("a < b == c", "column 7", "comparisons cannot be chained");
    expect_error("'open", "column 1", "never ends");
    expect_error("x == `open", "column 6", "never ends");
    expect_error("30s", "column 1", "'30s' is not a number");
    expect_error("1.2.3", "column 1", "'1.2.3' is not a number");
    expect_error("1e999", "column 1", "not a number");
    expect_error("sin(1)", "column 1", "'sin' is not a function");
    expect_error("min(1)", "column 6", "expected ','");
    expect_error("abs()", "column 5", "expected a value");
    expect_error("defined(3)", "column 9", "expected a name");
    expect_error("1 + not a", "column 5", "'not' needs parentheses");
    expect_error("a and", "column 6", "expected a value");
    expect_error("or a", "column 1", "expected a value");
    expect_error("a ÷ b", "column 3", "expected an operator");
}

TEST(expression, refuses_deep_nesting_and_takes_long_chains) {
    for (const auto* const opener : {"(", "-", "!", "abs(", "not ", "1 + ("}) {
        std::string deep;
        for (int i = 0; i < 10'000; ++i) deep += opener;
        const auto expression = Expression::parse(deep + "1");
        ASSERT_FALSE(expression) << opener;
        EXPECT_NE(expression.error().what.find("nested deeper"), std::string::npos) << opener;
    }
    std::string chain = "1";
    for (int i = 0; i < 10'000; ++i) chain += " + 1";
    EXPECT_EQ(std::get<double>(value_of(chain)), 10'001);
}

TEST(expression, needs_more_stack_than_usual_for_right_leaning_ones) {
    std::string text;
    for (int i = 0; i < 60; ++i) text += "1 + (";
    text += "1" + std::string(60, ')');
    EXPECT_EQ(std::get<double>(value_of(text)), 61);
}

TEST(expression, wants_a_value_for_each_name) { EXPECT_THROW((void)Expression::parse("a + b")->holds({}), std::logic_error); }

}  // namespace
}  // namespace paretop::expr
