#include "views/shell/change_watcher.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/views/fake_terminal.h"

namespace paretop::views {
namespace {

constexpr Nanoseconds k_ms = 1'000'000;

class ChangeWatcherTest : public testing::Test {
  protected:
    ChangeWatcherTest() {
        std::string name = (std::filesystem::temp_directory_path() / "paretop-watch-XXXXXX").string();
        folder = mkdtemp(name.data());
        write("lab.db");
        write("lab.db-wal");
    }
    ~ChangeWatcherTest() override { std::filesystem::remove_all(folder); }
    void write(const std::string& name) const { std::ofstream(folder / name, std::ios::app) << "page"; }
    // Turns the loop until nothing is left to do at this moment.
    void settle() {
        for (int i = 0; i < 4; ++i) loop.turn(false);
    }
    void pass(Nanoseconds time) {
        clock.now += time;
        settle();
    }

    std::filesystem::path folder;
    FakeClock clock;
    EventLoop loop{clock};
    int told = 0;
};

TEST_F(ChangeWatcherTest, TellsTheFirstChangeAtOnce) {
    ChangeWatcher watcher(
        loop, folder / "lab.db", [&] { ++told; }, clock);
    settle();
    EXPECT_EQ(told, 0);
    write("lab.db-wal");
    settle();
    EXPECT_EQ(told, 1);
}

TEST_F(ChangeWatcherTest, TellsAtMostTwiceASecondWhileChangesGoOn) {
    ChangeWatcher watcher(
        loop, folder / "lab.db", [&] { ++told; }, clock);
    for (int i = 0; i < 1000; ++i) {  // ten seconds
        write("lab.db-wal");
        pass(10 * k_ms);
    }
    constexpr auto k_gaps = static_cast<int>(10'000 * k_ms / ChangeWatcher::k_least_gap);
    EXPECT_GE(told, k_gaps - 1);
    EXPECT_LE(told, k_gaps + 1);
}

TEST_F(ChangeWatcherTest, GoesQuietAndWakesAgainAtOnce) {
    ChangeWatcher watcher(
        loop, folder / "lab.db", [&] { ++told; }, clock);
    write("lab.db-wal");
    settle();
    pass(600 * k_ms);  // the timer finds nothing and stops
    EXPECT_EQ(told, 1);
    write("lab.db-wal");
    settle();
    EXPECT_EQ(told, 2);
}

TEST_F(ChangeWatcherTest, LosesNoChangeBetween) {
    ChangeWatcher watcher(
        loop, folder / "lab.db", [&] { ++told; }, clock);
    write("lab.db-wal");
    settle();
    write("lab.db-wal");
    pass(100 * k_ms);
    EXPECT_EQ(told, 1) << "too early";
    pass(500 * k_ms);
    EXPECT_EQ(told, 2);
}

TEST_F(ChangeWatcherTest, AKeyLooksAtOnce) {
    ChangeWatcher watcher(
        loop, folder / "lab.db", [&] { ++told; }, clock);
    write("lab.db-wal");
    settle();
    watcher.check_now();
    EXPECT_EQ(told, 1) << "nothing new";
    write("lab.db-wal");
    watcher.check_now();
    EXPECT_EQ(told, 2);
}

TEST_F(ChangeWatcherTest, NoticesALogThatComesLater) {
    std::filesystem::remove(folder / "lab.db-wal");
    ChangeWatcher watcher(
        loop, folder / "lab.db", [&] { ++told; }, clock);
    write("lab.db-wal");
    settle();
    EXPECT_EQ(told, 1);
    pass(600 * k_ms);
    write("lab.db-wal");
    settle();
    EXPECT_EQ(told, 2) << "and then its changes";
}

TEST_F(ChangeWatcherTest, OtherFilesDoNotMatter) {
    ChangeWatcher watcher(
        loop, folder / "lab.db", [&] { ++told; }, clock);
    write("out.zst");
    settle();
    EXPECT_EQ(told, 0);
    EXPECT_EQ(loop.wake_ups(), 0u);
}

}  // namespace
}  // namespace paretop::views
