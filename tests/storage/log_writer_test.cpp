// Commits reach the log in one write, whole, and before anybody is told.
#include <gtest/gtest.h>

#include "storage/queries.h"
#include "tests/support/storage/faulty_vfs.h"
#include "tests/support/storage/store_fixture.h"
#include "tests/support/storage/temporary_folder.h"

namespace paretop::storage {
namespace {

class LogWriterTest : public testing::Test {
  protected:
    Store open() {
        OpenOptions options;
        options.vfs = vfs.name();
        return test::open_store(path, options);
    }
    // As another process sees it.
    RunRecord seen(RunId run) {
        OpenOptions options;
        options.mode = OpenOptions::Mode::read_only;
        return get_run(test::open_store(path, options), run).value();
    }
    test::TemporaryFolder folder;
    test::FaultyVfs vfs;
    std::string path = folder.file("lab.db");
    test::SyntheticRun like;
};

TEST_F(LogWriterTest, ACommitIsOneWrite) {
    auto store = open();
    const auto run = test::add_run(store, like);
    test::add_trials(store, run, like, 1);
    vfs.heal();
    for (int i = 1; i <= 5; ++i) {
        test::add_trials(store, run, like, 1);
        EXPECT_EQ(vfs.writes(), i);
        EXPECT_EQ(seen(run).asked, i + 1);
    }
}

// SQLite's own file system fails on writes of 128 KiB and more.
TEST_F(LogWriterTest, LongTransactionsAreWrittenInPieces) {
    RunId run = 0;
    {
        auto store = open();
        run = test::add_run(store, like);
        test::add_trials(store, run, like, 5000);
        EXPECT_EQ(seen(run).asked, 5000);
    }
    const auto store = test::open_store(path);
    EXPECT_EQ(check_store(store).value(), std::vector<std::string>{});
    EXPECT_EQ(count_trials(store, run).value(), 5000);
}

// Larger than the cache: pages go to the log, and come back from it, before anything is committed.
TEST_F(LogWriterTest, WhatSpillsBeforeTheCommitIsNotLost) {
    auto store = open();
    const auto run = test::add_run(store, like);
    ASSERT_TRUE(store.execute("PRAGMA cache_size = -200"));
    test::add_trials(store, run, like, 8000);
    EXPECT_EQ(seen(run).asked, 8000);
    EXPECT_EQ(check_store(store).value(), std::vector<std::string>{});
}

TEST_F(LogWriterTest, WhatSpilledAndWasRolledBackDisturbsNobody) {
    auto store = open();
    const auto run = test::add_run(store, like);
    ASSERT_TRUE(store.execute("PRAGMA cache_size = -200"));
    const auto refused = store.write([&]() -> Result<void> {
        for (TrialNumber n = 0; n < 5000; ++n) {
            const ConfigurationRecord record{0, std::to_string(n), std::string(500, '1'), "x"};
            PARETOP_TRY([[maybe_unused]] const auto id, put_configuration(store, get_run(store, run)->experiment, record));
        }
        return fail(ErrorKind::usage, "thought better of it");
    });
    EXPECT_FALSE(refused.has_value());
    {
        auto other = open();
        test::add_trials(other, run, like, 50);
    }
    test::add_trials(store, run, like, 50);
    EXPECT_EQ(seen(run).asked, 100);
    EXPECT_EQ(check_store(store).value(), std::vector<std::string>{});
}

TEST_F(LogWriterTest, AFailedCommitLeavesNothingBehind) {
    auto store = open();
    const auto run = test::add_run(store, like);
    test::add_trials(store, run, like, 3);
    vfs.fail_write(1);
    EXPECT_FALSE(test::try_add_trials(store, run, like, 1).has_value());
    vfs.heal();
    EXPECT_EQ(seen(run).asked, 3);
    {
        auto other = open();
        test::add_trials(other, run, like, 2);
    }
    test::add_trials(store, run, like, 2);
    EXPECT_EQ(seen(run).asked, 7);
    EXPECT_EQ(check_store(store).value(), std::vector<std::string>{});
}

}  // namespace
}  // namespace paretop::storage
