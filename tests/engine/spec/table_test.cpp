// [command] table: what belongs beside it, and what does not.
#include <gmock/gmock.h>

#include "tests/engine/spec/spec_text.h"

namespace paretop::spec {
namespace {

using testing::HasSubstr;

SpecText table_text() {
    SpecText text;
    text.command = "[command]\ntable = \"t.csv\"\n";
    text.metrics = "[[metric]]\nname = \"time\"\nfrom = \"column:Time (ms)\"\n";
    text.objectives = "[[objective]]\nmetric = \"time\"\ngoal = \"minimize\"\n";
    return text;
}

std::string only_problem(const SpecText& text) {
    const auto read = read_text(text.text());
    EXPECT_EQ(read.problems.size(), 1U);
    return read.problems.empty() ? "" : read.problems.front().message("t.toml");
}

TEST(TableSpecTest, ATableTakesThePlaceOfACommand) {
    const auto spec = read_good(table_text());
    EXPECT_EQ(spec.command.protocol, Protocol::table);
    EXPECT_EQ(spec.command.table, "/dir/t.csv");
    EXPECT_FALSE(spec.command.absent_is_invalid);
    EXPECT_EQ(spec.metrics[0].source.kind, Source::Kind::column);
    EXPECT_EQ(spec.metrics[0].source.argument, "Time (ms)");
}

TEST(TableSpecTest, PathsMayBeAbsoluteOrBesideTheFile) {
    auto text = table_text();
    text.command = "[command]\ntable = \"{dir}/x/t.csv\"\nabsent = \"invalid\"\n";
    EXPECT_EQ(read_good(text).command.table, "/dir/x/t.csv");
    EXPECT_TRUE(read_good(text).command.absent_is_invalid);
    text.command = "[command]\ntable = \"/data/t.csv\"\nabsent = \"failed\"\n";
    EXPECT_EQ(read_good(text).command.table, "/data/t.csv");
}

TEST(TableSpecTest, WithoutFromAMetricIsTheColumnOfItsName) {
    auto text = table_text();
    text.metrics = "[[metric]]\nname = \"wall_s\"\n";
    text.objectives = "[[objective]]\nmetric = \"wall_s\"\ngoal = \"minimize\"\n";
    EXPECT_EQ(read_good(text).metrics[0].source.kind, Source::Kind::column);
    EXPECT_EQ(read_good(text).metrics[0].source.argument, "wall_s");
}

TEST(TableSpecTest, WhatRunsProgramsIsRefusedBesideIt) {
    auto text = table_text();
    text.command += "run = [\"x\"]\n";
    EXPECT_EQ(only_problem(text),
              "t.toml:9:1: command.run: means nothing beside a table; remove it, or the table: nothing is run");
    text = table_text();
    text.command += "tabel = \"t.csv\"\n";
    EXPECT_THAT(only_problem(text), HasSubstr("command.tabel"));
}

TEST(TableSpecTest, MetricsOfProcessesAreRefused) {
    auto text = table_text();
    text.metrics = "[[metric]]\nname = \"time\"\nfrom = \"wall_s\"\n";
    EXPECT_THAT(only_problem(text), HasSubstr("wall_s cannot be looked up in a table; use column:NAME"));
    text.metrics = "";
    text.objectives = "[[objective]]\nmetric = \"wall_s\"\ngoal = \"minimize\"\n";
    EXPECT_THAT(only_problem(text), HasSubstr("'wall_s' cannot be looked up"));
}

TEST(TableSpecTest, ColumnsNeedATable) {
    SpecText text;
    text.metrics = "[[metric]]\nname = \"time\"\nfrom = \"column:t\"\n";
    EXPECT_THAT(only_problem(text), HasSubstr("column:t needs a table"));
    text = SpecText();
    text.command += "absent = \"invalid\"\n";
    EXPECT_THAT(only_problem(text), HasSubstr("means nothing without a table"));
}

TEST(TableSpecTest, AbsentIsOneOfTwoWords) {
    auto text = table_text();
    text.command += "absent = \"skip\"\n";
    EXPECT_THAT(only_problem(text), HasSubstr("command.absent: is 'skip'"));
}

}  // namespace
}  // namespace paretop::spec
