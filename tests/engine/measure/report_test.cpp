#include "engine/measure/report.h"

#include <gtest/gtest.h>

#include <cmath>

namespace paretop::measure {
namespace {

Report read(const std::string& text) {
    ReportReader reader;
    reader.feed(text);
    reader.finish();
    return reader.report();
}

TEST(Report, TheLastValueOfAMetricCounts) {
    const auto report = read("{\"metric\":\"a\",\"value\":1}\n{\"metric\":\"a\",\"value\":2}\n{\"metric\":\"b\",\"value\":true}");
    EXPECT_EQ(report.values.at("a"), 2);
    EXPECT_EQ(report.values.at("b"), 1);
    EXPECT_EQ(report.malformed, 0);
}

TEST(Report, StepsAreKeptInOrderAndSetTheValue) {
    const auto report = read("{\"metric\":\"a\",\"value\":1,\"step\":1}\n{\"metric\":\"a\",\"value\":5,\"step\":2}\n");
    ASSERT_EQ(report.steps.size(), 2U);
    EXPECT_EQ(report.steps[1].step, 2);
    EXPECT_EQ(report.steps[1].value, 5);
    EXPECT_EQ(report.values.at("a"), 5);
}

TEST(Report, WhatJsonCannotWriteIsUnderstood) {
    const auto report = read(R"({"metric":"a","value":"nan"}
{"metric":"b","value":"-inf"}
{"metric":"c","value":null}
{"metric":"d","value":Infinity}
{"metric":"e","value":-1e999,"step":1})");
    EXPECT_TRUE(std::isnan(report.values.at("a")));
    EXPECT_EQ(report.values.at("b"), -HUGE_VAL);
    EXPECT_TRUE(std::isnan(report.values.at("c")));
    EXPECT_EQ(report.values.at("d"), HUGE_VAL);
    EXPECT_EQ(report.values.at("e"), -HUGE_VAL);
    EXPECT_TRUE(report.steps.empty());
    EXPECT_EQ(report.malformed, 0);
}

TEST(Report, OtherKindsOfLinesAreTakenOrCounted) {
    const auto report = read(R"({"status":"a\u001b[31mb","progress":7}
{"op":"Resize"}
{"tensor":"x","file":"y"}
{"realised":{"a":1,"b":1}}
{"realised":{"b":2}}
)");
    EXPECT_EQ(report.status, "ab");
    EXPECT_EQ(report.progress, 1);
    EXPECT_EQ(report.operations, 1);
    EXPECT_EQ(report.tensors, 1);
    EXPECT_EQ(report.realised, R"({"a":1,"b":2})");
}

TEST(Report, MalformedLinesAreCountedAndTheFirstIsKept) {
    const auto report = read("oops\n[1]\n{\"metric\":\"a\"}\n{\"metric\":\"a\",\"value\":\"x\"}\n{}\n\n   \n");
    EXPECT_EQ(report.malformed, 5);
    EXPECT_EQ(report.first_malformed, "not a JSON object: oops");
    EXPECT_TRUE(report.values.empty());
}

TEST(Report, AnEndlessLineIsSkippedAndTheNextIsRead) {
    ReportReader reader;
    const std::string part(300'000, 'x');
    for (int i = 0; i < 10; ++i) reader.feed(part);
    reader.feed("\n{\"metric\":\"a\",\"value\":1}\n");
    EXPECT_EQ(reader.report().malformed, 1);
    EXPECT_EQ(reader.report().values.at("a"), 1);
}

TEST(Report, LinesMayArriveByteByByte) {
    ReportReader reader;
    for (const char c : std::string("{\"metric\":\"a\",\"value\":1}\n{\"metric\":\"a\",\"value\":2}")) reader.feed({&c, 1});
    EXPECT_EQ(reader.report().values.at("a"), 1);
    reader.finish();
    EXPECT_EQ(reader.report().values.at("a"), 2);
    reader.clear();
    EXPECT_TRUE(reader.report().values.empty());
}

}  // namespace
}  // namespace paretop::measure
