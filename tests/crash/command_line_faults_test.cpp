// What a person is told when something is wrong with the store, the machine or a second engine.
#include <gmock/gmock.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <thread>

#include "storage/store.h"
#include "tests/support/laboratory.h"

namespace paretop::test {
namespace {

using testing::HasSubstr;
using Protocol = Laboratory::Protocol;

Laboratory small() { return Laboratory(Protocol::exec, 5, 1, "random"); }

void execute(const std::string& path, const char* sql) {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(path.c_str(), &db), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(db, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
    sqlite3_close(db);
}

// Waits until an engine holds the run.
void wait_for_owner(const Laboratory& laboratory) {
    while (storage::RunLock::owner(laboratory.store_path(), 1) == 0) std::this_thread::sleep_for(std::chrono::milliseconds(2));
}

TEST(StoreFaults, AFileThatIsNoStoreIsLeftAsItIs) {
    const auto laboratory = small();
    const std::string text(5000, 'x');
    write_bytes(laboratory.store_path(), text);
    const auto ended = laboratory.paretop({"run", laboratory.experiment()});
    EXPECT_EQ(ended.code, 3) << ended.err;
    EXPECT_THAT(ended.err, HasSubstr("paretop: " + laboratory.store_path()));
    EXPECT_EQ(read_bytes(laboratory.store_path()), text);
}

TEST(StoreFaults, AnotherProgramsDatabaseIsLeftAsItIs) {
    const auto laboratory = small();
    execute(laboratory.store_path(), "CREATE TABLE other(x); PRAGMA application_id = 42;");
    const auto before = read_bytes(laboratory.store_path());
    EXPECT_EQ(laboratory.paretop({"ls"}).code, 3);
    EXPECT_EQ(laboratory.paretop({"run", laboratory.experiment()}).code, 3);
    EXPECT_EQ(read_bytes(laboratory.store_path()), before);
}

TEST(StoreFaults, AStoreOfANewerVersionIsRefused) {
    const auto laboratory = small();
    laboratory.create();
    execute(laboratory.store_path(), "PRAGMA user_version = 9999;");
    const auto ended = laboratory.paretop({"ls"});
    EXPECT_EQ(ended.code, 3);
    EXPECT_THAT(ended.err, HasSubstr("newer"));
}

TEST(StoreFaults, NoStoreYetIsNotFound) {
    const auto ended = small().paretop({"ls"});
    EXPECT_EQ(ended.code, 4);
    EXPECT_THAT(ended.err, HasSubstr("there is no store here yet"));
}

TEST(TwoEngines, TheSecondIsRefused) {
    Laboratory laboratory(Protocol::exec, 100'000, 1, "random");
    laboratory.create();
    const auto engine = laboratory.start_engine();
    wait_for_owner(laboratory);
    const auto second = laboratory.paretop({"engine", "1"});
    EXPECT_EQ(second.code, 5);
    EXPECT_THAT(second.err, HasSubstr(std::to_string(engine)));
    EXPECT_EQ(laboratory.paretop({"rm", "--yes", "1"}).code, 5);
    kill(engine, SIGKILL);
    wait_for(engine);
    EXPECT_THAT(laboratory.paretop({"ls", "--json"}).out, HasSubstr("\"cut_off\":true"));
    EXPECT_THAT(laboratory.paretop({"pause", "1"}).out, HasSubstr("it was cut off"));
    EXPECT_EQ(laboratory.paretop({"rm", "--yes", "1"}).code, 0);
    EXPECT_EQ(laboratory.paretop({"show", "1"}).code, 4);
}

TEST(Detached, StartPauseResumeStop) {
    Laboratory laboratory(Protocol::exec, 100'000, 1, "random");
    const auto started = laboratory.paretop({"start", laboratory.experiment()});
    ASSERT_EQ(started.code, 0) << started.err;
    EXPECT_NE(storage::RunLock::owner(laboratory.store_path(), 1), 0);
    EXPECT_EQ(laboratory.paretop({"pause", "1"}).code, 0);
    while (laboratory.run().state != storage::RunState::paused) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    const auto asked = laboratory.run().asked;
    const auto resumed = laboratory.paretop({"resume", "1"});
    EXPECT_EQ(resumed.code, 0) << resumed.err;
    while (laboratory.run().asked <= asked) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    EXPECT_EQ(laboratory.paretop({"stop", "1"}).out, "run 1: stopped\n");
    EXPECT_EQ(laboratory.run().state, storage::RunState::stopped);
    EXPECT_EQ(laboratory.leftovers(), 0);
}

// A limit on the size of files stands for a disk that is full: both are errors of a write.
TEST(FullDisk, EndsTheRunWithAnErrorAndLosesNothing) {
    Laboratory calm(Protocol::exec, 200, 1, "nsga2"), cramped(Protocol::exec, 200, 1, "nsga2");
    EXPECT_EQ(calm.paretop({"run", calm.experiment()}).code, 0);
    cramped.create();
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    const rlimit little{200'000, before.rlim_max};
    setrlimit(RLIMIT_FSIZE, &little);
    const auto ended = cramped.paretop({"engine", "1"});
    setrlimit(RLIMIT_FSIZE, &before);
    EXPECT_TRUE(ended.code == 3 || ended.code == 6) << ended.code << ended.err;
    EXPECT_THAT(ended.err, HasSubstr("paretop: "));
    EXPECT_EQ(cramped.paretop({"check-store"}).code, 0);
    EXPECT_EQ(cramped.paretop({"engine", "1"}).code, 0);
    EXPECT_EQ(cramped.history(), calm.history());
}

}  // namespace
}  // namespace paretop::test
