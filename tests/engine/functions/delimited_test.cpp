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

// Tables that were made of VTune's reports write percentages as plain numbers.
TEST(VtuneTest, SharesOfThePipelineAreRatesWithoutASignToo) {
    const auto reading = good(
        "Function,CPU Time (s),Clockticks,Retiring,Front-End Bound,Bad Speculation,Local DRAM,Events,Module\n"
        "f,1,100,10,4.0,0.5,0.0,7,a\nf,1,300,50,8.0,0.5,1.0,8,a\n");
    EXPECT_DOUBLE_EQ(reading.table.value(0, "Retiring"), 40);
    EXPECT_DOUBLE_EQ(reading.table.value(0, "Front-End Bound"), 7);
    EXPECT_DOUBLE_EQ(reading.table.value(0, "Bad Speculation"), 0.5);
    EXPECT_DOUBLE_EQ(reading.table.value(0, "Local DRAM"), 0.75);
    EXPECT_DOUBLE_EQ(reading.table.value(0, "Events"), 15) << "what is no rate is added";
}

TEST(VtuneTest, SlotsThatWereCountedAreAdded) {
    const auto reading = good("Function,CPU Time (s),Retiring,Module\nf,1,72660702374785.4,a\nf,1,1000,a\n");
    EXPECT_DOUBLE_EQ(reading.table.value(0, "Retiring"), 72660702375785.4);
}

TEST(VtuneTest, SeveralMeasurementsInOneTableAreNotSummed) {
    const auto error = bad(",Function,CPU Time (s),Retiring,config\n0,f,1,10,b128\n1,g,1,10,b128\n0,f,2,20,b256\n");
    EXPECT_THAT(error.message(), HasSubstr("t:4: holds several measurements of the same functions: its column config is 'b128' "
                                           "and 'b256'; make a file of the rows of each config"));
    EXPECT_THAT(bad("Function,CPU Time (s),config\nf,1,8\nf,2,12\n").message(), HasSubstr("'8' and '12'"));
}

TEST(VtuneTest, TheNameOfTheMeasurementIsNoCounter) {
    const auto reading = good(",Function,CPU Time (s),config\n0,f,1,8\n1,g,2,8\n");
    EXPECT_EQ(reading.table.rows.size(), 2U);
    EXPECT_EQ(reading.table.metrics, (std::vector<Metric>{{k_cpu_s, false}}));
}

TEST(VtuneTest, WithoutTheTwoColumnsNothingIsRead) {
    const auto error = bad("a,b\n1,2\n", Format::vtune);
    EXPECT_THAT(error.message(), HasSubstr("t: no line names a column Function and a column CPU Time; export it with"));
}

// `-report top-down`: a blank a level, also before a quote; the root of all is no function.
TEST(VtuneTest, IndentedRowsAreATreeOfCalls) {
    const auto reading = good(
        "Function Stack,CPU Time: Total,CPU Time: Self,Module\nTotal,100.0%,0s,\n main,98.5%,0.100s,app\n  \"run<int, "
        "char>\",95.0%,0.5s,app\n"
        "   pack,80.0%,12s,libz.so\n   main,10.0%,3s,app\n  stop,1.0%,0.05s,app\n start,1%,0.25s,ld.so\n");
    EXPECT_EQ(reading.format, Format::vtune);
    EXPECT_THAT(values(reading.table, k_cpu_s),
                UnorderedElementsAre(Pair("main|app", 3.1), Pair("run<int, char>|app", 0.5), Pair("pack|libz.so", 12),
                                     Pair("stop|app", 0.05), Pair("start|ld.so", 0.25)));
    EXPECT_DOUBLE_EQ(totals(reading.table).at("main|app"), 15.65) << "recursion counts once";
    EXPECT_DOUBLE_EQ(totals(reading.table).at("run<int, char>|app"), 15.5);
    ASSERT_TRUE(reading.tree);
    EXPECT_EQ(reading.tree->nodes.size(), 6U);
    EXPECT_TRUE(reading.omitted.empty());
    const auto jump = good("Function Stack,CPU Time:Self,Module\nmain,1,a\n    deep,2,a\n");
    EXPECT_EQ(jump.omitted.at("row indented deeper than one below its caller; kept below it"), (Omission{1, 3}));
    EXPECT_DOUBLE_EQ(totals(jump.table).at("main|a"), 3);
}

// As a table that was copied out of a window: texts at the end of a row may be missing.
TEST(VtuneTest, RowsThatLackOnlyTextsAreWhole) {
    const auto reading = good(
        "Source Function / Function / Call Stack\tCPU Time\tClockticks\tModule\tFunction (Full)\tSource File\n\n"
        "f\t1.5s\t4,000\t[Unknown]\n\ng\t0.5s\n");
    EXPECT_THAT(values(reading.table, k_cpu_s), UnorderedElementsAre(Pair("f|[Unknown]", 1.5)));
    EXPECT_EQ(reading.omitted.at("row with too few fields"), (Omission{1, 5}));
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

TEST(UprofTest, BeforeVersionFiveTimesWithoutAUnitAreMilliseconds) {
    const auto reading = good(
        "\n\"AMD uProf (Version:4.0.341.0)\"\nPERFORMANCE ANALYSIS REPORT\n\nMONITORED EVENTS\nTBP "
        "Events:,Name,Interval,Description\n"
        ",\"CPU_TIME\",\"1.000 milliseconds\",\"CPU Time\"\n\n\"100 HOTTEST FUNCTIONS (Sort Event - CPU_TIME)\"\n"
        "FUNCTION,\"CPU_TIME\",Module\n\"jpeg_idct\",2454.0000,\"/lib/libjpeg.so.9\"\n\"f(int, "
        "char)\",11.0000,\"/bin/python3.9\"\n\n"
        "\"100 HOTTEST PROCESSES (Sort Event - CPU_TIME)\"\nPROCESS,\"CPU_TIME\"\n\"python (PID:3)\",2465.0000\n");
    EXPECT_EQ(reading.format, Format::uprof);
    EXPECT_THAT(values(reading.table, k_cpu_s),
                UnorderedElementsAre(Pair("jpeg_idct|libjpeg.so.9", 2.454), Pair("f(int, char)|python3.9", 0.011)));
}

TEST(UprofTest, WithoutTheSectionItSaysWhichThereAre) {
    const auto error = bad("AMD uProf\n10 HOTTEST FUNCTIONS (Sort Event - IBS_LOAD)\nFUNCTION,IBS_LOAD\n");
    EXPECT_THAT(error.message(), HasSubstr("but one by IBS_LOAD"));
    EXPECT_THAT(bad("AMD uProf\nHOTTEST FUNCTIONS (Sort Event - CPU_TIME)\nx,y\n").message(), HasSubstr("t:3:"));
}

}  // namespace
}  // namespace paretop::functions
