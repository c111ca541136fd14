#include "engine/exchange/tables.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

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

// What remains of the example in these forms: no notes, steps, times, units and bounds.
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

void expect_same(const History& back, const History& history) {
    ASSERT_EQ(back.trials.size(), history.trials.size());
    ASSERT_EQ(back.metrics.size(), history.metrics.size());
    for (std::size_t i = 0; i < back.metrics.size(); ++i) {
        EXPECT_EQ(back.metrics[i].name, history.metrics[i].name);
        EXPECT_EQ(back.metrics[i].goal, history.metrics[i].goal);
    }
    for (std::size_t i = 0; i < back.parameters.size(); ++i) EXPECT_EQ(back.parameters[i].name, history.parameters[i].name);
    for (std::size_t i = 0; i < back.trials.size(); ++i) {
        auto wanted = history.trials[i];
        wanted.number = static_cast<std::int64_t>(i);
        EXPECT_EQ(back.trials[i], wanted) << i;
    }
}

TEST(ToJsonTest, AHistoryGoesToKernelTunerAndComesBack) {
    const auto text = to_kernel_tuner(plain());
    expect_same(read(text), plain());
    EXPECT_THAT(text, HasSubstr(R"("loss": 1.375)"));
}

TEST(ToJsonTest, AHistoryGoesToT4AndComesBack) {
    const auto text = to_t4(plain());
    expect_same(read(text), plain());
    EXPECT_THAT(text, HasSubstr(R"("schema_version": "1.0.0")"));
}

constexpr const char* k_cache = R"({"tune_params_keys": ["n"], "objective": "time", "cache": {
    "1": {"n": 1, "time": 2, "times": [1, 2, 3], "timestamp": "2024-05-01T12:00:00.5+02:00"},
    "2": {"n": 2, "time": 7, "times": [7]},
    "3": {"n": 3, "time": "CompilationFailedConfig"},
    "4": {"n": 4, "time": "InvalidConfig"},
    "5": {"n": 5, "time": "RuntimeFailedConfig"}}})";

TEST(ToJsonTest, TimesStayLists) {
    const auto cache = nlohmann::json::parse(to_kernel_tuner(read(k_cache)))["cache"];
    EXPECT_EQ(cache["1"]["times"], nlohmann::json({1.0, 2.0, 3.0}));
    EXPECT_EQ(cache["2"]["times"], nlohmann::json::parse("[7.0]"));
    EXPECT_FALSE(cache["1"].contains("paretop:repeats"));
    const auto results = nlohmann::json::parse(to_t4(read(k_cache)))["results"];
    EXPECT_EQ(results[0]["times"]["runtimes"], nlohmann::json({1.0, 2.0, 3.0}));
    EXPECT_EQ(results[0]["measurements"].size(), 1U);
    EXPECT_TRUE(results[2]["times"].empty());
    EXPECT_THAT(read(to_t4(read(k_cache))).trials[0].measured, ElementsAre(ElementsAre(2), ElementsAre(1, 2, 3)));
}

TEST(ToJsonTest, FailuresKeepTheirClass) {
    const auto history = read(k_cache);
    const auto cache = nlohmann::json::parse(to_kernel_tuner(history))["cache"];
    const auto results = nlohmann::json::parse(to_t4(history))["results"];
    const std::vector<std::string> classes{"compile", "constraints", "runtime"};
    for (std::size_t i = 2; i < 5; ++i) {
        EXPECT_EQ(cache[std::to_string(i + 1)]["time"], history.trials[i].reason);
        EXPECT_EQ(results[i]["invalidity"], classes[i - 2]);
    }
}

TEST(ToJsonTest, ReasonsOfOursHaveAClassToo) {
    auto history = plain();
    history.trials.resize(3);
    for (const auto& [reason, wanted] :
         {std::pair("build: exit code 1", "compile"), std::pair("timeout after 3 s", "timeout"),
          std::pair("verify: exit code 1", "correctness"), std::pair("exit code 3", "runtime"),
          std::pair("the results call it invalid: correctness", "correctness"),
          std::pair("the results call it invalid: timeout", "timeout"), std::pair("exit code 1: timeout", "runtime")}) {
        history.trials[2].reason = reason;
        EXPECT_EQ(nlohmann::json::parse(to_t4(history))["results"][2]["invalidity"], wanted) << reason;
        EXPECT_EQ(read(to_kernel_tuner(history)).trials[2].reason, reason);
    }
}

TEST(FromTableTest, TimestampsAreKept) {
    const auto at = read(k_cache).trials[0].ended_ns;
    EXPECT_EQ(at, 1'714'557'600'500'000'000);  // 2024-05-01 10:00:00.5 UTC
    EXPECT_EQ(read(k_cache).trials[1].ended_ns, 0);
    EXPECT_EQ(read(to_t4(read(k_cache))).trials[0].ended_ns, at);
    EXPECT_EQ(read(to_kernel_tuner(read(k_cache))).trials[0].started_ns, at);
}

TEST(ToJsonTest, TrialsThatHaveNotEndedAreLeftOut) {
    auto history = plain();
    history.trials[0].state = TrialState::asked;
    EXPECT_EQ(read(to_t4(history)).trials.size(), 4U);
    EXPECT_EQ(read(to_kernel_tuner(history)).trials.size(), 4U);
}

}  // namespace
}  // namespace paretop::exchange
