#include "engine/exchange/distributions.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace paretop::exchange {
namespace {

using space::Parameter;
using space::ParameterType;
using testing::ElementsAre;
using testing::HasSubstr;

Parameter good(const std::string& json) {
    auto parameter = from_distribution(json);
    if (!parameter) ADD_FAILURE() << parameter.error().message();
    return parameter.value_or(Parameter());
}

Parameter of(const std::string& name, const std::string& attributes) {
    return good(R"({"name": ")" + name + R"(", "attributes": )" + attributes + "}");
}

TEST(DistributionsTest, Numbers) {
    const auto real = of("FloatDistribution", R"({"step": null, "low": 1e-05, "high": 1.0, "log": true})");
    EXPECT_EQ(real.type, ParameterType::real);
    EXPECT_EQ(real.low, 1e-5);
    EXPECT_TRUE(real.log);
    EXPECT_EQ(real.step, 0);
    const auto integer = of("IntDistribution", R"({"log": false, "step": 3, "low": 1, "high": 9})");
    EXPECT_EQ(integer.type, ParameterType::integer);
    EXPECT_EQ(integer.step, 3);
    EXPECT_EQ(integer.high, 7);  // the last value on the grid
}

TEST(DistributionsTest, ThoseOfOptuna2) {
    EXPECT_TRUE(of("LogUniformDistribution", R"({"low": 0.1, "high": 1.0})").log);
    EXPECT_EQ(of("DiscreteUniformDistribution", R"({"low": 0.0, "high": 1.0, "q": 0.25})").step, 0.25);
    EXPECT_EQ(of("UniformDistribution", R"({"low": 0.0, "high": 1.0})").type, ParameterType::real);
    EXPECT_EQ(of("IntLogUniformDistribution", R"({"low": 1, "high": 8, "step": 1})").log, true);
}

TEST(DistributionsTest, Choices) {
    EXPECT_EQ(of("CategoricalDistribution", R"({"choices": [false, true]})").type, ParameterType::boolean);
    EXPECT_EQ(of("CategoricalDistribution", R"({"choices": [1, 2.5, 16]})").type, ParameterType::ordinal);
    EXPECT_EQ(of("CategoricalDistribution", R"({"choices": [16, 2]})").type, ParameterType::categorical);
    EXPECT_THAT(of("CategoricalDistribution", R"({"choices": ["a", null, 1, 1.5, true]})").choices,
                ElementsAre("a", "null", "1", "1.5", "true"));
}

TEST(DistributionsTest, ChoicesThatWouldReadTheSameAreToldApart) {
    EXPECT_THAT(of("CategoricalDistribution", R"({"choices": ["1", 1, "true", true, "x"]})").choices,
                ElementsAre("\"1\"", "1", "\"true\"", "true", "x"));
}

TEST(DistributionsTest, WhatIsNotUnderstoodIsShown) {
    for (const auto* const json :
         {"", "[]", "{}", R"({"name": "Normal", "attributes": {}})", R"({"name": "FloatDistribution", "attributes": {"low": 1}})",
          R"({"name": "FloatDistribution", "attributes": {"low": 2, "high": 1}})",
          R"({"name": "IntDistribution", "attributes": {"low": 0.5, "high": 1}})",
          R"({"name": "IntDistribution", "attributes": {"low": 0, "high": 1e30}})",
          R"({"name": "FloatDistribution", "attributes": {"low": 0.0, "high": 1.0, "log": true}})",
          R"({"name": "CategoricalDistribution", "attributes": {"choices": []}})"}) {
        const auto parameter = from_distribution(json);
        ASSERT_FALSE(parameter) << json;
        EXPECT_THAT(parameter.error().what, HasSubstr("is not understood")) << json;
    }
}

TEST(DistributionsTest, StoredValuesAreTexts) {
    const auto categorical = of("CategoricalDistribution", R"({"choices": ["a", "b"]})");
    EXPECT_EQ(stored_value(categorical, 1).value(), "b");
    EXPECT_FALSE(stored_value(categorical, 2));
    EXPECT_EQ(stored_value(of("IntDistribution", R"({"step": 1, "low": 1, "high": 9})"), 3.0).value(), "3");
    EXPECT_EQ(stored_value(of("FloatDistribution", R"({"step": 0.1, "low": 0, "high": 1})"), 0.30000000000000004).value(), "0.3");
    EXPECT_EQ(stored_value(of("CategoricalDistribution", R"({"choices": [false, true]})"), 1).value(), "true");
}

TEST(DistributionsTest, RangesAreJoined) {
    auto parameter = of("IntDistribution", R"({"low": 2, "high": 8, "step": 2})");
    EXPECT_TRUE(join(parameter, of("IntDistribution", R"({"low": 4, "high": 12, "step": 2})")));
    EXPECT_EQ(std::tuple(parameter.low, parameter.high, parameter.step), std::tuple(2, 12, 2));
    EXPECT_TRUE(join(parameter, of("IntDistribution", R"({"low": 3, "high": 5, "step": 2})")));
    EXPECT_EQ(parameter.step, 1);
    auto choices = of("CategoricalDistribution", R"({"choices": ["a", "b"]})");
    EXPECT_TRUE(join(choices, of("CategoricalDistribution", R"({"choices": ["b", "c"]})")));
    EXPECT_THAT(choices.choices, ElementsAre("a", "b", "c"));
    EXPECT_FALSE(join(choices, parameter));
}

// Every kind of parameter goes to Optuna and comes back; what Optuna does not have (log with a step) is left out.
TEST(DistributionsTest, GoAndComeBack) {
    for (const auto* const json : {R"({"name":"IntDistribution","attributes":{"log":false,"step":2,"low":1,"high":9}})",
                                   R"({"name":"IntDistribution","attributes":{"log":true,"step":1,"low":1,"high":64}})",
                                   R"({"name":"FloatDistribution","attributes":{"step":null,"low":0.1,"high":1.0,"log":true}})",
                                   R"({"name":"FloatDistribution","attributes":{"step":0.25,"low":0.0,"high":1.0,"log":false}})",
                                   R"({"name":"CategoricalDistribution","attributes":{"choices":[false,true]}})",
                                   R"({"name":"CategoricalDistribution","attributes":{"choices":[1,2,16]}})",
                                   R"({"name":"CategoricalDistribution","attributes":{"choices":["a","1"]}})"})
        EXPECT_EQ(coding_of(good(json), {}, {}).distribution, json);
    auto log_steps = of("FloatDistribution", R"({"step": 0.5, "low": 0.5, "high": 4.0, "log": false})");
    log_steps.log = true;
    EXPECT_THAT(coding_of(log_steps, {}, {}).distribution, HasSubstr("\"log\":false"));
}

// Optuna takes a study up again only where every choice has its type and its place.
TEST(DistributionsTest, ImportedChoicesKeepTheirTypesAndTheirOrder) {
    for (const auto* const choices :
         {"[true,false]", "[null,\"a\"]", "[1,\"1\",2]", "[\"16\",\"2\"]", "[1.0,0.5]", "[\"true\",false]"}) {
        const auto json = fmt::format(R"({{"name":"CategoricalDistribution","attributes":{{"choices":{}}}}})", choices);
        EXPECT_EQ(choices_of(json), choices);
        const auto parameter = good(json);
        const auto coding = coding_of(parameter, {}, choices);
        EXPECT_EQ(coding.distribution, json);
        for (std::size_t i = 0; i < coding.values.size(); ++i) {
            const auto text = stored_value(parameter, static_cast<double>(i)).value();
            EXPECT_EQ(value_to_store(parameter, coding, text), i) << choices;
            EXPECT_EQ(text_of_choice(choices, coding.values[i]), text) << choices;
        }
    }
    EXPECT_EQ(choices_of(R"({"name":"IntDistribution","attributes":{"log":false,"step":2,"low":1,"high":9}})"), "");
    EXPECT_FALSE(text_of_choice("[1,2]", "\"1\""));
}

TEST(DistributionsTest, WhatAnExperimentDeclaresIsMatchedToImportedChoices) {
    Parameter parameter;
    parameter.type = ParameterType::boolean;
    const auto truth = coding_of(parameter, {}, "[true,false]");
    EXPECT_THAT(truth.values, ElementsAre("true", "false"));
    EXPECT_EQ(value_to_store(parameter, truth, "false"), 1);
    parameter.type = ParameterType::ordinal;
    parameter.choices = {"1", "2", "4"};
    const auto sizes = coding_of(parameter, {}, "[2.0,1.0]");  // 4 is new, and comes last
    EXPECT_THAT(sizes.values, ElementsAre("2.0", "1.0", "4"));
    EXPECT_EQ(value_to_store(parameter, sizes, "1"), 1);
}

TEST(DistributionsTest, PermutationsAreCategoricalsOfTheOrdersThatOccur) {
    Parameter order;
    order.type = ParameterType::permutation;
    order.choices = {"a", "b"};
    const auto coding = coding_of(order, {"a,b", "b,a"}, {});
    EXPECT_THAT(coding.distribution, HasSubstr(R"("choices":["a,b","b,a"])"));
    EXPECT_EQ(value_to_store(order, coding, "b,a"), 1);
    EXPECT_EQ(value_as_json(order, coding, "b,a"), "\"b,a\"");
}

}  // namespace
}  // namespace paretop::exchange
