#include "views/terminal/crash_restore.h"

#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <exception>

namespace paretop::views {
namespace {

// Plain and static: a handler may read nothing that could be moved or freed.
std::array<char, 512> bytes_;
std::size_t length_ = 0;
int descriptor_ = -1;
termios modes_{};
bool has_modes_ = false;
std::atomic<bool> taken_{false};
std::terminate_handler previous_terminate_ = nullptr;
alignas(16) std::array<char, 64 * 1024> signal_stack_;

void restore() {
    if (!taken_.exchange(false)) return;
    const char* at = bytes_.data();
    for (std::size_t left = length_; left > 0;) {
        const ssize_t written = write(descriptor_, at, left);
        if (written <= 0) break;
        at += written;
        left -= static_cast<std::size_t>(written);
    }
    if (has_modes_) tcsetattr(descriptor_, TCSANOW, &modes_);
}

// SA_RESETHAND has put the default action back: raised again, the signal ends the process as it would have.
void on_fatal(int signal) {
    restore();
    raise(signal);
}

[[noreturn]] void on_terminate() {
    restore();
    if (previous_terminate_ != nullptr) previous_terminate_();
    std::abort();
}

void install_handlers() {
    stack_t stack{};
    stack.ss_sp = signal_stack_.data();  // a stack that overflowed cannot run a handler
    stack.ss_size = signal_stack_.size();
    sigaltstack(&stack, nullptr);
    struct sigaction action {};
    action.sa_handler = on_fatal;
    action.sa_flags = static_cast<int>(SA_RESETHAND | SA_ONSTACK | SA_NODEFER);
    for (const int signal : {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGQUIT}) sigaction(signal, &action, nullptr);
    previous_terminate_ = std::set_terminate(on_terminate);
    std::atexit(restore);
}

}  // namespace

void arm_crash_restore(int descriptor, const std::string& bytes) {
    static const bool installed = [] {
        install_handlers();
        return true;
    }();
    static_cast<void>(installed);
    length_ = std::min(bytes.size(), bytes_.size());
    std::copy_n(bytes.begin(), length_, bytes_.begin());
    descriptor_ = descriptor;
    has_modes_ = tcgetattr(descriptor, &modes_) == 0;
}

void set_terminal_taken(bool taken) { taken_ = taken; }

}  // namespace paretop::views
