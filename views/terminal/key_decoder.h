// Bytes from a terminal to keys. Knows the sequences of xterm and its kin, rxvt, screen, tmux and the Linux console, SGR mouse
// reports and bracketed paste; a sequence nobody knows is swallowed whole, so that its letters are never taken for commands.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "storage/base/clock.h"
#include "views/terminal/key.h"

namespace paretop::views {

class KeyDecoder {
  public:
    // `now`: steady time, for double clicks (two within 400 ms on one cell).
    void feed(std::string_view bytes, Nanoseconds now);
    // No more bytes come soon: an Esc that could have begun a sequence is the Esc key.
    void flush();
    // True: the bytes so far end within a sequence (or a UTF-8 character).
    [[nodiscard]] bool incomplete() const { return !pending_.empty() && !pasting_; }
    std::vector<Key> take();

  private:
    bool take_one();  // false: more bytes are needed
    bool take_escape();
    bool take_csi(std::size_t start);
    bool take_paste();
    bool take_character();
    void finish_csi(std::string_view parameters, char final);
    void mouse(std::string_view parameters, bool pressed);
    void click(Position at);
    void drop(std::size_t bytes) { pending_.erase(0, bytes); }
    void emit(Key key) { keys_.push_back(std::move(key)); }

    std::string pending_;
    std::string pasted_;
    bool pasting_ = false;
    Nanoseconds now_ = 0;
    Nanoseconds clicked_at_ = -1'000'000'000;
    Position clicked_;
    std::vector<Key> keys_;
};

}  // namespace paretop::views
