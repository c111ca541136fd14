// What a screen and the exports read of a stored profile, and how two are compared.
#include "engine/profile/timeline.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>

#include "engine/profile/diff.h"
#include "engine/profile/export.h"
#include "tests/engine/profile/traces.h"

namespace paretop::profile {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class Stored : public Traces {
  protected:
    // `count` records of 80 ns each 100 ns, "first" in the first half and "second" in the other.
    Imported halves(int count) {
        std::string text;
        for (int i = 0; i < count; ++i) text += fmt::format("S{},{},80\n", i < count / 2 ? "first" : "second", 1000 + i * 100);
        return import_text("t_worker_pid_7", text);
    }
    std::vector<Kind> kinds(const Imported& t) { return kinds_of(storage::list_operations(store, t.profile.id).value()); }
    template <class Export>
    static std::string text_of(Export exporting) {
        std::string text;
        const auto done = exporting([&](std::string_view piece) {
            text += piece;
            return true;
        });
        EXPECT_TRUE(done.has_value()) << done.error().message();
        return text;
    }
};

TEST_F(Stored, TheTimelineIsTheSameFromRecordsAndFromSummaries) {
    constexpr int k_count = 110'000;  // above k_records_at_once: from summaries
    const auto t = halves(k_count);
    const auto all = kinds(t);
    const std::int64_t end = 1000 + k_count * 100;
    const auto coarse = timeline(store, t.profile.id, {0, false, 1000, end, 10}, all).value();
    ASSERT_EQ(coarse.size(), 10U);
    for (std::size_t i = 0; i < coarse.size(); ++i) {
        EXPECT_EQ(coarse[i].name, i < 5 ? 0 : 1) << i;
        EXPECT_NEAR(coarse[i].share, 0.8, 0.02) << i;
    }
    const auto fine = timeline(store, t.profile.id, {0, false, 1000, 1400, 8}, all).value();
    ASSERT_EQ(fine.size(), 8U);
    EXPECT_EQ(fine[0].name, 0);
    EXPECT_NEAR(fine[0].share, 1, 1e-6);
    EXPECT_NEAR(fine[1].share, 0.6, 1e-6);
    EXPECT_EQ(timeline(store, t.profile.id, {0, false, end + 1000, end + 2000, 4}, all).value()[0].name, -1);
    EXPECT_EQ(timeline(store, t.profile.id, {9, false, 0, end, 4}, all).value()[0].name, -1);  // no such lane
}

TEST_F(Stored, RecordsUnderTheCursor) {
    const auto t = halves(10'000);
    const auto found = records_in(store, t.profile.id, {0, false, 1150, 1300, 1}, kinds(t), 10).value();
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].start_ns, 1100);
    EXPECT_EQ(found[1].start_ns, 1200);
    EXPECT_EQ(records_in(store, t.profile.id, {0, false, 0, 1'000'000, 1}, kinds(t), 3)->size(), 3U);
}

TEST_F(Stored, InnerOperationsWinWhereTheyFillASlice) {
    std::vector<Record> records(3);
    records[0] = {0, 0, Kind::operation, 0, 1000, -1};
    records[1] = {1, 0, Kind::operation, 100, 90, -1};
    records[2] = {2, 0, Kind::operation, 510, 10, -1};
    const auto slices = slices_of(records, 0, 1000, 10);
    EXPECT_EQ(slices[0].name, 0);
    EXPECT_EQ(slices[1].name, 1);
    EXPECT_EQ(slices[5].name, 0);
    EXPECT_EQ(slices[9].share, 1);
}

TEST_F(Stored, OfLongOperationsWithinEachOtherTheInnermostIsSeen) {
    std::vector<Record> records(4);  // as a tracer writes them: whatever ends first
    records[0] = {2, 0, Kind::operation, 400, 200, -1};
    records[1] = {1, 0, Kind::operation, 200, 600, -1};
    records[2] = {0, 0, Kind::operation, 0, 1000, -1};
    records[3] = {3, 0, Kind::operation, 1000, 0, -1};
    const auto slices = slices_of(records, 0, 1000, 10);
    const auto name_at = [&](std::size_t i) { return slices[i].name; };
    EXPECT_EQ(name_at(1), 0);
    EXPECT_EQ(name_at(3), 1);
    EXPECT_EQ(name_at(4), 2);
    EXPECT_EQ(name_at(7), 1);
    EXPECT_EQ(name_at(9), 0);
    for (const auto& slice : slices) EXPECT_NEAR(slice.share, 1, 1e-5) << "no time is counted twice";
}

TEST_F(Stored, ADiffTellsWhatChangedAndHowSurely) {
    std::string a, b;
    for (int i = 0; i < 100; ++i) {
        a += fmt::format("Sslower,{},{}\nSsame,{},{}\nSgone,{},50\n", i * 1000, 100 + i % 10, i * 1000 + 200, 60 + i % 7,
                         i * 1000 + 300);
        b += fmt::format("Sslower,{},{}\nSsame,{},{}\nSnew,{},70\n", i * 1000, 120 + i % 10, i * 1000 + 200, 60 + (i + 3) % 7,
                         i * 1000 + 300);
    }
    const auto one = import_text("a_worker_pid_7", a), other = import_text("b_worker_pid_7", b);
    const auto diff = diff_profiles(store, one.profile.id, other.profile.id).value();
    ASSERT_EQ(diff.changes.size(), 4U);
    const auto& gained = diff.changes[0];
    EXPECT_EQ(gained.name, "new");
    EXPECT_EQ(gained.presence, Presence::appeared);
    EXPECT_FALSE(gained.low_ns.has_value());
    EXPECT_EQ(gained.total_change_ns, 7000);
    EXPECT_EQ(diff.changes[1].presence, Presence::vanished);
    EXPECT_EQ(diff.changes[1].change_ns, -50);
    const auto& slower = diff.changes[2];
    EXPECT_EQ(slower.name, "slower");
    EXPECT_NEAR(slower.change_ns, 20, 1e-9);
    // s² = 8.3333 on both sides, so the error is √(2·8.3333/100) = 0.40825; t(0.975; 198) = 1.97202.
    EXPECT_NEAR(*slower.high_ns - 20, 1.97202 * 0.408248, 1e-4);
    EXPECT_NEAR(20 - *slower.low_ns, 1.97202 * 0.408248, 1e-4);
    EXPECT_TRUE(slower.certain());
    EXPECT_FALSE(diff.changes[3].certain());
    double shares = 0;
    for (const auto& change : diff.changes) shares += change.share.value();
    EXPECT_NEAR(shares, 1, 1e-12);
    EXPECT_FALSE(diff_profiles(store, one.profile.id, one.profile.id)->changes[0].share.has_value());  // nothing changed
}

TEST_F(Stored, ADiffCountsNestedTimeOnce) {
    const auto one = import_text("a_worker_pid_7", "Sinner,10,60\nSouter,0,100\n");
    const auto other = import_text("b_worker_pid_7", "Sinner,10,80\nSouter,0,120\n");
    const auto diff = diff_profiles(store, one.profile.id, other.profile.id).value();
    EXPECT_EQ(diff.total_a_ns, 100);
    EXPECT_EQ(diff.total_b_ns, 120);
    ASSERT_EQ(diff.changes.size(), 2U);
    EXPECT_EQ(diff.changes[0].name, "inner") << "all of the change is its own";
    EXPECT_EQ(diff.changes[0].share, 1.0);
    EXPECT_EQ(diff.changes[1].total_change_ns, 20);
    EXPECT_EQ(diff.changes[1].self_change_ns, 0);
    EXPECT_EQ(diff.changes[1].share, 0.0);
}

TEST_F(Stored, CollapsedStacksHoldSelfTimes) {
    const auto t = import_text("t_worker_pid_7", "Sa;b,10,5\nSouter,0,100\nSBatchPreprocessed_0,0,120\n");
    EXPECT_EQ(text_of([&](const Write& write) { return export_collapsed(store, t.profile.id, write); }),
              "worker 7;BatchPreprocessed 20\nworker 7;BatchPreprocessed;outer 95\nworker 7;BatchPreprocessed;outer;a b 5\n");
}

TEST_F(Stored, DeepStacksAreCutAndLoseNoTime) {
    std::string text;
    for (int i = 0; i < 5000; ++i) text += fmt::format("SLoader,{},{}\n", i, 10'000 - 2 * i);
    const auto t = import_text("t_worker_pid_7", text);
    std::istringstream lines(text_of([&](const Write& write) { return export_collapsed(store, t.profile.id, write); }));
    std::string line;
    std::int64_t total = 0, count = 0;
    for (; std::getline(lines, line); ++count) total += std::stoll(line.substr(line.rfind(' ') + 1));
    EXPECT_EQ(count, 1000);
    EXPECT_EQ(total, 10'000);
}

TEST_F(Stored, SpeedscopeEventsAreNestedAndSorted) {
    const auto t = import_text("t_worker_pid_7", "Sinner,10,5\nSouter,0,100\nSoverhang,90,50\nSnext,200,1\n");
    const auto file =
        nlohmann::json::parse(text_of([&](const Write& write) { return export_speedscope(store, t.profile.id, write); }));
    ASSERT_EQ(file["profiles"].size(), 1U);
    std::vector<std::string> events;
    for (const auto& e : file["profiles"][0]["events"])
        events.push_back(fmt::format("{} {} {}", e["type"].get<std::string>(),
                                     file["shared"]["frames"][e["frame"].get<std::size_t>()]["name"].get<std::string>(),
                                     e["at"].get<int>()));
    EXPECT_THAT(events, ElementsAre("O outer 0", "O inner 10", "C inner 15", "O overhang 90", "C overhang 100", "C outer 100",
                                    "O next 200", "C next 201"));
}

TEST_F(Stored, CsvAndLotusLogsHoldEveryRecord) {
    const auto t = import({write_file("t_worker_pid_7", "SLoader,10,5\nSq\"x,20,5\nSBatchPreprocessed_3,0,40\nSLoader,50,6\n"),
                           write_file("t_main_pid_3", "SBatchConsumed_3,60,1000\n")});
    EXPECT_EQ(text_of([&](const Write& write) { return export_csv(store, t.profile.id, write); }),
              "operation,kind,lane,pid,tid,role,start_ns,duration_ns,batch\nBatchConsumed,consumed,main 3,3,3,main,60,1000,3\n"
              "Loader,operation,worker 7,7,7,worker,10,5,\n\"q\"\"x\",operation,worker 7,7,7,worker,20,5,\n"
              "BatchPreprocessed,preprocessed,worker 7,7,7,worker,0,40,3\nLoader,operation,worker 7,7,7,worker,50,6,\n");
    ASSERT_TRUE(export_lotus(store, t.profile.id, folder.file("out")).has_value());
    EXPECT_EQ(test::read_bytes(folder.file("out/paretop_worker_pid_7")),
              "SLoader,10,5\nSq\"x,20,5\nSBatchPreprocessed_3,0,40\nSLoader,50,6\n");
    EXPECT_EQ(import({folder.file("out")}).profile.records, 5);
    const auto again = export_lotus(store, t.profile.id, folder.file("out"));
    ASSERT_FALSE(again.has_value());
    EXPECT_EQ(again.error().kind, ErrorKind::usage);
    EXPECT_EQ(import({folder.file("out")}).profile.records, 5);
}

TEST_F(Stored, WithoutRecordsOnlyTheSumsAreThere) {
    ImportOptions options;
    options.raw = false;
    const auto t = import_text("t_worker_pid_7", "SLoader,10,5\nSBatchPreprocessed_3,0,40\n", options);
    EXPECT_EQ(operation(t, "Loader").total_ns, 5);
    EXPECT_EQ(batches(t).size(), 0U);
    const auto refused = export_csv(store, t.profile.id, [](std::string_view) { return true; });
    ASSERT_FALSE(refused.has_value());
    EXPECT_THAT(refused.error().remedy, HasSubstr("--no-raw"));
}

}  // namespace
}  // namespace paretop::profile
