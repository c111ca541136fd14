#include <gmock/gmock.h>

#include "engine/table/table.h"

namespace paretop::table {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* k_cache = R"({"device_name": "D", "tune_params_keys": ["bx", "mode"], "objective": "time", "cache": {
"16,fast": {"bx": 16, "mode": "fast", "time": 1.5, "times": [1.25, 1.75], "extra": {"nested": 1}},
"32,fast": {"bx": 32, "mode": "fast", "time": "RuntimeFailedConfig"}}})";

constexpr const char* k_t4 = R"({"metadata": {}, "schema_version": "1.0.0", "results": [
{"configuration": {"bx": 16}, "times": {"runtimes": [3, 4], "compilation": 9.5}, "invalidity": "correct",
 "measurements": [{"name": "time", "value": 3.5, "unit": ""}], "objectives": ["time"]},
{"configuration": {"bx": 32}, "times": {"runtimes": []}, "invalidity": "compile", "measurements": [], "objectives": ["time"]}]})";

Table good(const std::string& text) {
    auto table = parse_table(text, "t.json");
    if (!table) ADD_FAILURE() << table.error().message();
    return table ? std::move(*table) : Table();
}

std::string_view cell(const Table& table, std::size_t row, std::string_view column) {
    const auto found = table.find(column);
    return found ? table.cell(row, *found) : "no such column";
}

TEST(JsonTableTest, ReadsACacheOfKernelTuner) {
    const auto table = good(k_cache);
    EXPECT_EQ(table.format(), Format::kernel_tuner);
    EXPECT_THAT(table.columns(), ElementsAre("bx", "mode", "time", "times"));
    EXPECT_THAT(table.parameters(), ElementsAre("bx", "mode"));
    EXPECT_THAT(table.objectives(), ElementsAre("time"));
    ASSERT_EQ(table.rows(), 2U);
    EXPECT_EQ(cell(table, 0, "times"), "[1.25,1.75]");
    EXPECT_EQ(cell(table, 1, "time"), "RuntimeFailedConfig");
    EXPECT_EQ(cell(table, 1, "times"), "");
    EXPECT_EQ(table.place(1, 0), "t.json: result 2");
}

TEST(JsonTableTest, ReadsT4Results) {
    const auto table = good(k_t4);
    EXPECT_EQ(table.format(), Format::t4);
    EXPECT_THAT(table.parameters(), ElementsAre("bx"));
    EXPECT_EQ(cell(table, 0, "time"), "3.5");
    EXPECT_EQ(cell(table, 0, "runtimes"), "[3,4]");
    EXPECT_EQ(cell(table, 0, "compilation"), "9.5");
    EXPECT_EQ(table.failure(0), "");
    EXPECT_EQ(table.failure(1), "the results call it invalid: compile");
}

TEST(JsonTableTest, ACacheThatIsStillOpenIsClosed) {
    std::string text = k_cache;
    text = text.substr(0, text.rfind(",\n\"32")) + ",\n";
    EXPECT_EQ(good(text).rows(), 1U);
}

TEST(JsonTableTest, PythonsNumbersThatAreNoneAreNothing) {
    const auto table = good(R"({"tune_params_keys": ["n"], "cache": {"1": {"n": 1, "t": NaN, "s": "NaN \" Infinity"},
                               "2": {"n": 2, "t": -Infinity}, "3": {"n": 3, "t": 1e999}}})");
    EXPECT_EQ(cell(table, 0, "t"), "");
    EXPECT_EQ(cell(table, 0, "s"), "NaN \" Infinity");
    EXPECT_EQ(cell(table, 1, "t"), "");
    EXPECT_EQ(cell(table, 2, "t"), "");
}

TEST(JsonTableTest, WhatIsWrongHasItsPlace) {
    const auto broken = parse_table("{\"cache\":\n  {\"1\": oops}}", "t.json");
    ASSERT_FALSE(broken);
    EXPECT_EQ(broken.error().where.substr(0, 9), "t.json:2:");
    const auto cut = parse_table(std::string(k_t4).substr(0, 200), "t.json");
    ASSERT_FALSE(cut);
    EXPECT_EQ(cut.error().what, "ends in the middle of its JSON");
}

TEST(JsonTableTest, OtherJsonIsRefused) {
    for (const auto* const text : {"{}", R"({"cache": 5})", R"({"results": {}})", R"({"cache": {}})", R"({"results": []})",
                                   R"({"cache": {"1": 5}})", R"({"results": [5]})"}) {
        const auto table = parse_table(text, "t.json");
        ASSERT_FALSE(table) << text;
        EXPECT_FALSE(table.error().remedy.empty()) << text;
        EXPECT_THAT(table.error().where, HasSubstr("t.json"));
    }
}

}  // namespace
}  // namespace paretop::table
