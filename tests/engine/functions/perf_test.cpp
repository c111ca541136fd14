#include <sys/stat.h>

#include <cstdlib>

#include "engine/functions/call_tree.h"
#include "engine/functions/perf_event.h"
#include "tests/engine/functions/reading.h"
#include "tests/support/storage/temporary_folder.h"

namespace paretop::functions {
namespace {

using testing::ElementsAre;
using testing::Pair;
using testing::UnorderedElementsAre;

TEST(PerfScriptTest, OneLineASampleWithPeriodsOfAClock) {
    const auto reading = good(
        "            prog 27951/27951 14980.236520:     200040 cpu-clock:      55ea662d41c3 hot (/tmp/prog)\n"
        "   my prog two 27951/27951 [001] 14980.2367:     200040 cpu-clock:      55ea662d41c3 hot (/tmp/prog)\n"
        "            prog 27951/27951 14980.236917:     100000 cpu-clock:      7f00 [unknown] (/lib/libz.so)\n");
    EXPECT_EQ(reading.format, Format::perf_script);
    EXPECT_THAT(values(reading.table, k_samples), UnorderedElementsAre(Pair("hot|prog", 2), Pair("[unresolved]|libz.so", 1)));
    EXPECT_NEAR(reading.table.total(k_cpu_s), 500080e-9, 1e-15);
    EXPECT_THAT(reading.table.events, ElementsAre("cpu-clock"));
    EXPECT_FALSE(reading.tree);
    EXPECT_TRUE(reading.omitted.empty());
}

constexpr const char* k_chains =
    "prog 12 1.000001:    3000 cycles:u: \n"
    "\t    aa10 leaf+0x10 (/bin/prog)\n"
    "\t    aa20 small (inlined)\n"
    "\t    aa30 std::f(int, (lambda)) const+0x3 (/bin/prog)\n"
    "\t    aa40 main+0x1 (/bin/prog)\n\n"
    "prog 12 1.000002:    1000 cycles:u: \n"
    "\t    aa40 main+0x2 (/bin/prog)\n\n"
    "prog 12 1.000003:    500 instructions:u: \n"
    "\t    aa40 main+0x2 (/bin/prog)\n\n";

TEST(PerfScriptTest, ChainsMakeATree) {
    const auto reading = good(k_chains);
    EXPECT_THAT(values(reading.table, k_clockticks), UnorderedElementsAre(Pair("leaf|prog", 3000), Pair("main|prog", 1000)));
    EXPECT_THAT(values(reading.table, "instructions"), UnorderedElementsAre(Pair("main|prog", 500)));
    ASSERT_TRUE(reading.tree);
    EXPECT_EQ(reading.tree->nodes.size(), 4U);
    EXPECT_EQ(totals(reading.table).at("main|prog"), 4000);
    EXPECT_EQ(totals(reading.table).at("small|prog"), 3000) << "inlined: of the module it is inlined into";
    EXPECT_EQ(totals(reading.table).at("std::f(int, (lambda)) const|prog"), 3000);
    const auto middle = sandwich(*reading.tree, "small|prog");
    EXPECT_THAT(middle.callees, ElementsAre(CallEdge{"small|prog", "leaf|prog", 0, 3000}));
}

TEST(PerfScriptTest, EventsOfEveryUnitThatCountsAreOne) {
    const auto reading = good(
        "python3 380 39014.550818: 26062180 cpu_core/cycles/P:\n\t          61cb73 leaf+0x13 (/usr/bin/python3.12)\n\n"
        "python3 380 39014.550918: 1000 cpu_atom/cycles/P:\n\t          61cb73 leaf+0x13 (/usr/bin/python3.12)\n\n");
    EXPECT_THAT(values(reading.table, k_clockticks), UnorderedElementsAre(Pair("leaf|python3.12", 26063180)));
    EXPECT_THAT(values(reading.table, k_samples), UnorderedElementsAre(Pair("leaf|python3.12", 2)));
    EXPECT_EQ(perf_event("armv8_pmuv3_0/cycles/"), "cycles");
    EXPECT_EQ(perf_event("cpu/event=0x3c,umask=0x0/u"), "cpu/event=0x3c,umask=0x0/");
    EXPECT_EQ(perf_event("sched:sched_switch"), "sched:sched_switch");
    EXPECT_EQ(perf_event("cpu-clock:uhpppH"), "cpu-clock");
    EXPECT_EQ(perf_event("cycles:P"), "cycles");
}

// As many samples, of different periods: what is ranked by is what was counted.
TEST(PerfScriptTest, SamplesWeighAsMuchAsTheirPeriods) {
    const auto reading = good(
        "w 7 22.000001: 1000 cache-misses:  118d rare (/a)\nw 7 22.000002: 10 cache-misses:  1254 often (/a)\n"
        "w 7 22.000003: 10 cache-misses:  1254 often (/a)\n");
    ASSERT_TRUE(reading.table.stand_in());
    EXPECT_EQ(reading.table.metrics[*reading.table.stand_in()].name, "cache-misses");
    EXPECT_EQ(reading.table.weight_metric(), reading.table.stand_in());
    EXPECT_THAT(totals(reading.table), UnorderedElementsAre(Pair("rare|a", 1000), Pair("often|a", 20)));
    EXPECT_THAT(values(reading.table, k_samples), UnorderedElementsAre(Pair("rare|a", 1), Pair("often|a", 2)));
    EXPECT_FALSE(good("w 7 22.000001: 9 cpu-clock:  118d f (/a)\n").table.stand_in()) << "seconds are known";
    EXPECT_FALSE(good("w 7 22.000001: cache-misses:  118d f (/a)\n").table.stand_in()) << "nothing but samples is known";
}

TEST(PerfScriptTest, SamplesOfEveryEventAreCounted) {
    const auto reading = good(
        "w 7 22.000001: 1000 cpu-clock:  118d f (/a)\nw 7 22.000002: 50 cycles:  1254 g (/a)\n"
        "w 7 22.000003: 50 cycles:  1254 g (/a)\n");
    EXPECT_THAT(reading.table.events, ElementsAre("cpu-clock", "cycles"));
    EXPECT_THAT(reading.table.event_samples, ElementsAre(1, 2));
    EXPECT_EQ(reading.table.metrics[*reading.table.weight_metric()].name, k_cpu_s) << "of the first event";
    const auto without = good("w 7 22.000001: cpu-clock:  118d f (/a)\nw 7 22.000002: cycles:  1254 g (/a)\n");
    EXPECT_THAT(values(without.table, "cycles samples"), UnorderedElementsAre(Pair("g|a", 1)));
}

// perf script -F comm,tid,time,event,ip,sym; and -F comm,ip,sym.
TEST(PerfScriptTest, WithoutPeriodsOnlySamplesAreKnown) {
    const auto timed =
        good("w 7 22.000001: cpu-clock:  118d hot\nw 7 22.000002: cpu-clock:  118d hot\nw 7 22.000003: cpu-clock:  1254 cold\n");
    EXPECT_THAT(values(timed.table, k_samples), UnorderedElementsAre(Pair("hot|[unknown]", 2), Pair("cold|[unknown]", 1)));
    EXPECT_FALSE(timed.table.metric(k_cpu_s));
    const auto chains = good("w \n\t            118d hot\n\t            1254 main\n\nw \n\t            1254 main\n\n");
    EXPECT_EQ(chains.format, Format::perf_script);
    EXPECT_THAT(totals(chains.table), UnorderedElementsAre(Pair("hot|[unknown]", 1), Pair("main|[unknown]", 2)));
}

TEST(PerfScriptTest, LinesWithNothingButFramesAreSamples) {
    const auto reading =
        good("     55ea662d41c3 hot (/tmp/prog)\n     55ea662d41c3 hot (/tmp/prog)\n     55ea662d4200 cold (/tmp/prog)\n");
    EXPECT_THAT(values(reading.table, k_samples), UnorderedElementsAre(Pair("hot|prog", 2), Pair("cold|prog", 1)));
}

TEST(PerfScriptTest, GarbageBetweenSamplesIsCounted) {
    const auto reading = good(std::string(k_chains) + "   ??? what is this\n\t    aa10 leaf+0x");
    EXPECT_EQ(reading.omitted.at("line that is neither sample nor frame").count, 1);
    EXPECT_EQ(reading.table.total(k_clockticks), 4000);
}

TEST(PerfScriptTest, ProseIsNoSample) {
    const auto reading = good(std::string(k_chains) +
                              "Warning: samples were lost\nat 12.5: something happened\n\nprog 12 1.000009:  7 cycles:u: \n\n");
    EXPECT_EQ(values(reading.table, k_samples).at("[unresolved]|[unknown]"), 1) << "with a time, and no frame";
    EXPECT_EQ(reading.table.total(k_samples), 3);
    EXPECT_EQ(reading.omitted.at("line that is neither sample nor frame"), (Omission{2, 13}));
}

TEST(PerfScriptTest, ACutEndIsSaid) {
    const std::string text = k_chains;
    EXPECT_TRUE(good(text).omitted.empty());
    EXPECT_EQ(good(text.substr(0, text.size() - 6)).omitted.count("last line without its end"), 1U);
}

TEST(PerfScriptTest, ALineOfColonsTakesNoLonger) {
    const auto reading = good(std::string(k_chains) + '\t' + std::string(400'000, ':') + "\n", Format::perf_script);
    EXPECT_EQ(reading.table.total(k_clockticks), 4000);
}

TEST(PerfScriptTest, OfAStackWithoutAnEndTheLeavesAreKept) {
    std::string text = "prog 12 1.000001:    3000 cycles:u: \n";
    for (int i = 0; i < 6000; ++i) text += "\t    aa10 f" + std::to_string(i) + " (/bin/prog)\n";
    const auto reading = good(text + "\n");
    EXPECT_EQ(reading.omitted.at("stack deeper than 4,096 frames").count, 1);
    EXPECT_EQ(reading.table.rows.size(), k_deepest_stack);
    EXPECT_EQ(totals(reading.table).at("f4095|prog"), 3000);
}

TEST(FunctionFileTest, OnlyRegularFilesAreRead) {
    const test::TemporaryFolder folder;
    const auto fifo = folder.file("fifo");
    ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
    for (const auto& path : {fifo, std::string("/dev/zero")}) {
        const auto reading = read_function_file(path);
        ASSERT_FALSE(reading);
        EXPECT_THAT(reading.error().message(), testing::HasSubstr("is no regular file"));
    }
    test::write_bytes(folder.file("chains"), k_chains);
    EXPECT_TRUE(read_function_file(folder.file("chains")));
    ASSERT_EQ(std::system(("gzip -k " + folder.file("chains")).c_str()), 0);
    const auto packed = read_function_file(folder.file("chains.gz"));
    ASSERT_TRUE(packed) << packed.error().message();
    EXPECT_EQ(packed->table.total(k_clockticks), 4000);
    EXPECT_EQ(read_function_file(folder.file("none")).error().kind, ErrorKind::not_found);
}

TEST(PerfReportTest, BarsAndBlanksSeparateColumns) {
    const auto bars = good(
        " 13.64% | 36         |[.] __memmove_evex   |libc.so.6           \n"
        " 1.89%  | 5          |[.] 0x0000000000023100              |libjpeg.so.62.3.0   \n"
        " 1.89%  | 5          |[.] 0x00000000000231e3              |libjpeg.so.62.3.0   \n"
        " 12.88% | 34         |[k] exc_page_fault  |[kernel.kallsyms]   \n");
    EXPECT_EQ(bars.format, Format::perf_report);
    EXPECT_THAT(values(bars.table, k_samples),
                UnorderedElementsAre(Pair("__memmove_evex|libc.so.6", 36), Pair("[unresolved]|libjpeg.so.62.3.0", 10),
                                     Pair("exc_page_fault|[kernel.kallsyms]", 34)));
    const auto blanks = good(
        "# Samples: 1K of event 'cpu-clock'\n#\n# Overhead  Command  Shared Object  Symbol\n"
        "    60.00%  python3  libc.so.6  [.] memmove\n    40.00%  python3  prog       [.] f(int, char)\n");
    EXPECT_THAT(values(blanks.table, "share %"),
                UnorderedElementsAre(Pair("memmove|libc.so.6", 60), Pair("f(int, char)|prog", 40)));
    EXPECT_THAT(blanks.table.events, ElementsAre("cpu-clock"));
    const auto children = good(
        "    98.14%    90.00%  prog     prog                  [.] hot\n"
        "    10.93%     0.00%  prog     [kernel.kallsyms]     [k] do_syscall_64\n");
    EXPECT_THAT(values(children.table, "share %"),
                UnorderedElementsAre(Pair("hot|prog", 90), Pair("do_syscall_64|[kernel.kallsyms]", 0)));
}

// Newer ones have columns of branches behind the symbol; and any order of columns.
TEST(PerfReportTest, ColumnsBehindTheSymbolAreNoPartOfIt) {
    const auto branches = good(
        "# Samples: 10K of event 'cpu-clock:u'\n# Event count (approx.): 21460921672\n#\n"
        "# Overhead  Command  Shared Object     Symbol                    IPC   [IPC Coverage]\n"
        "    28.37%  python   python3.10d       [.] _PyEval_EvalFrameDefault  -      -            \n"
        "     3.40%  python   libc.so.6         [.] memcpy                2.06  [ 90.8%]\n");
    EXPECT_NEAR(values(branches.table, k_cpu_s).at("_PyEval_EvalFrameDefault|python3.10d"), 0.2837 * 21.460921672, 1e-9);
    EXPECT_NEAR(values(branches.table, k_cpu_s).at("memcpy|libc.so.6"), 0.034 * 21.460921672, 1e-9);
    const auto behind = good(
        "# Samples: 296K of event 'cycles:P'\n# Event count (approx.): 24000\n#\n# Overhead  Symbol      Shared Object      IPC  "
        " [IPC Coverage]\n"
        "    50.00%  [k] kvm_io_bus_write   [kvm]     -      -            \n    25.00%  [.] f(int, char)  prog  -      -\n");
    EXPECT_THAT(values(behind.table, k_clockticks),
                UnorderedElementsAre(Pair("kvm_io_bus_write|[kvm]", 12000), Pair("f(int, char)|prog", 6000)));
    const auto fields = good(
        "# Children;    Self;Symbol           ;Source:Line          ;IPC   [IPC Coverage]\n"
        " 188.57%; 89.72% ;[.] Book::Add(int, int)  ;/work/probe2.cpp:6  ;-      -\n 99.58% ; 0.00%  ;[.] _start  ;??:0  ;-      "
        "-\n");
    EXPECT_THAT(values(fields.table, "share %"),
                UnorderedElementsAre(Pair("Book::Add(int, int)|[unknown]", 89.72), Pair("_start|[unknown]", 0)));
}

// Each has a section; the first one counts the samples.
TEST(PerfReportTest, SeveralEventsAreNotAddedUp) {
    const auto reading = good(
        "# Samples: 4  of event 'cycles'\n# Event count (approx.): 1000\n#\n# Overhead  Samples  Shared Object  Symbol\n"
        "    75.00%  3  prog  [.] f\n    25.00%  1  prog  [.] g\n\n"
        "# Samples: 2  of event 'cache-misses'\n# Event count (approx.): 60\n#\n# Overhead  Samples  Shared Object  Symbol\n"
        "   100.00%  2  prog  [.] g\n");
    EXPECT_THAT(values(reading.table, k_samples), UnorderedElementsAre(Pair("f|prog", 3), Pair("g|prog", 1)));
    EXPECT_THAT(values(reading.table, "cache-misses"), UnorderedElementsAre(Pair("g|prog", 60)));
    EXPECT_THAT(reading.table.events, ElementsAre("cycles", "cache-misses"));
}

TEST(CollapsedTest, StacksMakeATreeAndOwnTimes) {
    const auto reading =
        good("prog;main;a;b 3\nprog;main;a 2\nprog;main;a;b;a 5\nprog;sys_read_[k] 1\nprog;[libz.so.1] 4\nno count here\n");
    EXPECT_EQ(reading.format, Format::collapsed);
    EXPECT_EQ(values(reading.table, k_samples).at("a|[unknown]"), 7);
    EXPECT_EQ(values(reading.table, k_samples).at("b|[unknown]"), 3);
    EXPECT_EQ(values(reading.table, k_samples).at("sys_read|[kernel.kallsyms]"), 1);
    EXPECT_EQ(values(reading.table, k_samples).at("[unresolved]|libz.so.1"), 4);
    EXPECT_EQ(totals(reading.table).at("a|[unknown]"), 10) << "recursion counts once";
    EXPECT_EQ(totals(reading.table).at("prog|[unknown]"), 15);
    EXPECT_EQ(reading.omitted.at("line without a count"), (Omission{1, 6}));
}

TEST(CollapsedTest, NamesOfAMegabyteAndEscapesAreTamed) {
    const std::string name(1'000'000, 'x');
    const auto reading = good("main;" + name + ";\x1b[2Jevil" + std::string(1, '\0') + " 5\nmain;" + name + "y;b 3\n");
    EXPECT_EQ(reading.format, Format::collapsed);
    EXPECT_EQ(values(reading.table, k_samples).at("?[2Jevil?|[unknown]"), 5);
    EXPECT_EQ(reading.tree->nodes.size(), 5U) << "long names that differ stay apart";
}

TEST(CollapsedTest, EndlesslyDeepStacksAreCut) {
    std::string stack;
    for (int i = 0; i < 10'000; ++i) stack += "f" + std::to_string(i) + ";";
    const auto reading = good(stack + "leaf 1\n", Format::collapsed);
    EXPECT_EQ(reading.tree->nodes.size(), k_deepest_stack);
    EXPECT_EQ(reading.omitted.at("stack deeper than 4,096 frames").count, 1);
    EXPECT_EQ(values(reading.table, k_samples).at("leaf|[unknown]"), 1);
}

}  // namespace
}  // namespace paretop::functions
