#include "engine/exchange/tables.h"

#include <gmock/gmock.h>

#include "tests/engine/exchange/histories.h"

namespace paretop::exchange {
namespace {

using space::ParameterType;
using storage::TrialState;
using testing::ElementsAre;
using testing::HasSubstr;

History read(const std::string& text) {
    const auto table = table::parse_table(text, "cache.json.gz");
    if (!table) ADD_FAILURE() << table.error().message();
    auto history = from_table(*table);
    if (!history) ADD_FAILURE() << history.error().message();
    return history.value_or(History());
}

TEST(FromTableTest, ACacheOfKernelTuner) {
    const auto history = read(R"({"tune_params_keys": ["bx", "mode", "pad"], "objective": "GFLOP/s", "cache": {
        "32": {"bx": 32, "mode": "a", "pad": true, "time": 2, "times": [1, 3], "GFLOP/s": 10, "timestamp": "t"},
        "4": {"bx": 4, "mode": "b", "pad": false, "time": "CompilationFailedConfig", "GFLOP/s": "CompilationFailedConfig"}}})");
    EXPECT_EQ(history.name, "cache");
    ASSERT_EQ(history.parameters.size(), 3U);
    EXPECT_EQ(history.parameters[0].type, ParameterType::ordinal);
    EXPECT_THAT(history.parameters[0].choices, ElementsAre("4", "32"));
    EXPECT_EQ(history.parameters[1].type, ParameterType::categorical);
    EXPECT_EQ(history.parameters[2].type, ParameterType::boolean);
    ASSERT_EQ(history.metrics.size(), 3U);
    EXPECT_EQ(history.metrics[0].goal, spec::Goal::none);
    EXPECT_EQ(history.metrics[2].goal, spec::Goal::maximize);
    EXPECT_THAT(history.trials[0].measured, ElementsAre(ElementsAre(2), ElementsAre(1, 3), ElementsAre(10)));
    EXPECT_EQ(history.trials[1].state, TrialState::failed);
    EXPECT_EQ(history.trials[1].reason, "CompilationFailedConfig");
}

TEST(FromTableTest, WithoutAnObjectiveItIsTheTime) {
    EXPECT_EQ(objectives_of(read(R"({"tune_params_keys": ["n"], "cache": {"1": {"n": 1, "energy": 3, "time": 2}}})")),
              std::vector<std::size_t>{1});
}

TEST(FromTableTest, WhatCannotBeAHistoryIsRefused) {
    const auto refused = [](const std::string& text) {
        const auto history = from_table(*table::parse_table(text, "f"));
        return history ? std::string() : history.error().message();
    };
    EXPECT_THAT(refused("a,b\n1,2\n"), HasSubstr("f: is CSV"));
    EXPECT_THAT(refused("a,b\n1,2\n"), HasSubstr("[command] table"));
    EXPECT_THAT(refused(R"({"cache": {"1": {"time": 1}}})"), HasSubstr("names no parameters"));
    EXPECT_THAT(refused(R"({"tune_params_keys": ["n"], "cache": {"1": {"n": 1, "time": "x"}}})"), HasSubstr("no objective"));
}

// What remains of the example in these forms: no notes, steps, times, units and bounds; failures by their word.
History plain() {
    auto history = example_history();
    EXPECT_TRUE(find_conditions(history));
    history.parameters[6] = parameter("depth", ParameterType::ordinal, {"2", "3"});
    for (auto& trial : history.trials) {
        trial.started_ns = trial.ended_ns = 0;
        trial.realised.clear();
        trial.steps.clear();
    }
    return history;
}

void expect_same(const History& back, const History& history, const std::string& failure) {
    ASSERT_EQ(back.trials.size(), history.trials.size());
    ASSERT_EQ(back.metrics.size(), history.metrics.size());
    for (std::size_t i = 0; i < back.metrics.size(); ++i) {
        EXPECT_EQ(back.metrics[i].name, history.metrics[i].name);
        EXPECT_EQ(back.metrics[i].goal, history.metrics[i].goal);
    }
    for (std::size_t i = 0; i < back.parameters.size(); ++i) EXPECT_EQ(back.parameters[i].name, history.parameters[i].name);
    for (std::size_t i = 0; i < back.trials.size(); ++i) {
        auto wanted = history.trials[i];
        if (wanted.state == TrialState::failed) wanted.reason = failure;
        wanted.number = static_cast<std::int64_t>(i);
        EXPECT_EQ(back.trials[i], wanted) << i;
    }
}

TEST(ToJsonTest, AHistoryGoesToKernelTunerAndComesBack) {
    const auto text = to_kernel_tuner(plain());
    expect_same(read(text), plain(), "RuntimeFailedConfig");
    EXPECT_THAT(text, HasSubstr(R"("loss": 1.375)"));
}

TEST(ToJsonTest, AHistoryGoesToT4AndComesBack) {
    const auto text = to_t4(plain());
    expect_same(read(text), plain(), "the results call it invalid: runtime");
    EXPECT_THAT(text, HasSubstr(R"("schema_version": "1.0.0")"));
}

TEST(ToJsonTest, TrialsThatHaveNotEndedAreLeftOut) {
    auto history = plain();
    history.trials[0].state = TrialState::asked;
    EXPECT_EQ(read(to_t4(history)).trials.size(), 4U);
    EXPECT_EQ(read(to_kernel_tuner(history)).trials.size(), 4U);
}

}  // namespace
}  // namespace paretop::exchange
