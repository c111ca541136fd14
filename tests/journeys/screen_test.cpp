// The screen in a real terminal.
#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>

#include "storage/store.h"
#include "tests/support/laboratory.h"
#include "tests/support/tmux.h"

namespace paretop::test {
namespace {

using Protocol = Laboratory::Protocol;

std::string screen_command(const Laboratory& laboratory) {
    return "cd " + laboratory.folder() + "; export LC_ALL=C.UTF-8; " + PARETOP_BINARY + " --store " + laboratory.store_path() +
           "; echo code=$?; stty -a; sleep 100";
}

TEST(Screen, LaunchPauseResumeQuitAndComeBack) {
    const Laboratory laboratory(Protocol::exec, 100'000, 1, "random");
    {
        Tmux terminal(screen_command(laboratory), 120, 40);
        ASSERT_TRUE(terminal.shows("runs")) << terminal.screen();
        terminal.keys("n");
        ASSERT_TRUE(terminal.shows("steady")) << terminal.screen();
        terminal.keys("s");
        ASSERT_TRUE(terminal.shows("run 1")) << terminal.screen();
        ASSERT_TRUE(terminal.shows("/100000")) << terminal.screen();
        while (terminal.screen().find("› runs") == std::string::npos) {
            terminal.keys("Escape");
            ASSERT_TRUE(terminal.shows("steady"));
        }
        ASSERT_TRUE(terminal.shows("running")) << terminal.screen();
        terminal.keys("p");
        ASSERT_TRUE(terminal.shows("paused")) << terminal.screen();
        terminal.keys("r");
        ASSERT_TRUE(terminal.shows("goes on")) << terminal.screen();
        terminal.keys("q");
        ASSERT_TRUE(terminal.shows("code=0")) << terminal.screen();
    }
    EXPECT_TRUE(eventually([&] { return storage::RunLock::owner(laboratory.store_path(), 1) != 0; }))
        << "the engine outlives the screen";
    Tmux again(screen_command(laboratory), 120, 40);
    EXPECT_TRUE(again.shows("running")) << again.screen();
    EXPECT_EQ(laboratory.paretop({"stop", "1"}).code, 0);
    EXPECT_TRUE(again.shows("stopped")) << again.screen();
}

class FinishedRun : public testing::Test {
  protected:
    void SetUp() override { ASSERT_EQ(laboratory_.paretop({"run", laboratory_.experiment()}).code, 0); }
    Laboratory laboratory_{Protocol::exec, 40, 1, "random"};
};

TEST_F(FinishedRun, ComparesTwoOfTheFront) {
    Tmux terminal(screen_command(laboratory_), 160, 50);
    ASSERT_TRUE(terminal.shows("steady")) << terminal.screen();
    terminal.keys("Enter");
    ASSERT_TRUE(terminal.shows("a against b")) << terminal.screen();
    terminal.keys("Space Down Space c");
    EXPECT_TRUE(terminal.shows("A against B")) << terminal.screen();
}

TEST_F(FinishedRun, FiltersTrials) {
    Tmux terminal(screen_command(laboratory_), 120, 40);
    ASSERT_TRUE(terminal.shows("steady")) << terminal.screen();
    terminal.keys("t");
    ASSERT_TRUE(terminal.shows("trials")) << terminal.screen();
    terminal.keys("/");
    terminal.type("x > 1000");
    terminal.keys("Enter");
    EXPECT_TRUE(terminal.shows("0 of 40")) << terminal.screen();
}

TEST_F(FinishedRun, ShowsWhichParametersMatter) {
    Tmux terminal(screen_command(laboratory_), 160, 50);
    ASSERT_TRUE(terminal.shows("steady")) << terminal.screen();
    terminal.keys("i");
    ASSERT_TRUE(terminal.shows("importance")) << terminal.screen();
    EXPECT_TRUE(terminal.shows("R² ")) << terminal.screen();
    EXPECT_TRUE(terminal.shows("a by x")) << terminal.screen();
    terminal.resize(80, 24);
    terminal.keys("Tab Right Enter");
    EXPECT_TRUE(terminal.shows("resources")) << terminal.screen();
}

TEST_F(FinishedRun, ShowsAProfileOperationByOperation) {
    const auto trace = laboratory_.folder() + "/trace_worker_pid_7";
    std::ofstream(trace) << "SDecode,1700000000000000000,4000000\nSResize,1700000000004000000,1000000\n"
                            "SBatchPreprocessed_0,1700000000000000000,5000000\n";
    const auto imported = laboratory_.paretop({"profile", "import", trace});
    ASSERT_EQ(imported.code, 0) << imported.err;
    Tmux terminal(screen_command(laboratory_), 120, 40);
    ASSERT_TRUE(terminal.shows("steady")) << terminal.screen();
    terminal.keys("P");
    ASSERT_TRUE(terminal.shows("complete")) << terminal.screen();
    terminal.keys("Enter");
    ASSERT_TRUE(terminal.shows("Decode")) << terminal.screen();
    terminal.keys("t");
    EXPECT_TRUE(terminal.shows("a Decode")) << terminal.screen();
    terminal.keys("i");
    EXPECT_TRUE(terminal.shows("100 % of all")) << terminal.screen();
}

TEST_F(FinishedRun, FollowsTheSizeOfItsWindow) {
    Tmux terminal(screen_command(laboratory_), 160, 50);
    ASSERT_TRUE(terminal.shows("steady"));
    terminal.resize(80, 24);
    EXPECT_TRUE(terminal.hides("reason", std::chrono::seconds(2))) << terminal.screen();
    EXPECT_TRUE(terminal.shows("steady")) << terminal.screen();
    terminal.resize(20, 5);
    terminal.keys("?");
    terminal.keys("Escape");
    terminal.resize(160, 50);
    EXPECT_TRUE(terminal.shows("steady")) << terminal.screen();
    terminal.keys("q");
    EXPECT_TRUE(terminal.shows("code=0")) << terminal.screen();
}

TEST_F(FinishedRun, GivesTheTerminalBackWhenItCrashes) {
    Tmux terminal(screen_command(laboratory_), 120, 40);
    ASSERT_TRUE(terminal.shows("steady"));
    EXPECT_EQ(terminal.value("#{alternate_on}"), "1");
    EXPECT_EQ(terminal.value("#{mouse_any_flag}"), "1");
    terminal.keys("");
    const auto shell = terminal.value("#{pane_pid}");
    ASSERT_EQ(std::system(("pkill -SEGV -P " + shell).c_str()), 0);
    ASSERT_TRUE(terminal.shows("code=139")) << terminal.screen();
    EXPECT_EQ(terminal.value("#{alternate_on}"), "0");
    EXPECT_EQ(terminal.value("#{mouse_any_flag}"), "0");
    EXPECT_TRUE(terminal.shows(" echo ")) << terminal.screen();
    EXPECT_TRUE(terminal.shows(" icanon ")) << terminal.screen();
}

}  // namespace
}  // namespace paretop::test
