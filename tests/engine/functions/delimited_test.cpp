#include "tests/engine/functions/reading.h"

namespace paretop::functions {
namespace {

using testing::HasSubstr;
using testing::Pair;
using testing::UnorderedElementsAre;

TEST(VtuneTest, ColumnsAreFoundByNameWhereverTheyStand) {
    const auto reading = good(
        "Module,CPU Time,Extra,Function\n"
        "/lib/libc.so.6,0.25,7,\"f(int, char)\"\n"
        "[Unknown],1.5,8,[Outside any known module]\n");
    EXPECT_EQ(reading.format, Format::vtune);
    EXPECT_THAT(values(reading.table, k_cpu_s),
                UnorderedElementsAre(Pair("f(int, char)|libc.so.6", 0.25), Pair("[Outside any known module]|[Unknown]", 1.5)));
    EXPECT_THAT(values(reading.table, "Extra"), UnorderedElementsAre(Pair("f(int, char)|libc.so.6", 7), testing::_));
}

TEST(VtuneTest, AHeaderAloneIsATableWithoutRows) {
    const auto reading = good("Function,CPU Time,Module\n");
    EXPECT_TRUE(reading.table.rows.empty());
    EXPECT_TRUE(reading.omitted.empty());
}

TEST(VtuneTest, OtherLanguagesWriteSemicolonsAndDecimalCommas) {
    const auto reading = good("Function;CPU Time;Module\nf;2,388030;a.so\ng;1.024,5;a.so\n");
    EXPECT_THAT(values(reading.table, k_cpu_s), UnorderedElementsAre(Pair("f|a.so", 2.38803), Pair("g|a.so", 1024.5)));
}

TEST(VtuneTest, WhatIsDamagedIsCountedWithItsFirstLine) {
    const auto reading = good("vtune: starting\nFunction,CPU Time,Module\nf,1,a\nf(int, int),1,a\ng,oops,a\n\"h,1,a\nf,2");
    EXPECT_EQ(reading.omitted.at("line before the names of the columns"), (Omission{1, 1}));
    EXPECT_EQ(reading.omitted.at("row with too many fields"), (Omission{1, 4}));
    EXPECT_EQ(reading.omitted.at("row without a readable CPU time"), (Omission{1, 5}));
    EXPECT_EQ(reading.omitted.at("row with an open quote"), (Omission{1, 6}));
    EXPECT_EQ(reading.omitted.at("row with too few fields"), (Omission{1, 7}));
    EXPECT_THAT(values(reading.table, k_cpu_s), UnorderedElementsAre(Pair("f|a", 1)));
}

TEST(VtuneTest, ATimeThatIsNoNumberInTheFirstRowIsNoColumnOfTexts) {
    const auto reading = good("Function,CPU Time,Module\nf,oops,a\ng,1,a\nh,,a\n");
    EXPECT_EQ(reading.omitted.at("row without a readable CPU time"), (Omission{2, 2}));
    EXPECT_THAT(values(reading.table, k_cpu_s), UnorderedElementsAre(Pair("g|a", 1)));
}

TEST(VtuneTest, AFunctionThatComesTwiceIsAddedAndItsRatesAveraged) {
    const auto reading = good("Function\tCPU Time\tClockticks\tRetiring\tModule\nf\t1s\t100\t10%\ta\nf\t2s\t300\t50%\ta\n");
    EXPECT_DOUBLE_EQ(reading.table.value(0, k_cpu_s), 3);
    EXPECT_DOUBLE_EQ(reading.table.value(0, k_clockticks), 400);
    EXPECT_DOUBLE_EQ(reading.table.value(0, "Retiring"), 40);
    EXPECT_EQ(reading.table.rows.size(), 1U);
}

TEST(VtuneTest, WithoutTheTwoColumnsNothingIsRead) {
    const auto error = bad("a,b\n1,2\n", Format::vtune);
    EXPECT_THAT(error.message(), HasSubstr("t: no line names a column Function and a column CPU Time; export it with"));
}

constexpr const char* k_uprof =
    "AMD uProf (Version:5.3.518.0)\n"
    "PROFILE DETAILS\nProfile Duration,4.389 sec\n\n"
    "10 HOTTEST FUNCTIONS (Sort Event - CPU_TIME)\n"
    "FUNCTION,CPU_TIME,Module\n"
    "\"foo<int, char>\",1.230,libfoo.so\nbar,0.120,factorio\n\n"
    "10 HOTTEST FUNCTIONS (Sort Event - IBS_LOAD)\n"
    "FUNCTION,IBS_LOAD,Module\nbaz,200.0,libfoo.so\n";

TEST(UprofTest, TheSectionByCpuTimeIsReadToItsBlankLine) {
    const auto reading = good(k_uprof);
    EXPECT_EQ(reading.format, Format::uprof);
    EXPECT_THAT(values(reading.table, k_cpu_s),
                UnorderedElementsAre(Pair("foo<int, char>|libfoo.so", 1.23), Pair("bar|factorio", 0.12)));
}

TEST(UprofTest, MillisecondsInTheHeaderAreSeconds) {
    const auto reading = good("\"9 HOTTEST FUNCTIONS (Sort Event - CPU_TIME)\"\nFUNCTION,\"CPU_TIME (ms)\",Module\nf,12,a\n");
    EXPECT_DOUBLE_EQ(reading.table.total(k_cpu_s), 0.012);
}

TEST(UprofTest, WithoutTheSectionItSaysWhichThereAre) {
    const auto error = bad("AMD uProf\n10 HOTTEST FUNCTIONS (Sort Event - IBS_LOAD)\nFUNCTION,IBS_LOAD\n");
    EXPECT_THAT(error.message(), HasSubstr("but one by IBS_LOAD"));
    EXPECT_THAT(bad("AMD uProf\nHOTTEST FUNCTIONS (Sort Event - CPU_TIME)\nx,y\n").message(), HasSubstr("t:3:"));
}

}  // namespace
}  // namespace paretop::functions
