// What Store::open takes and what it refuses; a refused file stays as it was, and alone.
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <functional>

#include "storage/file_system.h"
#include "storage/migrations.h"
#include "storage/queries.h"
#include "tests/support/storage/store_fixture.h"
#include "tests/support/storage/temporary_folder.h"

namespace paretop::storage {
namespace {

using Mode = OpenOptions::Mode;

// By plain SQLite, as another program would.
void run_sqlite(const std::string& path, const std::string& sql) {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(path.c_str(), &db), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
    sqlite3_close(db);
}

OpenOptions in_mode(Mode mode) {
    OpenOptions options;
    options.mode = mode;
    return options;
}

class Open : public testing::Test {
  protected:
    test::TemporaryFolder folder;
    std::string path = folder.file("lab.db");

    std::vector<std::string> files() const {
        std::vector<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
            names.push_back(entry.path().filename().string());
        std::sort(names.begin(), names.end());
        return names;
    }

    // Refused in every mode, with these words, and without a trace.
    void expect_refused(const std::string& words, ErrorKind kind = ErrorKind::store) {
        const auto before = files();
        const auto bytes = test::read_bytes(path);
        for (const Mode mode : {Mode::read_only, Mode::read_write, Mode::create}) {
            const auto store = Store::open(path, in_mode(mode));
            ASSERT_FALSE(store.has_value());
            EXPECT_EQ(store.error().kind, kind);
            EXPECT_NE(store.error().message().find(words), std::string::npos) << store.error().message();
            EXPECT_EQ(store.error().where, path);
            EXPECT_FALSE(store.error().remedy.empty());
            EXPECT_EQ(files(), before);
            EXPECT_EQ(test::read_bytes(path), bytes);
        }
    }

    // A copy of the store and its log as a crash would leave them.
    void make_crashed(const std::function<void(Store&)>& work) {
        const std::string alive = folder.file("alive.db");
        auto store = test::open_store(alive);
        work(store);
        std::filesystem::copy_file(alive, path);
        std::filesystem::copy_file(alive + "-wal", path + "-wal");
        store = test::open_store();
        std::filesystem::remove(alive);
    }
};

TEST_F(Open, CreatesAStoreThatSaysWhatItIs) {
    { test::open_store(path); }
    EXPECT_EQ(files(), std::vector<std::string>{"lab.db"});
    const auto bytes = test::read_bytes(path);
    EXPECT_EQ(bytes.substr(68, 4), "pare");  // application_id
    auto again = Store::open(path, in_mode(Mode::read_write));
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(again->path(), path);
    EXPECT_EQ(list_runs(*again)->size(), 0U);
}

TEST_F(Open, DoesNotMakeAFileUnlessAskedTo) {
    for (const Mode mode : {Mode::read_only, Mode::read_write}) {
        const auto store = Store::open(path, in_mode(mode));
        ASSERT_FALSE(store.has_value());
        EXPECT_EQ(store.error().kind, ErrorKind::not_found);
    }
    EXPECT_TRUE(files().empty());
}

TEST_F(Open, TakesAnEmptyFile) {
    test::write_bytes(path, "");
    EXPECT_FALSE(Store::open(path, in_mode(Mode::read_only)).has_value());
    EXPECT_TRUE(Store::open(path).has_value());
}

TEST_F(Open, RefusesTextAndFolders) {
    test::write_bytes(path, "level = 3\n");
    expect_refused("not a store of paretop");
    const auto store = Store::open(folder.path());
    ASSERT_FALSE(store.has_value());
    EXPECT_NE(store.error().what.find("a directory"), std::string::npos);
    EXPECT_FALSE(Store::open("").has_value());
    EXPECT_FALSE(Store::open(folder.file("missing/lab.db")).has_value());
}

TEST_F(Open, RefusesTheDatabaseOfAnotherProgram) {
    run_sqlite(path, "CREATE TABLE bookmark (url TEXT); PRAGMA application_id = 1234");
    expect_refused("an SQLite database of another program");
}

TEST_F(Open, RefusesANewerVersion) {
    { test::open_store(path); }
    run_sqlite(path, "PRAGMA user_version = 99; PRAGMA journal_mode = DELETE");
    expect_refused("version 99");
}

TEST_F(Open, RefusesANewerVersionThatOnlyTheLogKnowsOf) {
    make_crashed([](Store& store) { ASSERT_TRUE(store.execute("PRAGMA user_version = 99").has_value()); });
    const auto log = test::read_bytes(path + "-wal");
    expect_refused("version 99");
    EXPECT_EQ(test::read_bytes(path + "-wal"), log);
}

TEST_F(Open, RefusesADamagedStore) {
    test::SyntheticRun like;
    like.trials = 2000;
    {
        auto store = test::open_store(path);
        test::add_run(store, like);
    }
    const auto whole = test::read_bytes(path);
    test::write_bytes(path, whole.substr(0, whole.size() / 2));
    expect_refused("damaged");
    auto scribbled = whole;
    for (std::size_t at = 100; at < 2048; ++at) scribbled[at] = 'x';  // the table of tables
    test::write_bytes(path, scribbled);
    expect_refused("damaged");
}

TEST_F(Open, TakesOverWhatACrashLeftInTheLog) {
    test::SyntheticRun like;
    like.trials = 300;
    make_crashed([&](Store& store) { test::add_run(store, like); });
    for (const Mode mode : {Mode::read_only, Mode::read_write}) {
        const auto store = Store::open(path, in_mode(mode));
        ASSERT_TRUE(store.has_value()) << store.error().message();
        EXPECT_EQ(get_run(*store, 1)->asked, 300);
        EXPECT_EQ(check_store(*store)->size(), 0U);
    }
}

TEST_F(Open, RefusesNetworkFileSystems) {
    for (const std::string name : {"nfs", "cifs", "9p", "lustre", "gpfs", "ceph", "afs", "fuse.sshfs"}) {
        OpenOptions options;
        options.file_system = [&](const std::string&) { return name; };
        const auto store = Store::open(path, options);
        ASSERT_FALSE(store.has_value());
        EXPECT_NE(store.error().what.find("network file system (" + name + ")"), std::string::npos) << store.error().message();
        EXPECT_TRUE(files().empty());
    }
    OpenOptions local;
    local.file_system = [](const std::string&) { return "fuse.ntfs-3g"; };
    EXPECT_TRUE(Store::open(path, local).has_value());
}

TEST_F(Open, KnowsTheFileSystemOfThisMachine) {
    EXPECT_FALSE(is_network_file_system(file_system_name("/proc")));
    EXPECT_EQ(file_system_name(folder.file("missing")), "");
}

TEST_F(Open, AReaderCannotWrite) {
    { test::open_store(path); }
    auto store = test::open_store(path, in_mode(Mode::read_only));
    const auto written = store.write([&] { return put_tag(store, 1, "x", true); });
    ASSERT_FALSE(written.has_value());
    EXPECT_EQ(written.error().kind, ErrorKind::store);
    EXPECT_NE(written.error().what.find("read-only"), std::string::npos) << written.error().message();
}

TEST_F(Open, TakesAnyName) {
    for (const std::string name : {"100%?#x.db", "it's \"mine\".db", "two\nlines.db",
                                   "gr\xc3\xb6\xc3\x9f"
                                   "e.db",
                                   "file:odd.db"}) {
        test::SyntheticRun like;
        like.trials = 3;
        {
            auto store = test::open_store(folder.file(name));
            test::add_run(store, like);
        }
        EXPECT_EQ(get_run(test::open_store(folder.file(name), in_mode(Mode::read_only)), 1)->asked, 3);
    }
}

// Runs `body` in a process that may not do everything, root or not; true: it answered true.
bool without_privileges(const std::function<bool()>& body) {
    const pid_t child = ::fork();
    if (child == 0) {
        if (::geteuid() == 0 && ::setuid(65534) != 0) ::_exit(2);
        ::_exit(body() ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

bool says(const Result<Store>& store, const std::string& words) {
    return !store && store.error().message().find(words) != std::string::npos;
}

class OpenReadOnly : public Open {
  protected:
    void SetUp() override {
        test::SyntheticRun like;
        like.trials = 20;
        path = folder.file("100%?#.db");
        auto store = test::open_store(path);
        test::add_run(store, like);
    }
    void forbid_writing() {
        ::chmod(path.c_str(), 0444);
        ::chmod(folder.path().c_str(), 0555);
    }
    void TearDown() override { ::chmod(folder.path().c_str(), 0755); }
};

TEST_F(OpenReadOnly, WhoMayNotWriteMayRead) {
    forbid_writing();
    const auto before = files();
    EXPECT_TRUE(without_privileges([&] {
        const auto store = Store::open(path, in_mode(Mode::read_only));
        return store && get_run(*store, 1)->asked == 20 && check_store(*store)->empty();
    }));
    EXPECT_EQ(files(), before);
}

TEST_F(OpenReadOnly, WhoMayNotWriteIsToldSo) {
    forbid_writing();
    for (const Mode mode : {Mode::read_write, Mode::create})
        EXPECT_TRUE(without_privileges([&] { return says(Store::open(path, in_mode(mode)), "read-only"); }));
    EXPECT_TRUE(without_privileges([&] { return says(Store::open(folder.file("new.db")), "could not make the store"); }));
}

TEST_F(OpenReadOnly, WhoMayNotReadIsToldSo) {
    ::chmod(path.c_str(), 0);
    ::chmod(folder.path().c_str(), 0555);
    EXPECT_TRUE(
        without_privileges([&] { return says(Store::open(path, in_mode(Mode::read_only)), "could not open the store"); }));
}

TEST_F(OpenReadOnly, WhoMayNotWriteFollowsAnEngineOfSomebodyElse) {
    auto engine = test::open_store(path);
    test::add_trials(engine, 1, {}, 5);
    ::chmod(folder.path().c_str(), 0555);
    const auto follow = [&] {
        const auto store = Store::open(path, in_mode(Mode::read_only));
        return store && get_run(*store, 1)->asked == 25;
    };
    if (::geteuid() == 0)
        EXPECT_TRUE(without_privileges(follow));
    else
        EXPECT_TRUE(follow());
}

TEST_F(OpenReadOnly, AnUnmergedLogNeedsSomebodyWhoMayWrite) {
    path = folder.file("crashed.db");
    make_crashed([](Store& store) { test::add_run(store, {}); });
    forbid_writing();
    EXPECT_TRUE(without_privileges([&] {
        const auto store = Store::open(path, in_mode(Mode::read_only));
        return !store && store.error().kind == ErrorKind::store && !store.error().remedy.empty();
    }));
}

}  // namespace
}  // namespace paretop::storage
