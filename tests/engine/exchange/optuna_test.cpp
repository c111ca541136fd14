#include "engine/exchange/optuna.h"

#include <gmock/gmock.h>

#include <limits>

#include "tests/engine/exchange/histories.h"

namespace paretop::exchange {
namespace {

namespace optuna = storage::optuna;
using storage::TrialState;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr double k_infinity = std::numeric_limits<double>::infinity();
const std::string k_unit =
    R"({"name": "FloatDistribution", "attributes": {"step": null, "low": 0.0, "high": 1.0, "log": false}})";

optuna::Trial trial(std::int64_t number, std::string state, std::optional<double> value,
                    std::vector<optuna::Parameter> parameters = {{"x", 0.5, k_unit}}) {
    optuna::Trial out;
    out.number = number;
    out.state = std::move(state);
    out.values = {value};
    out.parameters = std::move(parameters);
    return out;
}

optuna::Study study_of(std::vector<optuna::Trial> trials) {
    optuna::Study study;
    study.name = "s";
    study.directions = {"MINIMIZE"};
    study.trials = std::move(trials);
    return study;
}

History good(const optuna::Study& study) {
    auto history = from_optuna(study, "s.db");
    if (!history) ADD_FAILURE() << history.error().message();
    return history.value_or(History());
}

std::string refused(const optuna::Study& study) {
    const auto history = from_optuna(study, "s.db");
    EXPECT_FALSE(history);
    return history ? "" : history.error().message();
}

TEST(FromOptunaTest, EveryStateHasItsMeaning) {
    auto pruned = trial(2, "PRUNED", 3.5);
    pruned.intermediates = {{0, 1.5}, {4, 2.5}, {5, std::numeric_limits<double>::quiet_NaN()}};
    auto waiting = trial(4, "WAITING", std::nullopt, {});
    waiting.system = {{"fixed_params", R"({"x": 0.25, "unknown": 1})"}};
    const auto history =
        good(study_of({trial(0, "COMPLETE", 1.5), trial(1, "FAIL", std::nullopt), pruned, trial(3, "RUNNING", std::nullopt),
                       waiting, trial(5, "COMPLETE", k_infinity), trial(6, "COMPLETE", std::nullopt)}));
    ASSERT_EQ(history.trials.size(), 7U);
    EXPECT_EQ(history.trials[0].state, TrialState::done);
    EXPECT_THAT(history.trials[0].measured, ElementsAre(ElementsAre(1.5)));
    EXPECT_EQ(history.trials[1].reason, "it failed");
    EXPECT_EQ(history.trials[2].state, TrialState::failed);
    EXPECT_EQ(history.trials[2].reason, "pruned at step 5");
    EXPECT_EQ(history.trials[2].steps.size(), 2U);
    EXPECT_TRUE(history.trials[2].measured[0].empty());
    EXPECT_EQ(history.trials[3].state, TrialState::asked);
    EXPECT_EQ(history.trials[4].state, TrialState::asked);
    EXPECT_THAT(history.trials[4].values, ElementsAre("0.25"));
    EXPECT_EQ(history.trials[5].reason, "value is inf");
    EXPECT_EQ(history.trials[6].reason, "value is missing");
}

TEST(FromOptunaTest, ObjectivesHaveNamesWhereTheStudyHas) {
    auto study = study_of({trial(0, "COMPLETE", 1)});
    study.directions = {"MINIMIZE", "MAXIMIZE"};
    study.trials[0].values = {1.0, 2.0};
    EXPECT_EQ(good(study).metrics[1].name, "value_1");
    EXPECT_EQ(good(study).metrics[1].goal, spec::Goal::maximize);
    study.system = {{"study:metric_names", R"(["loss", "x"])"}};
    EXPECT_EQ(good(study).metrics[0].name, "loss");
    EXPECT_EQ(good(study).metrics[1].name, "objective x");  // x is a parameter
}

TEST(FromOptunaTest, ConstraintsAreBoundedMetrics) {
    auto study = study_of({trial(0, "COMPLETE", 1), trial(1, "COMPLETE", 2)});
    study.trials[0].system = {{"constraints", "[-1.5, 0.5]"}};
    const auto history = good(study);
    ASSERT_EQ(history.metrics.size(), 3U);
    EXPECT_EQ(history.metrics[2].name, "constraint_1");
    EXPECT_EQ(history.metrics[2].upper, 0);
    EXPECT_THAT(history.trials[0].measured, ElementsAre(ElementsAre(1), ElementsAre(-1.5), ElementsAre(0.5)));
    EXPECT_TRUE(history.trials[1].measured[1].empty());
}

TEST(FromOptunaTest, AttributesBecomeObjects) {
    auto study = study_of({trial(0, "COMPLETE", 1)});
    study.user = {{"who", "\"me\""}};
    study.trials[0].user = {{"a", "[1, 2]"}, {"b", "not JSON"}};
    EXPECT_EQ(good(study).note, R"({"who":"me"})");
    EXPECT_EQ(good(study).trials[0].realised, R"({"a":[1,2],"b":null})");
}

TEST(FromOptunaTest, RangesThatChangeAreJoinedAndRemarked) {
    const std::string wider =
        R"({"name": "FloatDistribution", "attributes": {"step": null, "low": -1.0, "high": 0.75, "log": false}})";
    const auto history = good(study_of({trial(0, "COMPLETE", 1), trial(1, "COMPLETE", 1, {{"x", -0.5, wider}})}));
    EXPECT_EQ(history.parameters[0].low, -1);
    EXPECT_EQ(history.parameters[0].high, 1);
    EXPECT_THAT(history.remarks, ElementsAre(HasSubstr("1 range changed between trials")));
}

TEST(FromOptunaTest, ChoicesThatChangeKeepTheirMeaning) {
    const auto choices = [](const std::string& list) {
        return R"({"name": "CategoricalDistribution", "attributes": {"choices": )" + list + "}}";
    };
    const auto history = good(study_of({trial(0, "COMPLETE", 1, {{"c", 1, choices(R"(["a", "b"])")}}),
                                        trial(1, "COMPLETE", 1, {{"c", 1, choices(R"(["c", "a"])")}})}));
    EXPECT_THAT(history.parameters[0].choices, ElementsAre("a", "b", "c"));
    EXPECT_EQ(history.trials[0].values[0], "b");
    EXPECT_EQ(history.trials[1].values[0], "a");
}

TEST(FromOptunaTest, FixedValuesAreFoundByTheirType) {
    const std::string mixed = R"({"name": "CategoricalDistribution", "attributes": {"choices": [1, "1", null]}})";
    auto waiting = trial(1, "WAITING", std::nullopt, {});
    waiting.system = {{"fixed_params", R"({"c": "1"})"}};
    auto none = waiting;
    none.system = {{"fixed_params", R"({"c": null})"}};
    const auto history = good(study_of({trial(0, "COMPLETE", 1, {{"c", 0, mixed}}), waiting, none}));
    EXPECT_EQ(history.choices.at("c"), R"([1,"1",null])");
    EXPECT_EQ(history.trials[0].values[0], "1");
    EXPECT_EQ(history.trials[1].values[0], "\"1\"");
    EXPECT_EQ(history.trials[2].values[0], "null");
}

TEST(FromOptunaTest, AKindThatChangesIsRefusedWithItsPlace) {
    const std::string integer = R"({"name": "IntDistribution", "attributes": {"step": 1, "low": 0, "high": 1, "log": false}})";
    EXPECT_THAT(refused(study_of({trial(0, "COMPLETE", 1), trial(9, "COMPLETE", 1, {{"x", 1, integer}})})),
                HasSubstr("s.db: trial 9: parameter 'x': is int here, and was float in trials before"));
}

TEST(FromOptunaTest, WhatCannotBeUnderstoodIsRefusedWithItsPlace) {
    EXPECT_THAT(refused(study_of({trial(4, "COMPLETE", 1, {{"x", 1, R"({"name": "Zipf", "attributes": {}})"}})})),
                HasSubstr("s.db: trial 4: parameter 'x': the distribution {\"name\": \"Zipf\""));
    EXPECT_THAT(refused(study_of({trial(
                    4, "COMPLETE", 1, {{"c", 7, R"({"name": "CategoricalDistribution", "attributes": {"choices": ["a"]}})"}})})),
                HasSubstr("its value 7 is not one of its distribution"));
}

TEST(FromOptunaTest, EmptyStudiesAreRefused) {
    EXPECT_THAT(refused(study_of({})), HasSubstr("the study 's' has no trials"));
    EXPECT_THAT(refused(study_of({trial(0, "COMPLETE", 1, {})})), HasSubstr("has no parameters"));
}

TEST(ToOptunaTest, AHistoryGoesAndComesBack) {
    auto history = example_history();
    ASSERT_TRUE(find_conditions(history));
    const auto back = good(to_optuna(history));
    EXPECT_EQ(back.name, history.name);
    EXPECT_EQ(back.note, history.note);
    EXPECT_EQ(back.metrics, history.metrics);
    ASSERT_EQ(back.trials.size(), history.trials.size());
    for (std::size_t i = 0; i < back.trials.size(); ++i) EXPECT_EQ(back.trials[i], history.trials[i]) << i;
    ASSERT_EQ(back.parameters.size(), history.parameters.size());
    for (std::size_t i = 0; i < back.parameters.size(); ++i) {
        EXPECT_EQ(back.parameters[i].name, history.parameters[i].name);
        EXPECT_EQ(back.parameters[i].type, history.parameters[i].type);
        EXPECT_EQ(back.parameters[i].choices, history.parameters[i].choices);
        EXPECT_EQ(back.parameters[i].when.has_value(), history.parameters[i].when.has_value());
    }
}

TEST(ToOptunaTest, ChoicesGoBackAsTheyCame) {
    const std::string mixed = R"({"name":"CategoricalDistribution","attributes":{"choices":[true,null,"null",0.5]}})";
    const std::string truth = R"({"name":"CategoricalDistribution","attributes":{"choices":[true,false]}})";
    auto study = study_of({});
    for (std::int64_t i = 0; i < 4; ++i)
        study.trials.push_back(
            trial(i, "COMPLETE", 1, {{"c", static_cast<double>(i), mixed}, {"b", static_cast<double>(i % 2), truth}}));
    const auto back = to_optuna(good(study));
    for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(back.trials[i].parameters, study.trials[i].parameters) << i;
}

TEST(ToOptunaTest, OptunaSeesMediansStatesAndConstraints) {
    const auto study = to_optuna(example_history());
    EXPECT_THAT(study.directions, ElementsAre("MINIMIZE", "MAXIMIZE"));
    std::vector<std::string> states;
    for (const auto& t : study.trials) states.push_back(t.state);
    EXPECT_THAT(states, ElementsAre("COMPLETE", "COMPLETE", "FAIL", "PRUNED", "COMPLETE"));
    EXPECT_THAT(study.trials[0].values, ElementsAre(1.375, 20.0));
    EXPECT_EQ(study.trials[1].system[0].key, "constraints");
    EXPECT_EQ(study.trials[1].system[0].json, "[904.0]");
    EXPECT_EQ(study.trials[0].parameters.size(), 6U);  // without the inactive one
    EXPECT_THAT(study.trials[3].intermediates, ElementsAre(optuna::Intermediate{1, 5.5}, optuna::Intermediate{2, 4.5}));
}

TEST(ToOptunaTest, APrunedTrialHasTheValueItReportedLast) {
    auto pruned = trial(1, "PRUNED", 2.5);
    pruned.intermediates = {{0, 3.5}, {4, 2.5}};
    const auto study = to_optuna(good(study_of({trial(0, "COMPLETE", 1), pruned})));
    EXPECT_EQ(study.trials[1].state, "PRUNED");
    EXPECT_THAT(study.trials[1].values, ElementsAre(2.5));
}

TEST(ToOptunaTest, WhatWaitsGoesOnWaiting) {
    const std::string mixed = R"({"name":"CategoricalDistribution","attributes":{"choices":[true,null]}})";
    auto waiting = trial(1, "WAITING", std::nullopt, {});
    waiting.system = {{"fixed_params", R"({"x":0.25,"c":null})"}};
    auto running = trial(2, "RUNNING", std::nullopt, {{"x", 0.5, k_unit}, {"c", 0, mixed}});
    running.started = "2026-11-21 12:06:36.370169";
    const auto study =
        to_optuna(good(study_of({trial(0, "COMPLETE", 1, {{"x", 0.5, k_unit}, {"c", 0, mixed}}), waiting, running})));
    EXPECT_EQ(study.trials[1].state, "WAITING");
    EXPECT_TRUE(study.trials[1].parameters.empty());
    EXPECT_THAT(study.trials[1].system, ElementsAre(waiting.system[0]));
    EXPECT_EQ(study.trials[2].state, "RUNNING");
    EXPECT_EQ(study.trials[2].parameters.size(), 2U);
}

TEST(DatetimeTest, GoesAndComesBack) {
    const auto at = from_datetime("2026-11-21 12:06:36.370169");
    EXPECT_EQ(at % 1'000'000'000, 370'169'000);
    EXPECT_EQ(to_datetime(at), "2026-11-21 12:06:36.370169");
    EXPECT_EQ(from_datetime("2026-11-21 12:06:36") + 370'169'000, at);
    for (const auto* const text : {"", "yesterday", "2026-11-21", "1969-01-01 00:00:00", "2026-xx-21 12:06:36"})
        EXPECT_EQ(from_datetime(text), 0) << text;
    EXPECT_EQ(to_datetime(0), "");
}

}  // namespace
}  // namespace paretop::exchange
