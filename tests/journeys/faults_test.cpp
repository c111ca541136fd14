// The screen and the engine are processes of their own: what befalls one must not harm the other.
#include <gmock/gmock.h>

#include <csignal>
#include <cstdlib>

#include "storage/store.h"
#include "tests/support/laboratory.h"
#include "tests/support/tmux.h"

namespace paretop::test {
namespace {

using Protocol = Laboratory::Protocol;

// A killed screen leaves its cursor anywhere: what comes after begins a line, lest it be broken in two.
std::string screen_command(const Laboratory& laboratory) {
    return "cd " + laboratory.folder() + "; export LC_ALL=C.UTF-8; " + PARETOP_BINARY + " --store " + laboratory.store_path() +
           "; printf '\\r\\ncode=%s\\r\\n' $?; sleep 1000";
}

pid_t engine_of(const Laboratory& laboratory) { return static_cast<pid_t>(storage::RunLock::owner(laboratory.store_path(), 1)); }

class LiveRun : public testing::Test {
  protected:
    void SetUp() override {
        (void)laboratory_.paretop({"start", laboratory_.experiment()});  // may give up waiting on a busy machine
        ASSERT_TRUE(eventually([&] { return engine_of(laboratory_) != 0 && laboratory_.run().asked > 0; }));
    }
    void TearDown() override { EXPECT_EQ(laboratory_.paretop({"stop", "1"}).code, 0); }
    Laboratory laboratory_{Protocol::exec, 100'000, 1, "random"};
};

TEST_F(LiveRun, OutlivesAScreenThatIsKilled) {
    const auto engine = engine_of(laboratory_);
    {
        Tmux terminal(screen_command(laboratory_), 120, 40);
        ASSERT_TRUE(terminal.shows("running")) << terminal.screen();
        ASSERT_EQ(std::system(("pkill -KILL -P " + terminal.value("#{pane_pid}")).c_str()), 0);
        ASSERT_TRUE(terminal.shows("code=137")) << terminal.screen();
    }
    EXPECT_EQ(engine_of(laboratory_), engine);
    const auto asked = laboratory_.run().asked;
    Tmux again(screen_command(laboratory_), 120, 40);
    EXPECT_TRUE(again.shows("running")) << again.screen();
    EXPECT_TRUE(eventually([&] { return laboratory_.run().asked > asked; }));
}

// The store says nothing of a killed engine: the screen asks the kernel every few seconds.
TEST_F(LiveRun, ThatLosesItsEngineIsShownAsCutOffAndCanBeResumed) {
    Tmux terminal(screen_command(laboratory_), 120, 40);
    ASSERT_TRUE(terminal.shows("running")) << terminal.screen();
    const auto engine = engine_of(laboratory_);
    ASSERT_EQ(kill(engine, SIGKILL), 0);
    ASSERT_TRUE(terminal.shows("cut off")) << terminal.screen();
    ASSERT_TRUE(terminal.shows("resume")) << terminal.screen();
    terminal.keys("r");
    ASSERT_TRUE(terminal.shows("running")) << terminal.screen();
    EXPECT_TRUE(terminal.hides("cut off")) << terminal.screen();
    EXPECT_NE(engine_of(laboratory_), engine);
}

TEST(Dialog, StaysOpenWhileItsWindowChangesSize) {
    const Laboratory laboratory(Protocol::exec, 10, 1, "random");
    ASSERT_EQ(laboratory.paretop({"run", laboratory.experiment()}).code, 0);
    Tmux terminal(screen_command(laboratory), 120, 40);
    ASSERT_TRUE(terminal.shows("steady")) << terminal.screen();
    terminal.keys("d");
    ASSERT_TRUE(terminal.shows("Delete run 1")) << terminal.screen();
    for (const auto& [columns, lines] : {std::pair(60, 15), std::pair(20, 5), std::pair(160, 50)})
        terminal.resize(columns, lines);
    ASSERT_TRUE(terminal.shows("Delete run 1")) << terminal.screen();
    terminal.keys("Escape");
    EXPECT_TRUE(terminal.hides("Delete run 1")) << terminal.screen();
    EXPECT_EQ(laboratory.run().done + laboratory.run().failed, 10);
    terminal.keys("d");
    ASSERT_TRUE(terminal.shows("Delete run 1")) << terminal.screen();
    terminal.resize(60, 15);
    ASSERT_TRUE(terminal.shows("Delete run 1")) << terminal.screen();
    terminal.keys("y");
    EXPECT_TRUE(terminal.hides("steady")) << terminal.screen();
    EXPECT_EQ(laboratory.paretop({"show", "1"}).code, 4);
}

}  // namespace
}  // namespace paretop::test
