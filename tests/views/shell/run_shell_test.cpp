// The whole loop on a pseudo-terminal: keys, signals, changes of the store, and peace while there are none.
#include "views/shell/run_shell.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/ioctl.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "tests/views/pty_child.h"

namespace paretop::views {
namespace {

class Counter final : public Screen {
  public:
    [[nodiscard]] std::string title() const override { return "counter"; }
    void draw(Surface surface) override {
        surface.text({0, 0}, "keys " + std::to_string(keys_) + ", refreshes " + std::to_string(refreshes_));
        surface.text_right(surface.lines() - 1, surface.columns(), std::to_string(surface.columns()) + " wide");
    }
    bool key(const Key& key) override {
        if (!key.is(U'j')) return false;
        ++keys_;
        return true;
    }
    std::vector<Action> actions() override { return {}; }
    void refresh() override { ++refreshes_; }

  private:
    int keys_ = 0;
    int refreshes_ = 0;
};

class RunShellTest : public testing::Test {
  protected:
    RunShellTest() {
        std::string name = (std::filesystem::temp_directory_path() / "paretop-shell-XXXXXX").string();
        folder = mkdtemp(name.data());
        touch();
    }
    ~RunShellTest() override { std::filesystem::remove_all(folder); }
    void touch() const { std::ofstream(folder / "lab.db-wal", std::ios::app) << "page"; }

    std::function<void()> program() {
        return [path = (folder / "lab.db").string()] {
            {
                auto terminal = NcursesTerminal::open();
                if (!terminal) _exit(3);
                EventLoop loop;
                Shell shell(**terminal);
                shell.push(std::make_unique<Counter>());
                run_shell(shell, **terminal, loop, path, [] { return false; });
            }
            say("<ended>");
        };
    }
    static bool silent_for(const PtyChild& child, int ms) {
        pollfd ready{child.master(), POLLIN, 0};
        return poll(&ready, 1, ms) == 0;
    }

    std::filesystem::path folder;
};

TEST_F(RunShellTest, AnswersKeysAndIsSilentOtherwise) {
    PtyChild child(program());
    ASSERT_TRUE(child.wait_for("keys 0"));
    ASSERT_TRUE(child.wait_for("78 wide"));
    ASSERT_TRUE(child.wait_for("quit"));
    child.settle();
    EXPECT_TRUE(silent_for(child, 300));
    child.forget();
    child.type("j");
    ASSERT_TRUE(child.wait_for("1"));
    child.settle();
    EXPECT_LT(child.output().size(), 40u) << "one digit has changed";
    EXPECT_TRUE(silent_for(child, 300));
    child.type("q");
    ASSERT_TRUE(child.wait_for("<ended>"));
    expect_restored(child.output());
}

TEST_F(RunShellTest, ShowsWhatChangesInTheStore) {
    PtyChild child(program());
    ASSERT_TRUE(child.wait_for("quit"));
    child.forget();
    touch();
    EXPECT_TRUE(child.wait_for("1"));
    child.type("q");
    EXPECT_TRUE(child.wait_for("<ended>"));
}

TEST_F(RunShellTest, FollowsTheSizeOfTheWindow) {
    PtyChild child(program());
    ASSERT_TRUE(child.wait_for("quit"));
    const winsize size{30, 100, 0, 0};
    ioctl(child.master(), TIOCSWINSZ, &size);  // the kernel sends SIGWINCH
    EXPECT_TRUE(child.wait_for("98 wide"));
    child.type("q");
    EXPECT_TRUE(child.wait_for("<ended>"));
}

TEST_F(RunShellTest, EndsInOrderOnTermAndHangUp) {
    for (const int signal : {SIGTERM, SIGHUP, SIGINT}) {
        PtyChild child(program());
        ASSERT_TRUE(child.wait_for("quit"));
        kill(child.pid(), signal);
        ASSERT_TRUE(child.wait_for("<ended>")) << signal;
        expect_restored(child.output());
        EXPECT_TRUE(WIFEXITED(child.wait()));
    }
}

TEST_F(RunShellTest, EndsWhenTheTerminalGoesAway) {
    auto child = std::make_unique<PtyChild>(program());
    ASSERT_TRUE(child->wait_for("quit"));
    child.reset();  // closes the window and waits for the program
    SUCCEED();
}

TEST_F(RunShellTest, SuspendsWithTheTerminalRestored) {
    PtyChild child(program());
    ASSERT_TRUE(child.wait_for("quit"));
    child.forget();
    child.type("\x1a");
    // Nobody could continue a group without a shell, so the kernel does not stop it: it leaves and comes back.
    ASSERT_TRUE(child.wait_for("\x1b[?1049l"));
    ASSERT_TRUE(child.wait_for("\x1b[?1006h"));
    ASSERT_TRUE(child.wait_for("keys 0"));
    child.type("q");
    EXPECT_TRUE(child.wait_for("<ended>"));
}

TEST_F(RunShellTest, ComesBackAfterBeingStoppedFromOutside) {
    PtyChild child(program());
    ASSERT_TRUE(child.wait_for("quit"));
    child.forget();
    kill(child.pid(), SIGSTOP);
    int status = 0;
    waitpid(child.pid(), &status, WUNTRACED);
    ASSERT_TRUE(WIFSTOPPED(status));
    kill(child.pid(), SIGCONT);
    EXPECT_TRUE(child.wait_for("keys 0")) << "draws everything anew";
    child.type("q");
    EXPECT_TRUE(child.wait_for("<ended>"));
}

}  // namespace
}  // namespace paretop::views
