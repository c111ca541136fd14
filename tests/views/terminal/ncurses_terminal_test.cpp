// The real terminal, on a pseudo-terminal of the test's own: what it writes, and what it leaves behind.
#include "views/terminal/ncurses_terminal.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <functional>

#include "tests/views/render.h"

namespace paretop::views {
namespace {

// Runs `body` in a child whose terminal is a new one of 24 × 80, and collects what it writes.
class PtyChild {
  public:
    PtyChild(const std::function<void()>& body, const char* term = "xterm-256color") {
        winsize size{24, 80, 0, 0};
        child_ = forkpty(&master_, nullptr, nullptr, &size);
        if (child_ != 0) return;
        setenv("TERM", term, 1);
        setenv("LC_ALL", "C.UTF-8", 1);
        unsetenv("COLORTERM");
        unsetenv("NO_COLOR");
        body();
        _exit(0);
    }
    ~PtyChild() {
        close(master_);
        if (!waited_) waitpid(child_, nullptr, 0);
    }
    PtyChild(const PtyChild&) = delete;
    PtyChild& operator=(const PtyChild&) = delete;

    // Reads until `text` has come; false: the child said no more.
    bool wait_for(const std::string& text) {
        while (output_.find(text) == std::string::npos)
            if (!read_some()) return false;
        return true;
    }
    std::string rest() {
        while (read_some()) {
        }
        return output_;
    }
    // Before the last slave side closes: the modes are the terminal's, not the process's.
    [[nodiscard]] bool is_cooked() const {
        termios modes{};
        tcgetattr(master_, &modes);
        return (modes.c_lflag & (ICANON | ECHO | ISIG)) == (ICANON | ECHO | ISIG);
    }
    int wait() {
        int status = 0;
        waitpid(child_, &status, 0);
        waited_ = true;
        return status;
    }
    void type(const std::string& text) const {
        EXPECT_EQ(write(master_, text.data(), text.size()), static_cast<ssize_t>(text.size()));
    }
    [[nodiscard]] pid_t pid() const { return child_; }
    [[nodiscard]] int master() const { return master_; }
    std::string output_;

  private:
    bool read_some() {
        pollfd ready{master_, POLLIN, 0};
        if (poll(&ready, 1, 10'000) <= 0) return false;
        std::array<char, 4096> bytes{};
        const ssize_t length = read(master_, bytes.data(), bytes.size());
        if (length <= 0) return false;
        output_.append(bytes.data(), static_cast<std::size_t>(length));
        return true;
    }
    int master_ = -1;
    pid_t child_ = -1;
    bool waited_ = false;
};

std::unique_ptr<NcursesTerminal> open_or_exit() {
    auto terminal = NcursesTerminal::open();
    if (!terminal) _exit(3);
    return std::move(*terminal);
}

void show(NcursesTerminal& terminal, const char* text) {
    terminal.show(render(terminal.size(), [&](Surface s) { s.text({0, 0}, text); }));
}

void say(const char* marker) { static_cast<void>(!write(STDOUT_FILENO, marker, std::string_view(marker).size())); }

void expect_restored(const std::string& output) {
    for (const char* sequence : {"\x1b[?1049l", "\x1b[?1000l", "\x1b[?1006l", "\x1b[?2004l"})
        EXPECT_NE(output.find(sequence), std::string::npos) << sequence + 1;
    const auto hidden = output.rfind("\x1b[?25l");
    const auto shown = output.rfind("\x1b[?25h");
    EXPECT_TRUE(shown != std::string::npos && (hidden == std::string::npos || shown > hidden)) << "the cursor is back";
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
    expect_restored(child.output_);
}

INSTANTIATE_TEST_SUITE_P(All, FatalSignal, testing::Values(SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL));

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
    EXPECT_TRUE(child.wait_for("<j up ü click 1,2 esc quit>")) << child.output_;
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
