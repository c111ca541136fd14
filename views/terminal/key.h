// What a person did: a key pressed, text pasted, the mouse used. Plain values, no terminal.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "views/surface/geometry.h"

namespace paretop::views {

enum class KeyKind : std::uint8_t {
    none,       // nothing, or a sequence nobody knows
    character,  // Key::character, with ctrl or alt
    up,
    down,
    left,
    right,
    page_up,
    page_down,
    home,
    end,
    insert,
    del,
    enter,
    tab,
    back_tab,
    escape,
    backspace,
    function,  // F1 … F24: Key::character is the number
    click,
    double_click,
    wheel_up,
    wheel_down,  // Key::at
    paste,       // Key::text, whole
};

struct Key {
    KeyKind kind = KeyKind::none;
    char32_t character = 0;
    bool ctrl = false;
    bool alt = false;
    bool shift = false;  // with arrows and the mouse only: a shifted letter is a capital
    Position at;         // of the mouse, on the whole grid
    std::string text;

    Key() = default;
    Key(KeyKind k) : kind(k) {}  // NOLINT: a kind is a key
    static Key of(char32_t c) {
        Key key(KeyKind::character);
        key.character = c;
        return key;
    }
    static Key control(char32_t c) {
        Key key = of(c);
        key.ctrl = true;
        return key;
    }
    static Key mouse(KeyKind kind, Position at) {
        Key key(kind);
        key.at = at;
        return key;
    }

    [[nodiscard]] bool is(char32_t c) const { return kind == KeyKind::character && character == c && !ctrl && !alt; }
    [[nodiscard]] bool is(KeyKind k) const { return kind == k && !ctrl && !alt; }
    [[nodiscard]] bool is_mouse() const { return kind >= KeyKind::click && kind <= KeyKind::wheel_down; }
    [[nodiscard]] bool is_text() const { return kind == KeyKind::character && !ctrl && !alt && character >= 0x20; }
    friend bool operator==(const Key&, const Key&) = default;
};

// The names actions, help and tests use: "p", "enter", "space", "ctrl-l", "F5", "shift-up". Both ways; parse_key of an unknown
// name is KeyKind::none. key_name of the mouse is "click 3,10" (line, column).
[[nodiscard]] Key parse_key(std::string_view name);
[[nodiscard]] std::string key_name(const Key& key);
// "j j enter" as three keys.
[[nodiscard]] std::vector<Key> parse_keys(std::string_view names);

}  // namespace paretop::views
