#include "storage/migrations.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "storage/profiles.h"
#include "storage/queries.h"
#include "storage/statement.h"
#include "tests/support/storage/store_fixture.h"
#include "tests/support/storage/temporary_folder.h"

namespace paretop::storage {
namespace {

std::string first_text(const Store& store, std::string_view sql) {
    auto select = store.prepare(sql);
    if (!select) return select.error().message();
    return select->first([](const Statement& row) { return row.string(0); })->value_or("nothing");
}

class Migrations : public testing::Test {
  protected:
    test::TemporaryFolder folder;
    std::string path = folder.file("lab.db");
    std::vector<std::string_view> steps{migrations().begin(), migrations().end()};

    Store open_with_run() {
        auto store = test::open_store(path);
        test::SyntheticRun like;
        like.trials = 20;
        test::add_run(store, like);
        return store;
    }
};

TEST_F(Migrations, GiveAStoreTheStepsItLacksInTheirOrder) {
    auto store = open_with_run();
    steps.emplace_back("ALTER TABLE tag ADD COLUMN colour TEXT; INSERT INTO tag (run, tag, colour) VALUES (1, 'new', 'red')");
    steps.emplace_back("UPDATE tag SET colour = colour || 'dish'");
    ASSERT_TRUE(migrate(store, steps).has_value());
    EXPECT_EQ(first_text(store, "SELECT colour FROM tag"), "reddish");
    EXPECT_EQ(first_text(store, "PRAGMA user_version"), std::to_string(steps.size()));
    EXPECT_EQ(get_run(store, 1)->asked, 20);
    ASSERT_TRUE(migrate(store, steps).has_value());  // nothing is left to do
    EXPECT_EQ(first_text(store, "SELECT colour FROM tag"), "reddish");
}

TEST_F(Migrations, AFailedStepLeavesTheFileAsItWas) {
    { open_with_run(); }
    const auto before = test::read_bytes(path);
    {
        auto store = test::open_store(path);
        steps.emplace_back("ALTER TABLE tag ADD COLUMN colour TEXT");
        steps.emplace_back("DROP TABLE measurement; INSERT INTO nowhere VALUES (1)");
        const auto failed = migrate(store, steps);
        ASSERT_FALSE(failed.has_value());
        EXPECT_NE(failed.error().message().find("nowhere"), std::string::npos) << failed.error().message();
        EXPECT_EQ(first_text(store, "PRAGMA user_version"), std::to_string(migrations().size()));
        EXPECT_EQ(first_text(store, "PRAGMA foreign_keys"), "1");
        EXPECT_EQ(check_store(store)->size(), 0U);
    }
    EXPECT_EQ(test::read_bytes(path), before);
}

TEST_F(Migrations, AStepThatLeavesRowsAloneIsRefused) {
    auto store = open_with_run();
    steps.emplace_back("DELETE FROM trial WHERE number = 3");  // foreign keys do not cascade here
    const auto failed = migrate(store, steps);
    ASSERT_FALSE(failed.has_value());
    EXPECT_EQ(failed.error().kind, ErrorKind::store);
    EXPECT_EQ(get_trial(store, {1, 3})->key.number, 3);
}

TEST_F(Migrations, ATableCanBeRebuiltUnderThoseThatReferToIt) {
    auto store = open_with_run();
    steps.emplace_back(
        "CREATE TABLE rebuilt (id INTEGER PRIMARY KEY, experiment INTEGER NOT NULL REFERENCES experiment ON DELETE CASCADE,"
        " hash BLOB NOT NULL, json TEXT NOT NULL, compact BLOB NOT NULL, size INTEGER, UNIQUE (experiment, hash)) STRICT;"
        "INSERT INTO rebuilt SELECT *, length(json) FROM configuration; DROP VIEW trials; DROP VIEW fronts; DROP TABLE "
        "configuration;"
        "ALTER TABLE rebuilt RENAME TO configuration");
    const auto done = migrate(store, steps);
    ASSERT_TRUE(done.has_value()) << done.error().message();
    EXPECT_EQ(check_store(store)->size(), 0U);
    EXPECT_EQ(first_text(store, "SELECT size FROM configuration WHERE id = 1"), "31");
}

TEST_F(Migrations, ANewerStoreIsRefused) {
    auto store = open_with_run();
    steps.pop_back();
    const auto refused = migrate(store, steps);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().kind, ErrorKind::store);
}

// tests/storage/versions/<n>.sql holds a store of version n with one small run, as that version wrote it.
TEST_F(Migrations, EveryEarlierVersionOpens) {
    for (std::size_t version = 1; version <= migrations().size(); ++version) {
        SCOPED_TRACE(version);
        const std::string old = folder.file(fmt::format("version-{}.db", version));
        sqlite3* db = nullptr;
        ASSERT_EQ(sqlite3_open(old.c_str(), &db), SQLITE_OK);
        const auto sql = test::read_bytes(fmt::format("{}/tests/storage/versions/{}.sql", PARETOP_SOURCE_DIR, version));
        ASSERT_EQ(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
        sqlite3_close(db);

        auto store = Store::open(old);
        ASSERT_TRUE(store.has_value()) << store.error().message();
        EXPECT_EQ(check_store(*store).value(), std::vector<std::string>{});
        EXPECT_EQ(get_run(*store, 1)->asked, 12);
        const auto measured = list_measurements(*store, {1, 5}).value();
        EXPECT_EQ(measured.size(), 2U);
        for (const auto& m : measured) EXPECT_EQ(m.value, test::synthetic_value(5, m.metric, m.repeat));
        EXPECT_EQ(list_profiles_of(*store, {1, 5})->size(), version >= 3 ? 1U : 0U);
        EXPECT_EQ(list_runs(test::open_store(old, {OpenOptions::Mode::read_only, {}, 5000, {}}))->size(), 1U);
    }
}

// An engine of the version that the store has would fail with every write afterwards.
TEST_F(Migrations, WaitForTheEnginesOfTheOlderVersion) {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(path.c_str(), &db), SQLITE_OK);
    const auto sql = test::read_bytes(PARETOP_SOURCE_DIR "/tests/storage/versions/3.sql");
    ASSERT_EQ(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
    sqlite3_close(db);
    int started[2];
    ASSERT_EQ(pipe(started), 0);
    const pid_t engine = fork();
    if (engine == 0) {
        const auto lock = RunLock::acquire(path, (std::int64_t{1} << 40U) + 7);  // of profile 7
        (void)!write(started[1], lock ? "y" : "n", 1);
        pause();
        _exit(0);
    }
    char holds = 0;
    ASSERT_EQ(read(started[0], &holds, 1), 1);
    ASSERT_EQ(holds, 'y');
    for (const auto mode : {OpenOptions::Mode::read_only, OpenOptions::Mode::read_write}) {
        const auto refused = Store::open(path, {mode, {}, 5000, {}});
        ASSERT_FALSE(refused.has_value());
        EXPECT_EQ(refused.error().kind, ErrorKind::busy);
        EXPECT_NE(refused.error().what.find(fmt::format("process {}", engine)), std::string::npos) << refused.error().message();
    }
    kill(engine, SIGKILL);
    waitpid(engine, nullptr, 0);
    {
        const auto own = RunLock::acquire(path, 1);
        EXPECT_FALSE(Store::open(path).has_value()) << "this process holds one";
    }
    const auto store = Store::open(path);
    ASSERT_TRUE(store.has_value()) << store.error().message();
    EXPECT_EQ(get_run(*store, 1)->asked, 12);
    close(started[0]);
    close(started[1]);
}

// So that who has installed a newer paretop can look at what is there.
TEST_F(Migrations, AReaderMigratesWhatItMayWrite) {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(path.c_str(), &db), SQLITE_OK);
    const auto sql = test::read_bytes(PARETOP_SOURCE_DIR "/tests/storage/versions/1.sql");
    ASSERT_EQ(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
    sqlite3_close(db);
    OpenOptions options;
    options.mode = OpenOptions::Mode::read_only;
    auto store = Store::open(path, options);
    ASSERT_TRUE(store.has_value()) << store.error().message();
    EXPECT_EQ(get_run(*store, 1)->asked, 12);
    const auto written = store->write([&]() -> Result<void> {
        PARETOP_TRY(const auto id, insert_event(*store, EventRecord{}));
        return id > 0 ? Result<void>() : fail(ErrorKind::store, "no event");
    });
    EXPECT_FALSE(written.has_value()) << "it may only read";
}

}  // namespace
}  // namespace paretop::storage
