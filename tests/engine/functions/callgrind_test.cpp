#include "tests/engine/functions/reading.h"

namespace paretop::functions {
namespace {

using testing::HasSubstr;
using testing::Pair;
using testing::UnorderedElementsAre;

constexpr const char* k_text =
    "# callgrind format\nversion: 1\ncreator: callgrind-3.19.0\npositions: line\nevents: Ir Dr\n\n"
    "ob=(3) /tmp/prog\nfl=(2) /tmp/prog.c\nfn=(6) main\n13 59 20\n"
    "cob=(1) /lib/libc.so.6\ncfi=(1) x.c\ncfn=(12) write\ncalls=2 9 \n13 40 8\n"
    "cfn=(8) hot\ncalls=1 -7 \n* 200\n* 3\njump=1 15\n14\n\n"
    "fn=(8)\n+2 200\n\n"
    "ob=(1)\nfn=(12)\n0x1f 40 8\n"
    "totals: 299 28\n";

TEST(CallgrindTest, NamesAreCompressedAndCallsAreNotOwnCost) {
    const auto reading = good(k_text);
    EXPECT_EQ(reading.format, Format::callgrind);
    EXPECT_TRUE(reading.table.simulated);
    EXPECT_THAT(values(reading.table, "Ir"),
                UnorderedElementsAre(Pair("main|prog", 62), Pair("hot|prog", 200), Pair("write|libc.so.6", 40)));
    EXPECT_THAT(values(reading.table, "Dr"), UnorderedElementsAre(Pair("main|prog", 20), Pair("write|libc.so.6", 8)));
    EXPECT_THAT(totals(reading.table),
                UnorderedElementsAre(Pair("main|prog", 302), Pair("hot|prog", 200), Pair("write|libc.so.6", 40)));
    EXPECT_THAT(reading.edges,
                UnorderedElementsAre(CallEdge{"main|prog", "hot|prog", 1, 200}, CallEdge{"main|prog", "write|libc.so.6", 2, 40}));
    EXPECT_TRUE(reading.omitted.empty());
}

TEST(CallgrindTest, CachegrindsFilesAreReadToo) {
    const auto reading =
        good("desc: I1 cache: 32768 B\ncmd: ./prog\nevents: Ir I1mr\nfl=a.c\nfn=main\n1 10 1\n2 5\nfn=f\n9 7 0\nsummary: 22 1\n");
    EXPECT_THAT(values(reading.table, "Ir"), UnorderedElementsAre(Pair("main|[unknown]", 15), Pair("f|[unknown]", 7)));
}

TEST(CallgrindTest, AFileThatIsCutOffIsSaid) {
    const std::string text = k_text;
    const auto cut = good(text.substr(0, text.find("totals")));
    EXPECT_EQ(cut.omitted.at("end of the file: it is cut off, its totals are missing").count, 1);
    EXPECT_EQ(values(cut.table, "Ir"), values(good(text).table, "Ir"));
}

TEST(CallgrindTest, OthersInItsFormatMeasure) {
    const auto reading = good(
        "version: 1\ncreator: xdebug 3.1.0 (PHP 8.1)\ncmd: x.php\npart: 1\npositions: line\n\nevents: Time_(10ns) "
        "Memory_(bytes)\n\n"
        "fl=(1) php:internal\nfn=(1) php::usleep\n5 900 0\n\n"
        "fl=(2) x.php\nfn=(2) {main}\n1 30 64\ncfl=(1)\ncfn=(1)\ncalls=1 0 0\n5 900 0\n");
    EXPECT_FALSE(reading.table.simulated);
    EXPECT_THAT(totals(reading.table), UnorderedElementsAre(Pair("php::usleep|[unknown]", 900), Pair("{main}|[unknown]", 930)));
    EXPECT_TRUE(reading.omitted.empty());
}

TEST(CallgrindTest, DamageIsCounted) {
    const auto reading = good(std::string(k_text) + "fn=(99)\n1 5\n1 -5\nwhat\n");
    EXPECT_EQ(values(reading.table, "Ir").at("[unresolved]|libc.so.6"), 5);
    EXPECT_EQ(reading.omitted.at("number of a name that was never given").count, 1);
    EXPECT_EQ(reading.omitted.at("cost that is no number").count, 1);
    EXPECT_EQ(reading.omitted.at("line that is no cost").count, 1);
    EXPECT_THAT(bad("# callgrind format\nversion: 1\n").message(), HasSubstr("no line says which events were counted"));
}

TEST(DetectTest, WhatIsNotKnownIsRefusedWithTheFormatsThatAre) {
    EXPECT_THAT(bad("").message(), HasSubstr("t: is empty"));
    EXPECT_THAT(bad("hello world\n").message(), HasSubstr("perf-script, perf-report, collapsed, callgrind, vtune, uprof"));
    EXPECT_THAT(bad("\x7f"
                    "ELF\x01\x02\n")
                    .message(),
                HasSubstr("none of the formats"));
    EXPECT_EQ(read_function_file("/no/such/file").error().kind, ErrorKind::not_found);
    EXPECT_THAT(read_function_file("/tmp").error().message(), HasSubstr("is a folder"));
}

}  // namespace
}  // namespace paretop::functions
