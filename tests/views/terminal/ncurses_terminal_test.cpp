// The real terminal, on a pseudo-terminal of the test's own: what it writes, and what it leaves behind.
#include "views/terminal/ncurses_terminal.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <exception>

#include "tests/views/pty_child.h"
#include "tests/views/render.h"

namespace paretop::views {
namespace {

std::unique_ptr<NcursesTerminal> open_or_exit() {
    auto terminal = NcursesTerminal::open();
    if (!terminal) _exit(3);
    return std::move(*terminal);
}

void show(NcursesTerminal& terminal, const char* text) {
    terminal.show(render(terminal.size(), [&](Surface s) { s.text({0, 0}, text); }));
}

TEST(NcursesTerminal, AnEqualFrameWritesNothing) {
    PtyChild child([] {
        const auto terminal = open_or_exit();
        show(*terminal, "one");
        say("<first>");
        show(*terminal, "one");
        say("<second>");
        show(*terminal, "two");
        say("<third>");
    });
    const std::string output = child.rest();
    EXPECT_NE(output.find("<first><second>"), std::string::npos);
    const auto from = output.find("<second>") + 8;
    EXPECT_LT(output.find("<third>") - from, 24u) << "a small change is a small difference";
}

TEST(NcursesTerminal, RestoresOnANormalExit) {
    PtyChild child([] { show(*open_or_exit(), "hello"); });
    expect_restored(child.rest());
    EXPECT_TRUE(WIFEXITED(child.wait()));
}

TEST(NcursesTerminal, RestoresOnExitWithoutDestructors) {
    PtyChild child([] {
        const auto terminal = open_or_exit();
        show(*terminal, "hello");
        std::exit(0);  // NOLINT: on purpose
    });
    expect_restored(child.rest());
}

class FatalSignal : public testing::TestWithParam<int> {};

TEST_P(FatalSignal, RestoresAndDiesOfIt) {
    PtyChild child([] {
        const auto terminal = open_or_exit();
        show(*terminal, "ready");
        while (true) pause();
    });
    ASSERT_TRUE(child.wait_for("ready"));
    EXPECT_FALSE(child.is_cooked());
    kill(child.pid(), GetParam());
    ASSERT_TRUE(child.wait_for("\x1b[?1049l"));
    const int status = child.wait();
    EXPECT_TRUE(child.is_cooked());
    ASSERT_TRUE(WIFSIGNALED(status));
    EXPECT_EQ(WTERMSIG(status), GetParam());
    expect_restored(child.output());
}

INSTANTIATE_TEST_SUITE_P(All, FatalSignal, testing::Values(SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGQUIT));

TEST(NcursesTerminal, RestoresWhenAnExceptionIsCaughtByNobody) {
    PtyChild child([] {
        const auto terminal = open_or_exit();
        show(*terminal, "ready");
        std::terminate();
    });
    expect_restored(child.rest());
    EXPECT_TRUE(WIFSIGNALED(child.wait()));
}

TEST(NcursesTerminal, NothingOfAChildReachesTheTerminalRaw) {
    PtyChild child([] {
        const auto terminal = open_or_exit();
        show(*terminal, "name\x1b]0;owned\x07 \u009b31m end");
    });
    const std::string output = child.rest();
    EXPECT_NE(output.find("end"), std::string::npos);
    EXPECT_EQ(output.find("\x1b]0;owned"), std::string::npos);
    EXPECT_EQ(output.find("\u009b"), std::string::npos);
    EXPECT_EQ(output.find('\x07'), std::string::npos);
}

TEST(NcursesTerminal, ReadsKeys) {
    PtyChild child([] {
        const auto terminal = open_or_exit();
        show(*terminal, "ready");
        std::string names;
        while (names.find("quit") == std::string::npos) {
            pollfd ready{terminal->input(), POLLIN, 0};
            poll(&ready, 1, 10'000);
            for (const Key& key : terminal->read_keys()) names += key.is(U'q') ? "quit" : key_name(key) + " ";
        }
        say(("<" + names + ">").c_str());
    });
    ASSERT_TRUE(child.wait_for("ready"));
    child.type("j\x1b[Aü\x1b[<0;3;2M\x1b");
    usleep(200'000);  // a person's pause: the last byte is the Esc key
    child.type("q");
    EXPECT_TRUE(child.wait_for("<j up ü click 1,2 esc quit>")) << child.output();
}

TEST(NcursesTerminal, TakesANewSize) {
    PtyChild child([] {
        const auto terminal = open_or_exit();
        show(*terminal, "ready");
        char go = 0;
        static_cast<void>(!read(STDIN_FILENO, &go, 1));
        terminal->take_new_size();
        say(("<" + std::to_string(terminal->size().lines) + "," + std::to_string(terminal->size().columns) + ">").c_str());
    });
    ASSERT_TRUE(child.wait_for("ready"));
    const winsize size{50, 160, 0, 0};
    ioctl(child.master(), TIOCSWINSZ, &size);
    child.type("x");
    EXPECT_TRUE(child.wait_for("<50,160>"));
}

TEST(NcursesTerminal, UsesNoColourAndNoUnicodeWhereThereIsNone) {
    PtyChild child([] {
        setenv("LC_ALL", "C", 1);
        setenv("NO_COLOR", "1", 1);
        const auto terminal = open_or_exit();
        terminal->show(render(
            terminal->size(),
            [](Surface s) {
                s.text({0, 0}, "● bad", k_bad);
            },
            terminal->charset()));
    });
    const std::string output = child.rest();
    EXPECT_NE(output.find("* bad"), std::string::npos);
    EXPECT_EQ(output.find("\x1b[3"), std::string::npos) << "no colour sequence";
}

TEST(NcursesTerminal, RefusesWhatIsNoTerminalForUs) {
    PtyChild child(
        [] {
            const auto terminal = NcursesTerminal::open();
            say(terminal ? "opened" : terminal.error().message().c_str());
        },
        "dumb");
    EXPECT_NE(child.rest().find("TERM=dumb; set TERM"), std::string::npos);
}

}  // namespace
}  // namespace paretop::views
