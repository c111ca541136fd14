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
std::array<char, 512> sequence;
std::size_t sequence_length = 0;
int terminal = -1;
termios modes{};
bool has_modes = false;
std::atomic<bool> taken{false};
std::terminate_handler previous_terminate = nullptr;
alignas(16) std::array<char, 64 * 1024> signal_stack;

void restore() {
    if (!taken.exchange(false)) return;
    const char* at = sequence.data();
    for (std::size_t left = sequence_length; left > 0;) {
        const ssize_t written = write(terminal, at, left);
        if (written <= 0) break;
        at += written;
        left -= static_cast<std::size_t>(written);
    }
    if (has_modes) tcsetattr(terminal, TCSANOW, &modes);
}

// SA_RESETHAND has put the default action back: raised again, the signal ends the process as it would have.
void on_fatal(int signal) {
    restore();
    raise(signal);
}

[[noreturn]] void on_terminate() {
    restore();
    if (previous_terminate != nullptr) previous_terminate();
    std::abort();
}

void install_handlers() {
    stack_t stack{};
    stack.ss_sp = signal_stack.data();  // a stack that overflowed cannot run a handler
    stack.ss_size = signal_stack.size();
    sigaltstack(&stack, nullptr);
    struct sigaction action {};
    action.sa_handler = on_fatal;
    action.sa_flags = static_cast<int>(SA_RESETHAND | SA_ONSTACK | SA_NODEFER);
    for (const int signal : {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGQUIT}) sigaction(signal, &action, nullptr);
    previous_terminate = std::set_terminate(on_terminate);
    std::atexit(restore);
}

}  // namespace

void arm_crash_restore(int descriptor, const std::string& bytes) {
    static const bool installed = [] {
        install_handlers();
        return true;
    }();
    static_cast<void>(installed);
    sequence_length = std::min(bytes.size(), sequence.size());
    std::copy_n(bytes.begin(), sequence_length, sequence.begin());
    terminal = descriptor;
    has_modes = tcgetattr(descriptor, &modes) == 0;
}

void set_terminal_taken(bool now) { taken = now; }

}  // namespace paretop::views
