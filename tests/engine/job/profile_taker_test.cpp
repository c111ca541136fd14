// What becomes of profiles whose engine was killed.
#include "engine/job/profile_taker.h"

#include <gtest/gtest.h>

#include "engine/profile/writer.h"
#include "tests/support/storage/store_fixture.h"
#include "tests/support/storage/temporary_folder.h"

namespace paretop::job {
namespace {

void write_records(profile::ProfileWriter& writer, std::int64_t count) {
    const auto lane = writer.lane({7, 7, profile::Role::worker, {}});
    const auto name = writer.name("Work", profile::Kind::operation);
    for (std::int64_t i = 0; i < count; ++i)  // far apart, so that each takes many bytes
        writer.record({name, lane, profile::Kind::operation, i * 4'000'000'000'000, 1'000'000'000'000, -1});
}

// Chunks of 4 MiB are stored before the commit that counts them.
TEST(profile_taker, settles_a_cut_off_profile_as_it_was_committed_last) {
    const test::TemporaryFolder folder;  // what lies in memory has no locks
    auto store = test::open_store(folder.file("lab.db"));
    test::SyntheticRun two;
    two.trials = 2;
    const auto run = test::add_run(store, two);
    storage::ProfileRecord record;
    record.trial = storage::TrialKey{run, 1};
    record.name = "cut";
    record.format = "lotus";
    auto writer = profile::ProfileWriter::begin(store, record);
    ASSERT_TRUE(writer.has_value()) << writer.error().message();
    write_records(*writer, 5000);
    ASSERT_TRUE(writer->commit(storage::ProfileState::growing).has_value());
    write_records(*writer, 450'000);
    ASSERT_GT(storage::count_chunks(store, writer->id(), {})->records, 5000);

    const auto id = writer->id();
    { const auto killed = std::move(*writer); }  // as its process goes, so does its lock

    ASSERT_TRUE(settle_cut_off(store, run + 1).has_value());  // not its run
    EXPECT_EQ(storage::get_profile(store, id)->state, storage::ProfileState::cut_off);
    ASSERT_TRUE(settle_cut_off(store, run).has_value());
    const auto settled = storage::get_profile(store, id);
    EXPECT_EQ(settled->state, storage::ProfileState::complete);
    EXPECT_EQ(settled->records, 5000);
    EXPECT_EQ(settled->remarks, std::vector<std::string>{"cut off: the engine that followed it was killed"});
    EXPECT_EQ(storage::count_chunks(store, id, {})->records, 5000);
    EXPECT_EQ(storage::check_store(store).value(), std::vector<std::string>{});
}

}  // namespace
}  // namespace paretop::job
