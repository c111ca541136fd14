#include "tests/support/tmux.h"

#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <thread>

namespace paretop::test {
namespace {

std::string quoted(const std::string& text) {
    std::string out = "'";
    for (const char c : text) out += c == '\'' ? "'\\''" : std::string(1, c);
    return out + "'";
}

std::atomic<int> g_servers = 0;

}  // namespace

bool eventually(const std::function<bool()>& holds, std::chrono::seconds patience) {
    const auto end = std::chrono::steady_clock::now() + patience;
    while (!holds()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return true;
}

Tmux::Tmux(const std::string& command, int columns, int lines)
    : socket_("paretop-test-" + std::to_string(getpid()) + "-" + std::to_string(++g_servers)) {
    run("-f /dev/null new-session -d -x " + std::to_string(columns) + " -y " + std::to_string(lines) + " " + quoted(command));
    run("set-option -g window-size manual");
}

Tmux::~Tmux() { run("kill-server"); }

std::string Tmux::run(const std::string& arguments) const {
    const auto command = "env -u TMUX LC_ALL=C.UTF-8 tmux -u -L " + socket_ + " " + arguments + " 2>/dev/null";
    FILE* pipe = popen(command.c_str(), "re");
    if (pipe == nullptr) return {};
    std::string text;
    std::array<char, 4096> buffer{};
    for (std::size_t n = 0; (n = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) text.append(buffer.data(), n);
    pclose(pipe);
    return text;
}

void Tmux::keys(const std::string& names) {
    run("send-keys " + names);
    // Esc and a letter within 25 ms are Alt with that letter, to every terminal program.
    if (names.ends_with("Escape")) std::this_thread::sleep_for(std::chrono::milliseconds(100));
}
void Tmux::type(const std::string& text) { run("send-keys -l " + quoted(text)); }
void Tmux::resize(int columns, int lines) { run("resize-window -x " + std::to_string(columns) + " -y " + std::to_string(lines)); }
std::string Tmux::screen() const { return run("capture-pane -p"); }

std::string Tmux::value(const std::string& format) const {
    auto text = run("display-message -p " + quoted(format));
    if (!text.empty()) text.pop_back();
    return text;
}

bool Tmux::shows(const std::string& text, std::chrono::seconds patience) const {
    return eventually([&] { return screen().find(text) != std::string::npos; }, patience);
}

bool Tmux::hides(const std::string& text, std::chrono::seconds patience) const {
    return eventually([&] { return screen().find(text) == std::string::npos; }, patience);
}

}  // namespace paretop::test
