// A terminal for tests: what it shows is read as text, what is typed is a string of key names.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "storage/base/clock.h"
#include "views/shell/shell.h"

namespace paretop::views {

class FakeTerminal final : public Terminal {
  public:
    explicit FakeTerminal(Size size = {24, 80}, Charset charset = Charset::unicode) : grid(size, charset) {}
    [[nodiscard]] Size size() const override { return grid.size(); }
    [[nodiscard]] Charset charset() const override { return grid.charset(); }
    void show(const Grid& shown) override {
        grid = shown;
        ++frames;
    }
    std::vector<Key> read_keys() override { return std::exchange(typed, {}); }
    void suspend() override { ++suspensions; }
    void invalidate() override { ++invalidations; }
    void resize(Size size) { grid = Grid(size, grid.charset()); }

    Grid grid;
    std::vector<Key> typed;
    int frames = 0;
    int suspensions = 0;
    int invalidations = 0;
};

class FakeClock final : public Clock {
  public:
    [[nodiscard]] Nanoseconds now_ns() const override { return now; }
    [[nodiscard]] Nanoseconds steady_ns() const override { return now; }
    Nanoseconds now = 1'700'000'000'000'000'000;
};

// Presses "j j enter" one after the other, drawing in between as the real loop does.
inline void press(Shell& shell, std::string_view keys) {
    shell.draw();
    for (const Key& key : parse_keys(keys)) {
        shell.key(key);
        shell.draw();
    }
}

// Types text as it is, then presses Enter.
inline void enter(Shell& shell, std::string_view text) {
    while (!text.empty()) shell.key(Key::of(static_cast<char32_t>(take_code_point(text))));
    press(shell, "enter");
}

inline std::string text_on(Shell& shell, const FakeTerminal& terminal) {
    shell.draw();
    return terminal.grid.to_text();
}

inline std::string line_on(Shell& shell, const FakeTerminal& terminal, int line) {
    std::string text = text_on(shell, terminal);
    for (; line > 0; --line) text.erase(0, text.find('\n') + 1);
    return text.substr(0, text.find('\n'));
}

}  // namespace paretop::views
