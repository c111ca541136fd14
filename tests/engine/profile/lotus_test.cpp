// The rules of Lotus logs, each on a small trace.
#include "engine/profile/lotus.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <numeric>

#include "engine/profile/chunk.h"
#include "tests/engine/profile/traces.h"

namespace paretop::profile {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class Lotus : public Traces {
  protected:
    Imported worker(const std::string& text) { return import_text("t_worker_pid_7", text); }
    // Files of one trace in a folder of their own.
    Imported trace(const std::vector<std::pair<std::string, std::string>>& files, const std::string& name = "trace") {
        std::filesystem::create_directories(folder.file(name));
        for (const auto& [file, text] : files) write_file(name + "/" + file, text);
        return import({folder.file(name)});
    }
};

TEST_F(Lotus, ExactlyOneSIsTakenOff) {
    const auto t = worker("SLoader,1,5\nSSharpen,10,5\nresize,20,5\nS,30,5\n");
    EXPECT_EQ(t.profile.format, "lotus");
    EXPECT_EQ(t.profile.name, "t_worker_pid_7");
    for (const char* name : {"Loader", "Sharpen", "resize", "S"}) EXPECT_EQ(operation(t, name).count, 1) << name;
    EXPECT_EQ(t.profile.records, 4);
    EXPECT_EQ(t.profile.first_ns, 1);
    EXPECT_EQ(t.profile.last_ns, 35);
}

TEST_F(Lotus, SpacesAfterCommasAndCarriageReturnsAreRead) {
    const auto t = worker("SLoader, 100, 50\r\nSLoader,\t200 , 70 \n\n");
    EXPECT_EQ(operation(t, "Loader").total_ns, 120);
    EXPECT_EQ(t.omissions.size(), 0U);
}

TEST_F(Lotus, WhatIsNoRecordIsCountedWithItsFirstPlace) {
    const auto t = worker(
        "SLoader,1,5\nnonsense\nSLoader,2\nSLoader,x,5\nSToTensor,12SLoader,3,5\n,1,2\nSLoader,4,5,6\nSLoader,9,-5\nSLoader,9,"
        "9223372036854775807\n"
        "SLoader,-9,5\nSLoader,99999999999999999999,5\nSBatchTeleported_3,1,1\nSBatchWait_x,1,1\nSBatchNorm,4,4\n");
    EXPECT_EQ(operation(t, "Loader").count, 1);
    EXPECT_EQ(omitted(t, Omission::garbage_line), 7);
    EXPECT_EQ(omitted(t, Omission::negative_duration), 1);
    EXPECT_EQ(omitted(t, Omission::enormous_duration), 1);
    EXPECT_EQ(omitted(t, Omission::bad_time), 1);
    EXPECT_EQ(omitted(t, Omission::unknown_batch), 3);
    EXPECT_EQ(t.omissions[1].where, "t_worker_pid_7:2");
}

TEST_F(Lotus, ALastLineWithoutAnEndIsCut) {
    const auto t = worker("SLoader,1,5\nSLoader,2,5");
    EXPECT_EQ(operation(t, "Loader").count, 1);
    EXPECT_EQ(omitted(t, Omission::cut_line), 1);
    EXPECT_EQ(t.omissions[0].where, "t_worker_pid_7:2");
}

TEST_F(Lotus, TheTransformIsLeftOutOfSums) {
    const auto t = worker("SCrop,100,10\nSFlip,110,5\nSLoader,50,40\nSTransform,95,30\nSBatchPreprocessed_0,40,100\n");
    EXPECT_EQ(operation(t, "Transform").kind, Kind::transform);
    EXPECT_EQ(operation(t, "Crop").self_ns, 10);
    const auto lanes = storage::list_lanes(store, t.profile.id).value();
    ASSERT_EQ(lanes.size(), 1U);
    EXPECT_EQ(lanes[0].busy_ns, 55);
    EXPECT_EQ(lanes[0].batch_ns, 100);
    EXPECT_EQ(lanes[0].batches, 1);
    EXPECT_EQ(lanes[0].name, "worker 7");
}

TEST_F(Lotus, OldTracesHoldOnlyWhatWasConsumed) {
    const auto t = trace({{"log_main_pid_1", "SBatchConsumed_0,500,1000\nSBatchConsumed_1,900,1000\n"},
                          {"log_worker_pid_2", "SBatchPreprocessed_0,100,200\nSBatchPreprocessed_1,310,200\n"}});
    const auto s = batch_statistics(batches(t));
    EXPECT_EQ(s.matched, 2);
    EXPECT_EQ(s.waited, 0);
    EXPECT_EQ(s.out_of_order_percent, 0);
    EXPECT_EQ(s.delay.most_ns, 390);  // 900 − 510
    EXPECT_EQ(storage::list_lanes(store, t.profile.id).value()[1].starved_ns, 10);
}

TEST_F(Lotus, ExactlyAMicrosecondIsOutOfOrder) {
    const auto t = trace({{"log_main_pid_1",
                           "SBatchWait_1,400,1000\nSBatchWait_0,100,300\nSBatchConsumed_0,401,1000\n"
                           "SBatchConsumed_1,402,1000\nSBatchWait_2,500,1001\nSBatchWait_3,2000,999\n"}});
    const auto all = batches(t);
    ASSERT_EQ(all.size(), 4U);
    EXPECT_FALSE(all[0].out_of_order());
    EXPECT_TRUE(all[1].out_of_order());
    EXPECT_EQ(batch_statistics(all).out_of_order_percent, 25);
}

// Three epochs of different lengths, and a process id that was used for the second and the third.
TEST_F(Lotus, NumbersRestartWithEachEpoch) {
    std::string main, worker;
    std::int64_t now = 1000;
    for (const int length : {3, 2, 3}) {
        for (int i = 0; i < length; ++i) {
            worker += fmt::format("SBatchPreprocessed_{},{},50\n", i, now);
            main += fmt::format("SBatchWait_{},{},60\nSBatchConsumed_{},{},1000\n", i, now + 10, i, now + 80);
            now += 100;
        }
        now += 1'000'000;
    }
    const auto all = batches(trace({{"log_main_pid_1", main}, {"log_worker_pid_2", worker}}));
    ASSERT_EQ(all.size(), 8U);
    std::vector<std::int64_t> epochs;
    for (const auto& batch : all) {
        epochs.push_back(batch.epoch);
        EXPECT_EQ(batch.delay_ns(), 30);
        EXPECT_EQ(batch.lane, 1);
    }
    EXPECT_THAT(epochs, ElementsAre(0, 0, 0, 1, 1, 2, 2, 2));
    const auto s = batch_statistics(all);
    EXPECT_EQ(s.epochs, 3);
    EXPECT_EQ(s.wall_ns, 280 + 180 + 280);  // without the time between the epochs
}

TEST_F(Lotus, SeveralMainProcessesAreSaid) {
    const std::string main = "SBatchWait_0,10,60\nSBatchConsumed_0,80,1000\n";
    EXPECT_THAT(trace({{"log_main_pid_1", main}, {"log_worker_pid_2", "SLoader,1,5\n"}}).profile.remarks, testing::IsEmpty());
    EXPECT_THAT(trace({{"log_main_pid_1", main}, {"log_main_pid_3", main}}).profile.remarks,
                ElementsAre(HasSubstr("2 main processes (pids 1, 3): ")));
}

TEST_F(Lotus, ItemsThatAreThereTwiceAreSaid) {
    std::string text;
    for (int i = 0; i < 8; ++i) text += fmt::format("SLoader,{},50\nSLoader,{},40\n", i * 100, i * 100 + 5);
    const auto t = worker(text + "SBatchPreprocessed_0,0,800\n");
    ASSERT_EQ(t.profile.remarks.size(), 1U);
    EXPECT_THAT(t.profile.remarks[0], HasSubstr("every item is there twice"));
    EXPECT_EQ(operation(t, "Loader").count, 16);
}

TEST_F(Lotus, TheFolderTellsTheBatchToo) {
    std::string text;
    for (int i = 0; i < 8; ++i) text += fmt::format("SLoader,{},50\n", i * 100);
    const auto t = trace({{"log_worker_pid_2", text + "SBatchPreprocessed_0,0,800\n"}, {"notes.txt", "x"}}, "b4_gpu1");
    EXPECT_THAT(t.profile.remarks, ElementsAre(HasSubstr("1 other file was in the folder, passed over: notes.txt"),
                                               HasSubstr("every item is there twice: 8 images a batch")));
}

TEST_F(Lotus, AClockThatStepsBackIsCounted) {
    const auto t = worker("SBatchPreprocessed_0,1000,50\nSBatchPreprocessed_1,500,50\nSBatchPreprocessed_2,600,50\n");
    EXPECT_EQ(omitted(t, Omission::clock_step), 1);
    EXPECT_EQ(operation(t, "BatchPreprocessed").count, 3);
    EXPECT_EQ(storage::list_lanes(store, t.profile.id).value()[0].starved_ns, 50);
}

// Two operations, an hour back after the twentieth item; the same records sorted by name or by duration are no steps.
TEST_F(Lotus, AClockThatStepsBackIsCountedWithoutBatches) {
    std::vector<std::string> lines;
    for (std::int64_t i = 0; i < 40; ++i) {
        const std::int64_t at = 15'000'000'000'000 + i * 3'000'000'000 - (i < 20 ? 0 : 3'600'000'000'000);
        lines.push_back(fmt::format("SCrop,{},{}\n", at + 40'000'000, 1'000'000 + (i * 7919) % 1000));
        lines.push_back(fmt::format("SLoader,{},{}\n", at, 20'000'000 + (i * 7919) % 1000));
    }
    const auto text = [&] { return std::accumulate(lines.begin(), lines.end(), std::string()); };
    const auto t = worker(text());
    EXPECT_EQ(omitted(t, Omission::clock_step), 1);
    EXPECT_THAT(t.profile.remarks, testing::Contains(HasSubstr("times of different records cannot be compared")));
    std::sort(lines.begin(), lines.end());
    EXPECT_EQ(omitted(worker(text()), Omission::clock_step), 0) << "by name";
    const auto duration = [](const std::string& line) { return std::stoll(line.substr(line.rfind(',') + 1)); };
    std::sort(lines.begin(), lines.end(), [&](const auto& a, const auto& b) { return duration(a) < duration(b); });
    EXPECT_EQ(omitted(worker(text()), Omission::clock_step), 0) << "by duration";
}

// Consumed as by zip(one, other); epochs of four batches and of a single one are no mixture.
TEST_F(Lotus, LoadersConsumedInTurnAreNamed) {
    const auto remarks = [&](const std::vector<int>& numbers) {
        std::string text;
        for (std::size_t i = 0; i < numbers.size(); ++i) text += fmt::format("SBatchConsumed_{},{},1000\n", numbers[i], 5000 * i);
        return import_text("t_main_pid_3", text).profile.remarks;
    };
    EXPECT_THAT(remarks({0, 0, 1, 1, 2, 2, 3, 3}), ElementsAre(HasSubstr("main process 3 go back in number 3 times")));
    EXPECT_THAT(remarks({7, 0, 8, 9, 1, 10, 2}), ElementsAre(HasSubstr("several loaders")));
    EXPECT_THAT(remarks({0, 1, 2, 3, 0, 1, 2, 3, 0}), testing::IsEmpty());
    EXPECT_THAT(remarks({0, 0, 0, 0}), testing::IsEmpty());
}

TEST_F(Lotus, MaliciousNamesAreKeptShort) {
    const std::string enormous(1'000'000, 'x');
    const auto t =
        worker("S\x1b[2Jboo,1,5\nS" + enormous + ",2,5\nS" + enormous + ",3,5\nS" + std::string("\0nul", 4) + ",4,5\n");
    EXPECT_EQ(operation(t, "\x1b[2Jboo").count, 1);
    EXPECT_EQ(operation(t, std::string(k_longest_name, 'x')).count, 2);
    EXPECT_EQ(omitted(t, Omission::cut_name), 2);
    const auto cut =
        std::find_if(t.omissions.begin(), t.omissions.end(), [](const auto& o) { return o.kind == word_of(Omission::cut_name); });
    ASSERT_NE(cut, t.omissions.end());
    EXPECT_EQ(cut->where, "t_worker_pid_7:2");
    EXPECT_EQ(omitted(t, Omission::garbage_line), 1);
}

TEST_F(Lotus, AFileThatGrowsIsReadOn) {
    const auto path = write_file("t_worker_pid_7", "SLoader,1,5\nSLoader,2");
    storage::ProfileRecord record;
    record.name = "growing";
    auto writer = ProfileWriter::begin(store, record).value();
    LotusReader reader({path});
    EXPECT_EQ(reader.read_on(writer).value(), 1);
    ASSERT_TRUE(writer.commit(storage::ProfileState::growing).has_value());
    EXPECT_EQ(storage::get_profile(store, writer.id())->records, 1);
    EXPECT_EQ(storage::get_profile(store, writer.id())->state, storage::ProfileState::growing);
    EXPECT_EQ(reader.read_on(writer).value(), 0);
    test::write_bytes(path, "SLoader,1,5\nSLoader,2,7\nSLo");
    EXPECT_EQ(reader.read_on(writer).value(), 1);
    ASSERT_TRUE(reader.finish(writer).has_value());
    ASSERT_TRUE(writer.commit(storage::ProfileState::complete).has_value());
    EXPECT_EQ(storage::list_operations(store, writer.id()).value().at(0).total_ns, 12);
    EXPECT_EQ(storage::list_omissions(store, writer.id()).value().at(0).where, "t_worker_pid_7:3");
    EXPECT_EQ(storage::check_store(store).value(), std::vector<std::string>{});
}

TEST_F(Lotus, RawRecordsComeBackAsTheyWere) {
    std::string text;
    for (int i = 0; i < 10'000; ++i)
        text += fmt::format("SOp{},{},{}\n", i % 7, 1'700'000'000'000'000'000 + i * 1'000'003LL, i * 17 % 5000);
    const auto t = worker(text);
    const auto kinds = kinds_of(storage::list_operations(store, t.profile.id).value());
    std::int64_t i = 0;
    const auto check = [&](const Record& r) {
        EXPECT_EQ(r.name, static_cast<std::uint32_t>(i % 7));
        EXPECT_EQ(r.start_ns, 1'700'000'000'000'000'000 + i * 1'000'003LL);
        EXPECT_EQ(r.duration_ns, i * 17 % 5000);
        ++i;
    };
    ASSERT_TRUE(storage::scan_chunks(store, t.profile.id, {}, [&](const storage::SampleChunk& chunk) {
                    decode_chunk(chunk, kinds, check);
                    return true;
                }).has_value());
    EXPECT_EQ(i, 10'000);
    EXPECT_LT(storage::count_chunks(store, t.profile.id, {})->bytes, 12 * 10'000);
}

TEST_F(Lotus, FilesOfOtherNamesAreRefused) {
    const auto refused = import_profile(store, {write_file("x.log", "SLoader,1,5\n")},
                                        {.format = "lotus", .name = {}, .trial = {}, .raw = true}, system_clock());
    ASSERT_FALSE(refused.has_value());
    EXPECT_THAT(refused.error().remedy, HasSubstr("_worker_pid_N"));
    EXPECT_EQ(storage::list_profiles(store)->size(), 0U);  // nothing is left behind
    const auto unknown = import_profile(store, {write_file("x.log", "hello\n")}, {}, system_clock());
    EXPECT_EQ(unknown.error().kind, ErrorKind::usage);
    EXPECT_THAT(unknown.error().remedy, HasSubstr("lotus"));
    EXPECT_EQ(import_profile(store, {folder.file("none")}, {}, system_clock()).error().kind, ErrorKind::not_found);
    const std::string long_name(300, 'x');
    EXPECT_EQ(import_profile(store, {long_name}, {}, system_clock()).error().kind, ErrorKind::not_found);
}

TEST_F(Lotus, PipesAndDevicesAreRefused) {
    const auto pipe = folder.file("t_worker_pid_7");
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    for (const std::string& path : {pipe, std::string("/dev/zero")}) {
        const auto refused = import_profile(store, {path}, {}, system_clock());
        ASSERT_FALSE(refused.has_value());
        EXPECT_EQ(refused.error().kind, ErrorKind::usage);
    }
    EXPECT_FALSE(import_profile(store, {folder.file(".")}, {}, system_clock()).has_value());  // the pipe lies within
    EXPECT_EQ(storage::list_profiles(store)->size(), 0U);
}

}  // namespace
}  // namespace paretop::profile
