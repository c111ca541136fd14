// What imports refuse, leave behind and clean up.
#include "engine/profile/import.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <cmath>

#include "engine/profile/lotus.h"
#include "tests/engine/profile/traces.h"

namespace paretop::profile {
namespace {

using testing::HasSubstr;

class Imports : public Traces {
  protected:
    // A store in a file: only that has locks.
    storage::Store filed = test::open_store(folder.file("lab.db"));
    std::vector<storage::ProfileRecord> profiles() { return storage::list_profiles(filed).value(); }
};

TEST_F(Imports, OneThatWasKilledIsCutOffUntilTheNextOfTheSamePaths) {
    const auto path = write_file("t_worker_pid_7", "SLoader,1,5\n");
    {
        storage::ProfileRecord record;
        record.name = "killed";
        record.format = "lotus";
        record.sources = {path};
        auto writer = ProfileWriter::begin(filed, record).value();
        const auto name = writer.name("Loader", Kind::operation);
        const auto lane = writer.lane({7, 7, Role::worker, {}});
        for (int i = 0; i < 5000; ++i) writer.record({name, lane, Kind::operation, i, 1, -1});
        EXPECT_EQ(profiles().at(0).state, storage::ProfileState::growing);
        const auto meanwhile = import_profile(filed, {path}, {}, system_clock()).value();
        EXPECT_TRUE(meanwhile.replaced.empty()) << "somebody is still writing the other";
    }
    EXPECT_EQ(profiles().at(1).state, storage::ProfileState::cut_off);
    EXPECT_EQ(storage::check_store(filed)->size(), 1U);
    const auto again = import_profile(filed, {path}, {}, system_clock()).value();
    EXPECT_EQ(again.replaced, std::vector<storage::ProfileId>{1});
    EXPECT_EQ(again.profile.state, storage::ProfileState::complete);
    EXPECT_EQ(profiles().size(), 2U);
    EXPECT_EQ(storage::check_store(filed).value(), std::vector<std::string>{});
}

TEST_F(Imports, OneThatIsStoppedLeavesNothing) {
    const auto path = write_file("t_worker_pid_7", "SLoader,1,5\nSLoader,2,5\n");
    const std::atomic<bool> stop{true};
    ImportOptions options;
    options.stop = &stop;
    const auto stopped = import_profile(filed, {path}, options, system_clock());
    ASSERT_FALSE(stopped.has_value());
    EXPECT_EQ(stopped.error().what, "interrupted");
    EXPECT_TRUE(profiles().empty());
}

TEST_F(Imports, AnEmptyFileIsCalledThat) {
    const auto empty = import_profile(store, {write_file("script.txt", "")}, {}, system_clock());
    ASSERT_FALSE(empty.has_value());
    EXPECT_EQ(empty.error().what, "is empty");
}

TEST_F(Imports, AByteOrderMarkIsPassedOver) {
    const std::string mark = "\xEF\xBB\xBF";
    EXPECT_EQ(operation(import_text("t_worker_pid_7", mark + "SLoader,1,5\n"), "Loader").count, 1);
    const auto chrome = import_text("t.json", mark + R"({"traceEvents":[{"ph":"X","name":"a","pid":1,"tid":1,"ts":1,"dur":2}]})");
    EXPECT_EQ(chrome.profile.format, "chrome");
    EXPECT_EQ(chrome.profile.records, 1);
    const auto lines = import_text("t.jsonl", mark + "{\"op\":\"Resize\",\"start_ns\":10,\"dur_ns\":5}\n");
    EXPECT_EQ(lines.profile.format, "report");
    EXPECT_EQ(lines.omissions.size(), 0U);
    EXPECT_EQ(import_text("t.csv", mark + "Function,CPU Time,Module\nf,1,a\n").profile.format, "vtune");
}

TEST_F(Imports, TextOfTwoBytesACharacterIsRefusedWithTheWayToConvertIt) {
    std::string wide;
    for (const char c : std::string("Function;CPU Time;Module\nf;1,5;a\n")) wide += std::string{c, '\0'};
    for (const auto& [text, encoding] : {std::pair{"\xFF\xFE" + wide, "iconv -f UTF-16 -t"}, {wide, "iconv -f UTF-16LE -t"}}) {
        const auto refused = import_profile(store, {write_file("t.csv", text)}, {}, system_clock());
        ASSERT_FALSE(refused.has_value());
        EXPECT_EQ(refused.error().what, "is text in UTF-16");
        EXPECT_THAT(refused.error().remedy, HasSubstr(encoding));
    }
}

// 3 and 5 ran one after the other; 100 and 101 at once, each with a worker.
TEST_F(Imports, OneMainProcessOfSeveralComesWithItsWorkers) {
    const auto main = [](std::int64_t at) { return fmt::format("SBatchWait_0,{},150\nSBatchConsumed_0,{},1\n", at, at + 900); };
    const auto worker = [](std::int64_t at) { return fmt::format("SLoader,{},5\nSBatchPreprocessed_0,{},{}\n", at, at, 100); };
    for (const auto& [file, text] : {std::pair<std::string, std::string>{"a_main_pid_3", main(1000)},
                                     {"a_worker_pid_9", worker(1000)},
                                     {"a_main_pid_5", main(9000)},
                                     {"a_worker_pid_8", worker(9000)},
                                     {"b_main_pid_100", main(1000)},
                                     {"b_worker_pid_103", worker(1000)},
                                     {"b_main_pid_102", main(1000)},
                                     {"b_worker_pid_101", worker(1000)}})
        write_file(file, text);
    const auto mixed = import({folder.file("")});
    EXPECT_THAT(mixed.profile.remarks, testing::Contains(HasSubstr("(pids 3, 5, 100, 102)")));
    EXPECT_THAT(mixed.profile.remarks, testing::Contains(HasSubstr("--main PID")));
    for (const auto& [pid, workers] : {std::pair{3, 9}, {5, 8}, {100, 101}, {102, 103}}) {
        SCOPED_TRACE(pid);
        ImportOptions options;
        options.main = pid;
        const auto one = import({folder.file("")}, options);
        const auto lanes = storage::list_lanes(store, one.profile.id).value();
        ASSERT_EQ(lanes.size(), 2U);
        EXPECT_EQ(lanes[0].pid, pid);
        EXPECT_EQ(lanes[1].pid, workers);
        EXPECT_EQ(batches(one).at(0).delay_ns(), 800);
        EXPECT_TRUE(one.profile.remarks.empty());
    }
    ImportOptions options;
    options.main = 7;
    const auto none = import_profile(store, {folder.file("")}, options, system_clock());
    EXPECT_EQ(none.error().kind, ErrorKind::not_found);
    EXPECT_EQ(none.error().remedy, "--main takes one of 3, 5, 100, 102");
}

// The clock goes back by a minute between batches 1 and 2.
TEST_F(Imports, WhereTheClockWasSetBackNothingComparesTimes) {
    constexpr std::int64_t k_s = 1'000'000'000;
    std::string worker, main;
    for (std::int64_t i = 0; i < 4; ++i) {
        const auto at = (100 + i - (i >= 2 ? 60 : 0)) * k_s;
        worker += fmt::format("SLoader,{},5\nSBatchPreprocessed_{},{},{}\n", at, i, at, k_s / 2);
        main += fmt::format("SBatchWait_{},{},{}\nSBatchConsumed_{},{},1000\n", i, at, k_s / 2 + 5, i, at + k_s / 2 + 9);
    }
    write_file("t_main_pid_3", main);
    write_file("t_worker_pid_7", worker);
    const auto t = import({folder.file("")});
    EXPECT_EQ(omitted(t, Omission::clock_step), 1);
    EXPECT_THAT(t.profile.remarks, testing::Contains(HasSubstr("the clock was set back")));
    ASSERT_TRUE(times_in_doubt(t.omissions));
    const auto s = batch_statistics(batches(t), true);
    for (const double figure : {s.wall_ns, s.stall_percent, s.throughput, s.delay_above_500ms_percent})
        EXPECT_TRUE(std::isnan(figure)) << figure;
    EXPECT_EQ(s.matched, 0);
    EXPECT_EQ(s.epochs, 1);
    EXPECT_EQ(s.preprocessing.mean_ns, 0.5 * k_s);  // durations are right all the same
    EXPECT_EQ(s.wait.count, 4);
}

TEST_F(Imports, CallgrindsEdgesAreKept) {
    const auto t = import_text("callgrind.out.1",
                               "# callgrind format\nevents: Ir\nfn=(1) main\n1 10\ncfn=(2) hot\ncalls=3 5\n1 200\n\n"
                               "fn=(2)\n5 200\ntotals: 210\n");
    EXPECT_EQ(t.omissions.size(), 0U);
    const auto functions = storage::list_functions(store, t.profile.id).value();
    const auto edges = storage::list_call_edges(store, t.profile.id).value();
    ASSERT_EQ(edges.size(), 1U);
    EXPECT_EQ(functions[static_cast<std::size_t>(edges[0].caller)].name, "main");
    EXPECT_EQ(functions[static_cast<std::size_t>(edges[0].callee)].name, "hot");
    EXPECT_EQ(edges[0].calls, 3);
    EXPECT_EQ(edges[0].cost, 200);
}

TEST_F(Imports, WhatAFileOfFunctionsLeavesOutIsAnOmissionWithItsPlace) {
    const auto t = import_text("t.csv", "Function,CPU Time,Module\nf,oops,a\ng,1,a\n");
    ASSERT_EQ(t.omissions.size(), 1U);
    EXPECT_EQ(t.omissions[0], (storage::OmissionRecord{"row without a readable CPU time", "t.csv:2", 1}));
}

}  // namespace
}  // namespace paretop::profile
