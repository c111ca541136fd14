// The store on a file system that fails: every committed measurement stays, and after a power cut every synced one.
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <thread>

#include "storage/queries.h"
#include "tests/support/storage/faulty_vfs.h"
#include "tests/support/storage/store_fixture.h"
#include "tests/support/storage/temporary_folder.h"

namespace paretop::storage {
namespace {

constexpr std::int64_t k_trials = 25;

// Waits for what another thread brings about; false: it has not within a long time.
template <class Condition>
bool eventually(Condition holds) {
    for (int waited_ms = 0; waited_ms < 20'000 && !holds(); ++waited_ms)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return holds();
}

class Faults : public testing::Test {
  protected:
    test::TemporaryFolder folder;
    test::FaultyVfs vfs;
    test::SyntheticRun like;

    std::string path(std::int64_t n) { return folder.file("store-" + std::to_string(n) + ".db"); }

    Store open(const std::string& file) {
        OpenOptions options;
        options.vfs = vfs.name();
        return test::open_store(file, options);
    }

    // Opens the file as if nothing had happened: it is whole, and holds the trials 0 to `at_least` − 1 (at most `at_most`).
    void expect_trials(const std::string& file, RunId run, std::int64_t at_least, std::int64_t at_most) {
        auto store = Store::open(file);
        ASSERT_TRUE(store.has_value()) << store.error().message();
        const auto findings = check_store(*store);
        ASSERT_TRUE(findings.has_value()) << findings.error().message();
        EXPECT_EQ(*findings, std::vector<std::string>{});
        const auto record = get_run(*store, run);
        ASSERT_TRUE(record.has_value()) << record.error().message();
        EXPECT_GE(record->asked, at_least);
        EXPECT_LE(record->asked, at_most);
        TrialNumber next = 0;
        const auto scanned = scan_trials(*store, run, 0, [&](const TrialRow& row) {
            EXPECT_EQ(row.number, next++);
            if (row.state != TrialState::done) return true;
            EXPECT_EQ(row.measurements.size(), 2U);
            for (const auto& m : row.measurements) EXPECT_EQ(m.value, test::synthetic_value(row.number, m.metric, m.repeat));
            return true;
        });
        EXPECT_TRUE(scanned.has_value());
        EXPECT_EQ(next, record->asked);
    }

    // Commits trials one by one until `k_trials` attempts are made; answers how many were committed.
    std::int64_t write_trials(Store& store, RunId run, ErrorKind expected) {
        std::int64_t committed = 0;
        for (std::int64_t attempt = 0; attempt < k_trials; ++attempt) {
            const auto written = test::try_add_trials(store, run, like, 1);
            if (written)
                ++committed;
            else
                EXPECT_EQ(written.error().kind, expected) << written.error().message();
        }
        return committed;
    }

    // Writes it takes to commit k_trials trials and close, without a fault.
    std::int64_t count_writes() {
        {
            auto store = open(path(0));
            const RunId run = test::add_run(store, like);
            vfs.heal();
            write_trials(store, run, ErrorKind::internal);
        }
        return vfs.writes();
    }
};

TEST_F(Faults, AFailedWriteLosesNothingCommitted) {
    const auto writes = count_writes();
    ASSERT_GT(writes, k_trials);
    for (std::int64_t n = 1; n <= writes; ++n) {
        SCOPED_TRACE("write " + std::to_string(n));
        std::int64_t committed = 0;
        RunId run = 0;
        {
            auto store = open(path(n));
            run = test::add_run(store, like);
            vfs.fail_write(n);
            committed = write_trials(store, run, ErrorKind::io);
            vfs.heal();
        }
        EXPECT_GE(committed, k_trials - 1);
        expect_trials(path(n), run, committed, committed);
    }
}

TEST_F(Faults, AFullDiskLosesNothingCommitted) {
    for (std::int64_t bytes = 0; bytes < 200'000; bytes += 7'777) {
        SCOPED_TRACE(std::to_string(bytes) + " bytes");
        std::int64_t committed = 0;
        RunId run = 0;
        {
            auto store = open(path(bytes));
            run = test::add_run(store, like);
            vfs.fill_disk_after(bytes);
            committed = write_trials(store, run, ErrorKind::store);
            const auto refused = test::try_add_trials(store, run, like, 1000);
            ASSERT_FALSE(refused.has_value());
            EXPECT_NE(refused.error().what.find("disk is full"), std::string::npos) << refused.error().message();
        }
        vfs.heal();
        expect_trials(path(bytes), run, committed, committed);
    }
}

TEST_F(Faults, AStoreGoesOnOnceThereIsSpaceAgain) {
    auto store = open(path(1));
    const RunId run = test::add_run(store, like);
    vfs.fill_disk_after(20'000);
    const auto committed = write_trials(store, run, ErrorKind::store);
    ASSERT_LT(committed, k_trials);
    vfs.heal();
    EXPECT_EQ(write_trials(store, run, ErrorKind::internal), k_trials);
    EXPECT_EQ(get_run(store, run)->asked, committed + k_trials);
    EXPECT_EQ(check_store(store)->size(), 0U);
}

TEST_F(Faults, APowerCutLosesNothingSynced) {
    const auto writes = count_writes();
    for (std::int64_t n = 1; n <= writes; ++n) {
        SCOPED_TRACE("write " + std::to_string(n));
        std::int64_t committed = 0, synced = 0;
        RunId run = 0;
        {
            auto store = open(path(n));
            run = test::add_run(store, like);
            ASSERT_TRUE(store.sync().has_value());
            vfs.cut_power_at_write(n);
            for (; committed < k_trials && test::try_add_trials(store, run, like, 1); ++committed)
                if (committed % 4 == 3 && store.sync()) synced = committed + 1;
            vfs.cut_power();
        }
        vfs.restore(static_cast<unsigned>(n));
        expect_trials(path(n), run, synced, committed + 1);  // the last one may have been committed before it could say so
    }
}

TEST_F(Faults, ACreationThatIsCutShortIsTakenUpAgain) {
    vfs.heal();
    open(path(0));
    const auto writes = vfs.writes();
    ASSERT_GT(writes, 10);
    for (std::int64_t n = 1; n <= writes; ++n) {
        SCOPED_TRACE("write " + std::to_string(n));
        vfs.cut_power_at_write(n);
        OpenOptions options;
        options.vfs = vfs.name();
        Store::open(path(n), options);
        vfs.cut_power();
        vfs.restore(static_cast<unsigned>(n));
        auto store = Store::open(path(n));
        ASSERT_TRUE(store.has_value()) << store.error().message();
        EXPECT_EQ(check_store(*store)->size(), 0U);
    }
}

TEST_F(Faults, TheSyncerMakesCommitsDurable) {
    RunId run = 0;
    std::int64_t committed = 0;
    {
        auto store = open(path(1));
        run = test::add_run(store, like);
        Syncer syncer(store);
        for (int round = 0; round < 3; ++round) {
            committed += write_trials(store, run, ErrorKind::internal);
            const auto before = vfs.syncs();
            syncer.dirty();
            ASSERT_TRUE(eventually([&] { return vfs.syncs() > before; }));
        }
        EXPECT_TRUE(syncer.last_error().has_value());
        vfs.cut_power();
    }
    vfs.restore(7);
    expect_trials(path(1), run, committed, committed);
}

TEST_F(Faults, TheSyncerTellsOfAFailedSync) {
    auto store = open(path(1));
    test::add_run(store, like);
    Syncer syncer(store);
    vfs.fail_syncs();
    syncer.dirty();
    ASSERT_TRUE(eventually([&] { return !syncer.last_error(); }));
    EXPECT_EQ(syncer.last_error().error().kind, ErrorKind::io);
    EXPECT_NE(syncer.last_error().error().what.find("sync"), std::string::npos);
    EXPECT_EQ(syncer.last_error().error().where, path(1));
}

TEST_F(Faults, TheSyncerSyncsWhatIsDirtyWhenItEnds) {
    RunId run = 0;
    {
        auto store = open(path(1));
        run = test::add_run(store, like);
        {
            Syncer syncer(store);
            test::add_trials(store, run, like, 10);
            syncer.dirty();
        }
        vfs.cut_power();
    }
    vfs.restore(3);
    expect_trials(path(1), run, 10, 10);
}

TEST_F(Faults, TheSyncerMovesALongLogIntoTheFile) {
    auto store = open(path(1));
    const RunId run = test::add_run(store, like);
    const auto before = std::filesystem::file_size(path(1));
    {
        Syncer syncer(store);
        EXPECT_TRUE(eventually([&] {
            test::add_trials(store, run, like, 500);
            syncer.dirty();
            return std::filesystem::file_size(path(1)) > before + 1'000'000;
        }));
        EXPECT_TRUE(syncer.last_error().has_value());
    }
    vfs.cut_power();
    const auto asked = get_run(store, run)->asked;
    store = test::open_store();
    vfs.restore(11);
    expect_trials(path(1), run, asked, asked);
}

}  // namespace
}  // namespace paretop::storage
