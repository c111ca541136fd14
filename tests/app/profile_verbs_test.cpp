// `paretop profile …` on small traces.
#include <gmock/gmock.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "app/application.h"
#include "app/command_line.h"
#include "storage/profiles.h"
#include "tests/app/captured.h"
#include "tests/support/storage/store_fixture.h"
#include "tests/support/storage/temporary_folder.h"
#include "tests/views/pty_child.h"

namespace paretop::app {
namespace {

using nlohmann::json;
using testing::HasSubstr;

class ProfileVerbs : public testing::Test {
  protected:
    void SetUp() override {
        for (const char* name : {"before", "after"}) {
            std::filesystem::create_directory(folder_.file(name));
            const std::string slow = name == std::string("before") ? "5000000" : "7000000";
            test::write_bytes(folder_.file(name) + "/log_worker_pid_7",
                              "SLoader,1000," + slow + "\nSLoader,9000000," + slow +
                                  "\nSCrop,20000000,300\nSBatchPreprocessed_0,0,21000000\nnoise\n");
            test::write_bytes(folder_.file(name) + "/log_main_pid_3",
                              "SBatchWait_0,0,22000000\nSBatchConsumed_0,25000000,1000\n");
        }
    }
    [[nodiscard]] test::Captured paretop(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), "profile");
        arguments.insert(arguments.end(), {"--store", path_});
        return test::paretop(arguments);
    }
    void import_both() const {
        for (const char* name : {"before", "after"}) ASSERT_EQ(paretop({"import", folder_.file(name)}).code, 0);
    }
    void put_functions(const std::vector<storage::FunctionRecord>& functions,
                       const std::vector<storage::FunctionMapRecord>& maps) const {
        auto store = storage::Store::open(path_).value();
        const auto put = store.write([&]() -> Result<void> {
            PARETOP_CHECK(storage::put_functions(store, 1, functions));
            return storage::put_function_maps(store, 1, maps);
        });
        ASSERT_TRUE(put);
    }
    test::TemporaryFolder folder_;
    std::string path_ = folder_.file("lab.db");
};

TEST_F(ProfileVerbs, ImportTellsWhatItTookInAndWhatNot) {
    const auto printed = paretop({"import", folder_.file("before")});
    EXPECT_EQ(printed.code, 0) << printed.err;
    EXPECT_EQ(printed.out, "profile 1: 6 records of before (lotus)\n");
    EXPECT_EQ(printed.err, "paretop: note: garbage line: 1, first log_worker_pid_7:5\n");
    const auto record = json::parse(paretop({"import", folder_.file("before"), "--json", "--name", "again"}).out);
    EXPECT_EQ(record["profile"], 2);
    EXPECT_EQ(record["name"], "again");
    EXPECT_EQ(record["records"], 6);
    EXPECT_EQ(record["omissions"][0]["kind"], "garbage line");
    EXPECT_EQ(paretop({"import", folder_.file("nothing")}).code, 4);
    EXPECT_EQ(paretop({"import", folder_.file("before"), "--format", "gzip"}).code, 2);
}

TEST_F(ProfileVerbs, ShowHasRowsOfEachKind) {
    import_both();
    const auto printed = paretop({"show", "before"});
    EXPECT_THAT(printed.out, HasSubstr("out of order 0.00 %"));
    EXPECT_THAT(printed.out, HasSubstr("garbage line: 1"));
    EXPECT_THAT(printed.out, HasSubstr("Loader"));
    const auto ops = json::parse(paretop({"show", "1", "--json"}).out);
    EXPECT_EQ(ops["rows"][0]["operation"], "Loader");
    EXPECT_EQ(ops["rows"][0]["mean_ms"], 5.0);
    EXPECT_EQ(ops["batches"]["delay"]["mean_ms"], 4.0);
    const auto batch = json::parse(paretop({"show", "1", "--json", "--by", "batch"}).out);
    EXPECT_EQ(batch["rows"][0]["worker"], 7);
    EXPECT_EQ(batch["rows"][0]["delay_ns"], 4'000'000);
    EXPECT_THAT(paretop({"show", "1", "--by", "batch"}).out, HasSubstr("worker 7"));
    EXPECT_THAT(paretop({"show", "1", "--by", "worker"}).out, HasSubstr("main 3"));
    EXPECT_EQ(json::parse(paretop({"show", "1", "--json", "--by", "worker"}).out)["rows"].size(), 2U);
    EXPECT_THAT(paretop({"show", "1", "--by", "function"}).err, HasSubstr("no native functions"));
    EXPECT_EQ(paretop({"show", "befour"}).code, 4);
    EXPECT_EQ(paretop({"show", "1", "--by", "colour"}).code, 2);
}

// Loader took 10 ms of 10.0003 ms; many runs took 40 s of CPU, a quarter of it in memcpy.
TEST_F(ProfileVerbs, FunctionsHaveTheirPartOfTheOperationsTime) {
    import_both();
    put_functions(
        {{0, "memcpy", "libc.so.6", 10, 10, 10}, {1, "idct", "libjpeg.so.62", 30, 30, 30}, {2, "poll", "libc.so.6", 9, 9, 9}},
        {{"Loader", 0, 20, 20, 1, 10, 10}, {"Loader", 1, 20, 20, 1, 30, 30}, {"", 2, 0, 0, 1, 10, 9}});
    const auto printed = paretop({"show", "1", "--by", "function"}).out;
    EXPECT_THAT(printed, testing::ContainsRegex("idct +libjpeg.so.62 +0.00750 +75 %"));
    EXPECT_THAT(printed, testing::ContainsRegex("memcpy +libc.so.6 +0.00250 +25 %"));
    EXPECT_THAT(printed, testing::ContainsRegex("poll +libc.so.6 +– +– +9 +unmapped"));
    EXPECT_THAT(printed, testing::ContainsRegex("\\[unmapped\\] +– +10.0 +20 % +9"));
    const auto told = json::parse(paretop({"show", "1", "--by", "function", "--json"}).out);
    EXPECT_EQ(told["rows"][0]["function"], "idct") << "in the order of the table";
    EXPECT_NEAR(told["rows"][0]["self_s"].get<double>(), 0.0075, 1e-12);
    EXPECT_NEAR(told["rows"][0]["share"].get<double>(), 0.75, 1e-4);
    EXPECT_EQ(told["rows"][0]["cpu_s"], 30.0);
    EXPECT_TRUE(told["rows"][2]["self_s"].is_null());
    EXPECT_EQ(told["unmapped"]["cpu_s"], 10.0);
    EXPECT_EQ(told["unmapped"]["share"], 0.2);
    EXPECT_EQ(told["mapped"][0]["operation"], "Loader");
}

TEST_F(ProfileVerbs, SamplesAreToldBesideWhatTheyCounted) {
    test::write_bytes(folder_.file("misses"),
                      "prog 12 1.000001:    900 cache-misses: \n\taa10 leaf (/bin/prog)\n\taa20 main (/bin/prog)\n\n"
                      "prog 12 1.000002:    60 cache-misses: \n\taa20 main (/bin/prog)\n\n"
                      "prog 12 1.000003:    40 cache-misses: \n\taa20 main (/bin/prog)\n\n");
    ASSERT_EQ(paretop({"import", folder_.file("misses")}).code, 0);
    const auto printed = paretop({"show", "1", "--by", "function"}).out;
    EXPECT_THAT(printed, testing::ContainsRegex("leaf +prog +– +90 % +900 \\(1 sample\\)"));
    EXPECT_THAT(printed, testing::ContainsRegex("main +prog +– +10 % +100 \\(2 samples\\)"));
    EXPECT_EQ(paretop({"export", "1", "--format", "collapsed"}).out, "main 100\nmain;leaf 900\n");
}

TEST_F(ProfileVerbs, WhatIsUnmappedStandsBelowTheOperations) {
    import_both();
    EXPECT_THAT(paretop({"show", "1"}).out, testing::Not(HasSubstr("unmapped"))) << "without a map";
    put_functions({{0, "f", "m", 3, 3, 3}, {1, "g", "m", 1, 1, 1}}, {{"Loader", 0, 1, 1, 1, 3, 3}, {"", 1, 0, 0, 1, 1, 1}});
    const auto printed = paretop({"show", "1", "--by", "op", "--top", "1"}).out;
    EXPECT_THAT(printed, testing::ContainsRegex("\\[unmapped\\] +– +– +1.* +25 %"));
    EXPECT_THAT(printed, HasSubstr("[unmapped]: CPU time of 1 function that no operation runs"));
}

TEST_F(ProfileVerbs, FunctionsWithoutTimesHaveTheirPartOfTheSamples) {
    import_both();
    put_functions({{0, "memcpy", "libc.so.6", 0, 0, 10}, {1, "idct", "libjpeg.so.62", 0, 0, 30}}, {});
    EXPECT_THAT(paretop({"show", "1", "--by", "function"}).out, testing::ContainsRegex("idct +libjpeg.so.62 +– +75 % +30"));
}

TEST_F(ProfileVerbs, DiffNamesTheChange) {
    import_both();
    const auto printed = paretop({"diff", "before", "after"});
    EXPECT_EQ(printed.code, 0) << printed.err;
    EXPECT_THAT(printed.out, HasSubstr("+40 %"));
    const auto diff = json::parse(paretop({"diff", "1", "2", "--json"}).out);
    EXPECT_EQ(diff["rows"][0]["operation"], "Loader");
    EXPECT_EQ(diff["rows"][0]["change_ms"], 2.0);
    EXPECT_EQ(diff["rows"][0]["share"], 1.0);
    EXPECT_EQ(diff["rows"][0]["presence"], "both");
}

TEST_F(ProfileVerbs, SharesCountNestedTimeOnce) {
    test::write_bytes(folder_.file("nested_worker_pid_7"), "SInner,1000000,3000000\nSOuter,0,4000000\n");
    ASSERT_EQ(paretop({"import", folder_.file("nested_worker_pid_7"), "--name", "nested"}).code, 0);
    const auto rows = json::parse(paretop({"show", "nested", "--json"}).out)["rows"];
    EXPECT_EQ(rows[0]["operation"], "Inner");
    EXPECT_EQ(rows[0]["share"], 0.75);
    EXPECT_EQ(rows[1]["share"], 0.25);
    EXPECT_EQ(rows[1]["total_ms"], 4.0);
    const auto printed = paretop({"show", "nested"}).out;
    EXPECT_THAT(printed, testing::ContainsRegex("Inner +1 +0.00300 +0.00300 +75 %"));
    EXPECT_THAT(printed, testing::ContainsRegex("Outer +1 +0.00400 +0.00100 +25 %"));
}

TEST_F(ProfileVerbs, ADiffHasNoMeanOfWhatIsNotThere) {
    test::write_bytes(folder_.file("a_worker_pid_7"), "SOld,0,5000000\n");
    test::write_bytes(folder_.file("b_worker_pid_7"), "SNew,0,4000000\n");
    for (const char* name : {"a", "b"})
        ASSERT_EQ(paretop({"import", folder_.file(name + std::string("_worker_pid_7")), "--name", name}).code, 0);
    const auto diff = json::parse(paretop({"diff", "a", "b", "--json"}).out);
    EXPECT_EQ(diff["rows"][0]["operation"], "Old");
    EXPECT_EQ(diff["rows"][0]["mean_a_ms"], 5.0);
    EXPECT_TRUE(diff["rows"][0]["mean_b_ms"].is_null());
    EXPECT_TRUE(diff["rows"][1]["mean_a_ms"].is_null());
    EXPECT_EQ(diff["rows"][1]["mean_b_ms"], 4.0);
}

TEST_F(ProfileVerbs, ExportWritesEachFormat) {
    import_both();
    EXPECT_EQ(json::parse(paretop({"export", "1"}).out)["traceEvents"].size(), 8U);
    EXPECT_EQ(json::parse(paretop({"export", "1", "--detail", "coarse", "--compatible"}).out)["traceEvents"].size(), 5U);
    EXPECT_EQ(json::parse(paretop({"export", "1", "--format", "speedscope"}).out)["profiles"].size(), 2U);
    EXPECT_THAT(paretop({"export", "1", "--format", "collapsed"}).out, HasSubstr("worker 7;BatchPreprocessed;Loader 10000000\n"));
    EXPECT_THAT(paretop({"export", "1", "--format", "csv"}).out, HasSubstr("Crop,operation,worker 7,7,7,worker,20000000,300,\n"));
    EXPECT_THAT(paretop({"export", "1", "--format", "report"}).out, HasSubstr("{\"op\":\"Crop\","));
    const auto refused = paretop({"export", "1", "--format", "lotus"});
    EXPECT_EQ(refused.code, 2);
    EXPECT_EQ(paretop({"export", "1", "--format", "lotus", "-o", folder_.file("logs")}).code, 0);
    EXPECT_TRUE(std::filesystem::exists(folder_.file("logs/paretop_worker_pid_7")));
    const auto said = json::parse(paretop({"export", "1", "-o", folder_.file("t.json"), "--json"}).out);
    EXPECT_EQ(said["output"], folder_.file("t.json"));
    EXPECT_EQ(paretop({"export", "1", "-o", folder_.file("none/t.json")}).code, 6);
    EXPECT_EQ(paretop({"export", "1", "-o", "/dev/null"}).code, 0);
    EXPECT_TRUE(std::filesystem::is_character_file("/dev/null"));
}

TEST_F(ProfileVerbs, TablesOfFunctionsAreExportedFunctionByFunction) {
    test::write_bytes(folder_.file("callgrind.out.1"),
                      "# callgrind format\nevents: Ir\nfn=f\n1 30\ncfn=g\ncalls=2 1\n1 70\n\nfn=g\n1 70\n");
    test::write_bytes(folder_.file("vtune.csv"), "Function,CPU Time,Module\n\"f(int, int)\",1.5,a.so\ng,0.5,b.so\n");
    for (const char* name : {"callgrind.out.1", "vtune.csv"}) ASSERT_EQ(paretop({"import", folder_.file(name)}).code, 0);
    const auto stacks = paretop({"export", "1", "--format", "collapsed"});
    EXPECT_EQ(stacks.out, "g 70\nf 30\n");
    EXPECT_THAT(stacks.err, HasSubstr("keeps no stacks"));
    EXPECT_EQ(paretop({"export", "2", "--format", "collapsed"}).out, "f(int, int) 1500000000\ng 500000000\n");
    const auto scope = json::parse(paretop({"export", "2", "--format", "speedscope"}).out);
    EXPECT_EQ(scope["profiles"][0]["samples"], json::parse("[[0],[1]]"));
    EXPECT_EQ(scope["profiles"][0]["weights"], json::parse("[1.5e9,5e8]"));
    EXPECT_EQ(paretop({"export", "1", "--format", "csv"}).out,
              "function,module,operation,self_s,total_s,Ir\n,,,,,100\ng,[unknown],,,,70\nf,[unknown],,,,30\n");
    EXPECT_THAT(paretop({"export", "2", "--format", "csv"}).out, HasSubstr("\n\"f(int, int)\",a.so,,1.5,1.5,0\n"));
    for (const char* format : {"chrome", "report"}) {
        const auto refused = paretop({"export", "1", "--format", format});
        EXPECT_EQ(refused.code, 2);
        EXPECT_THAT(refused.err, HasSubstr("no records of when what ran; export it as collapsed, speedscope or csv"));
    }
}

TEST_F(ProfileVerbs, PartsOfOperationsHaveLinesOfTheirOwnInCsv) {
    test::write_bytes(folder_.file("vtune.csv"), "Function,CPU Time,Module\ng,4,b.so\n");
    ASSERT_EQ(paretop({"import", folder_.file("vtune.csv")}).code, 0);
    put_functions({{0, "g", "b.so", 4, 4, 0}}, {{"Loader", 0, 2, 2, 0.75, 3, 0}, {"", 0, 0, 0, 0.25, 1, 0}});
    EXPECT_THAT(paretop({"export", "1", "--format", "csv"}).out, HasSubstr("\ng,b.so,,4,4,0\ng,b.so,Loader,3,,0\n"));
}

TEST_F(ProfileVerbs, NamesAreHarmlessAtATerminalAndWholeInAPipe) {
    test::write_bytes(folder_.file("t_worker_pid_7"), "Sr\x1b[2Jé,0,5000000\n");
    ASSERT_EQ(paretop({"import", folder_.file("t_worker_pid_7")}).code, 0);
    EXPECT_THAT(paretop({"export", "1", "--format", "csv"}).out, HasSubstr("r\x1b[2Jé,operation"));
    for (const char* format : {"csv", "collapsed"}) {
        views::PtyChild child([&] {
            Console console;
            application({"profile", "export", "1", "--format", format, "--store", path_}, console);
        });
        const auto shown = child.rest();
        EXPECT_THAT(shown, HasSubstr("é")) << format;
        EXPECT_THAT(shown, HasSubstr("\n")) << format;
        EXPECT_EQ(shown.find('\x1b'), std::string::npos) << format;
    }
}

TEST_F(ProfileVerbs, AFailedExportLeavesWhatWasThere) {
    import_both();
    const std::string host = R"({"traceEvents": []})";
    test::write_bytes(folder_.file("host.json"), host);
    const auto again = folder_.file("before/../host.json");
    EXPECT_EQ(paretop({"export", "1", "--into", folder_.file("host.json"), "-o", again}).code, 2);
    EXPECT_EQ(paretop({"export", "1", "--into", folder_.file("none.json"), "-o", folder_.file("host.json")}).code, 4);
    EXPECT_EQ(test::read_bytes(folder_.file("host.json")), host);
    EXPECT_FALSE(std::filesystem::exists(folder_.file("host.json.part")));
    std::filesystem::create_symlink(folder_.file("host.json"), folder_.file("link.json"));
    EXPECT_EQ(paretop({"export", "1", "-o", folder_.file("link.json")}).code, 0);
    EXPECT_TRUE(std::filesystem::is_symlink(folder_.file("link.json")));
    EXPECT_EQ(json::parse(test::read_bytes(folder_.file("host.json")))["traceEvents"].size(), 8U);
}

TEST_F(ProfileVerbs, ATopOfTheRowsSaysHowManyThereAre) {
    import_both();
    EXPECT_THAT(paretop({"show", "1", "--top", "1"}).out, HasSubstr("… and 4 more: --top 0 shows all\n"));
    EXPECT_THAT(paretop({"show", "1", "--top", "0"}).out, testing::Not(HasSubstr("more:")));
    const auto rows = json::parse(paretop({"show", "1", "--top", "2", "--json"}).out);
    EXPECT_EQ(rows["rows"].size(), 2U);
    EXPECT_EQ(rows["rows_there_are"], 5);
}

TEST_F(ProfileVerbs, CallsAreShownByCallerAndCallee) {
    test::write_bytes(folder_.file("callgrind.out.1"),
                      "# callgrind format\nevents: Ir\nfn=(1) main\n1 10\ncfn=(2) hot\ncalls=3 5\n1 200\n\nfn=(2)\n5 200\n"
                      "totals: 210\n");
    ASSERT_EQ(paretop({"import", folder_.file("callgrind.out.1")}).code, 0);
    EXPECT_THAT(paretop({"show", "1", "--by", "call"}).out, testing::ContainsRegex("main +hot +3 +200"));
    const auto functions = paretop({"show", "1", "--by", "function"}).out;
    EXPECT_THAT(functions, testing::ContainsRegex("function +module +self s +share +Ir +operations"));
    EXPECT_THAT(functions, HasSubstr("Ir (instructions), simulated by valgrind, not measured"));
    EXPECT_EQ(json::parse(paretop({"show", "1", "--json"}).out)["samples_are"], "Ir");
    const auto rows = json::parse(paretop({"show", "1", "--by", "call", "--json"}).out)["rows"];
    EXPECT_EQ(rows[0]["caller"]["function"], "main");
    EXPECT_EQ(rows[0]["calls"], 3);
    ASSERT_EQ(paretop({"import", folder_.file("before")}).code, 0);
    EXPECT_THAT(paretop({"show", "2", "--by", "call"}).err, HasSubstr("no calls by caller and callee"));
}

TEST_F(ProfileVerbs, ListsAndRemoves) {
    EXPECT_EQ(paretop({"import", folder_.file("before")}).code, 0);
    EXPECT_THAT(paretop({"ls"}).out, HasSubstr("before"));
    const auto all = json::parse(paretop({"ls", "--json"}).out);
    EXPECT_EQ(all[0]["profile"], 1);
    EXPECT_EQ(all[0]["state"], "complete");
    EXPECT_EQ(paretop({"rm", "before"}).out, "profile 1: removed\n");
    EXPECT_THAT(paretop({"ls"}).err, HasSubstr("no profiles yet"));
    EXPECT_EQ(paretop({"rm", "before"}).code, 4);
}

TEST_F(ProfileVerbs, ARemovalThatWasKilledIsNamedAndFinishedByTheNext) {
    import_both();
    {
        auto store = storage::Store::open(path_).value();
        ASSERT_TRUE(store.execute("CREATE TRIGGER killed BEFORE DELETE ON operation BEGIN SELECT RAISE(ABORT, 'killed'); END"));
        ASSERT_FALSE(storage::erase_profile(store, 1));
        ASSERT_TRUE(store.execute("DROP TRIGGER killed"));
    }
    EXPECT_THAT(paretop({"ls"}).out, HasSubstr("half removed"));
    EXPECT_THAT(paretop({"show", "1"}).out, HasSubstr("its removal was interrupted; `paretop profile rm 1` finishes it"));
    EXPECT_EQ(json::parse(paretop({"ls", "--json"}).out)[1]["state"], "half removed");
    EXPECT_EQ(paretop({"rm", "1"}).out, "profile 1: removed\n");
    EXPECT_THAT(paretop({"ls"}).out, testing::Not(HasSubstr("half removed")));
}

TEST_F(ProfileVerbs, EachHasHelpWithExamples) {
    for (const char* verb : {"import", "ls", "show", "diff", "export", "rm"}) {
        const auto parsed = parse_command_line({"profile", verb, "--help"});
        EXPECT_THAT(parsed.text, HasSubstr("Examples:")) << verb;
        EXPECT_THAT(parsed.text, HasSubstr(std::string("paretop profile ") + verb)) << verb;
    }
    EXPECT_EQ(paretop({"shwo", "1"}).code, 2);
    EXPECT_EQ(paretop({}).code, 2);
}

}  // namespace
}  // namespace paretop::app
