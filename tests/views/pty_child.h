// A child process on a pseudo-terminal of its own: what a program writes to a terminal, and what it leaves behind.
#pragma once

#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <functional>
#include <string>
#include <string_view>

namespace paretop::views {

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
    // Reads until nothing has come for a while.
    void settle() {
        while (read_some(200)) {
        }
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
    [[nodiscard]] const std::string& output() const { return output_; }
    void forget() { output_.clear(); }

  private:
    bool read_some(int patience_ms = 10'000) {
        pollfd ready{master_, POLLIN, 0};
        if (poll(&ready, 1, patience_ms) <= 0) return false;
        std::array<char, 4096> bytes{};
        const ssize_t length = read(master_, bytes.data(), bytes.size());
        if (length <= 0) return false;
        output_.append(bytes.data(), static_cast<std::size_t>(length));
        return true;
    }
    int master_ = -1;
    pid_t child_ = -1;
    bool waited_ = false;
    std::string output_;
};

inline void say(const char* marker) { static_cast<void>(!write(STDOUT_FILENO, marker, std::string_view(marker).size())); }

inline void expect_restored(const std::string& output) {
    for (const char* sequence : {"\x1b[?1049l", "\x1b[?1000l", "\x1b[?1006l", "\x1b[?2004l"})
        EXPECT_NE(output.find(sequence), std::string::npos) << sequence + 1;
    const auto hidden = output.rfind("\x1b[?25l");
    const auto shown = output.rfind("\x1b[?25h");
    EXPECT_TRUE(shown != std::string::npos && (hidden == std::string::npos || shown > hidden)) << "the cursor is back";
}

}  // namespace paretop::views
