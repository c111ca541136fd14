#include "views/screens/value_axis.h"

#include <gtest/gtest.h>

namespace paretop::views {
namespace {

using space::Parameter;
using space::ParameterType;
using space::Value;

Parameter real(double low, double high) {
    Parameter parameter;
    parameter.name = "rate";
    parameter.type = ParameterType::real;
    parameter.low = low;
    parameter.high = high;
    parameter.fallback = low;
    return parameter;
}

Parameter of_choices(ParameterType type, std::vector<std::string> choices) {
    Parameter parameter;
    parameter.name = "algorithm";
    parameter.type = type;
    parameter.choices = std::move(choices);
    return parameter;
}

std::string labels_of(const ValueAxis& axis, int columns) {
    std::string text;
    for (const auto& label : axis.labels(columns)) text += label.label + " ";
    return text;
}

TEST(ValueAxis, BandsOfFewValuesAreNamedInTheMiddle) {
    const ValueAxis axis(of_choices(ParameterType::categorical, {"quick", "merge", "heap", "radix"}));
    EXPECT_EQ(labels_of(axis, 60), "quick merge heap radix ");
    EXPECT_DOUBLE_EQ(axis.labels(60)[1].value, 0.375);
    EXPECT_DOUBLE_EQ(axis.place(Value(std::int64_t{1})), 0.375);
    EXPECT_NEAR(axis.place(Value(std::int64_t{1}), 0), 0.375 - 0.075, 1e-12);
    EXPECT_LT(axis.place(Value(std::int64_t{1}), 0.999), 0.5);
}

TEST(ValueAxis, ManyNumbersAreAScale) {
    const ValueAxis axis(real(0, 1));
    EXPECT_DOUBLE_EQ(axis.place(Value(0.25)), 0.25);
    EXPECT_DOUBLE_EQ(axis.place(Value(0.25), 0.9), 0.25) << "numbers are not moved aside";
    for (const auto& label : axis.labels(60)) EXPECT_NEAR(label.value, std::stod(label.label), 1e-9);
}

TEST(ValueAxis, LogarithmicNumbersAreWhereTheSearchSeesThem) {
    auto parameter = real(0.001, 1);
    parameter.log = true;
    const ValueAxis axis(parameter);
    EXPECT_NEAR(axis.place(Value(0.1)), 2.0 / 3, 1e-9);
}

TEST(ValueAxis, NotActiveIsABandOfItsOwn) {
    auto parameter = real(0, 1);
    parameter.when = expr::Expression::parse("on").value();
    const ValueAxis axis(parameter);
    EXPECT_LT(axis.place(Value(space::Inactive{})), axis.place(Value(0.0)));
    EXPECT_EQ(axis.labels(60).front().label, "–");
    const auto steps = axis.expected({{0, Value(space::Inactive{}), 0, 5, 1}, {0.5, Value(0.5), 0, 2, 1}});
    ASSERT_EQ(steps.size(), 2U);
    EXPECT_EQ(steps[0].mean, 5);
    EXPECT_LT(steps[0].to, steps[1].from);
    EXPECT_DOUBLE_EQ(steps[1].to, 1);
}

TEST(ValueAxis, OfAPermutationThePlaceOfTheItemThatTellsMost) {
    const std::vector<importance::MarginalPoint> marginal{{0.25, Value(std::int64_t{0}), 0, 5, 1},
                                                          {0.75, Value(std::int64_t{1}), 0, 5.5, 1},
                                                          {0.25, Value(std::int64_t{0}), 1, 2, 1},
                                                          {0.75, Value(std::int64_t{1}), 1, 9, 1}};
    EXPECT_EQ(telling_item(marginal), 1U);
    const ValueAxis axis(of_choices(ParameterType::permutation, {"a", "b"}), 1);
    EXPECT_DOUBLE_EQ(axis.place(Value(space::Permutation{1, 0})), 0.25);
    EXPECT_DOUBLE_EQ(axis.place(Value(space::Permutation{0, 1})), 0.75);
    const auto steps = axis.expected(marginal);
    ASSERT_EQ(steps.size(), 2U);
    EXPECT_EQ(steps[1].mean, 9);
    EXPECT_EQ(labels_of(axis, 60), "1 2 ");
}

}  // namespace
}  // namespace paretop::views
