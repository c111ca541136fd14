#include "views/terminal/key.h"

#include <array>
#include <charconv>
#include <utility>

#include "views/surface/text.h"

namespace paretop::views {
namespace {

constexpr std::array<std::pair<std::string_view, KeyKind>, 20> k_names{{
    {"up", KeyKind::up},
    {"down", KeyKind::down},
    {"left", KeyKind::left},
    {"right", KeyKind::right},
    {"pgup", KeyKind::page_up},
    {"pgdn", KeyKind::page_down},
    {"home", KeyKind::home},
    {"end", KeyKind::end},
    {"insert", KeyKind::insert},
    {"del", KeyKind::del},
    {"enter", KeyKind::enter},
    {"tab", KeyKind::tab},
    {"shift-tab", KeyKind::back_tab},
    {"esc", KeyKind::escape},
    {"backspace", KeyKind::backspace},
    {"click", KeyKind::click},
    {"double-click", KeyKind::double_click},
    {"wheel-up", KeyKind::wheel_up},
    {"wheel-down", KeyKind::wheel_down},
    {"paste", KeyKind::paste},
}};

bool take_prefix(std::string_view& name, std::string_view prefix) {
    if (!name.starts_with(prefix) || name.size() == prefix.size()) return false;
    name.remove_prefix(prefix.size());
    return true;
}

unsigned function_number(std::string_view name) {
    unsigned number = 0;
    if (name.size() < 2 || name.front() != 'F') return 0;
    const auto [end, error] = std::from_chars(name.data() + 1, name.data() + name.size(), number);
    return error == std::errc{} && end == name.data() + name.size() && number <= 24 ? number : 0;
}

Key parse_plain(std::string_view name) {
    for (const auto& [text, kind] : k_names)
        if (text == name) return kind;
    if (name == "space") return Key::of(U' ');
    if (const unsigned number = function_number(name); number != 0) {
        Key key(KeyKind::function);
        key.character = number;
        return key;
    }
    const std::int32_t c = name.empty() ? -1 : take_code_point(name);
    return c >= 0 && name.empty() ? Key::of(static_cast<char32_t>(c)) : Key();
}

std::string plain_name(const Key& key) {
    if (key.kind == KeyKind::function) return "F" + std::to_string(static_cast<unsigned>(key.character));
    if (key.is_mouse() || key.kind != KeyKind::character) {
        for (const auto& [text, kind] : k_names)
            if (kind == key.kind) return std::string(text);
        return "none";
    }
    if (key.character == U' ') return "space";
    std::string out;
    append_utf8(out, key.character);
    return out;
}

}  // namespace

Key parse_key(std::string_view name) {
    bool ctrl = false;
    bool alt = false;
    bool shift = false;
    for (bool more = true; more && name != "shift-tab";) {
        more = false;
        if (take_prefix(name, "ctrl-")) ctrl = more = true;
        if (take_prefix(name, "alt-")) alt = more = true;
        if (name != "shift-tab" && take_prefix(name, "shift-")) shift = more = true;
    }
    Key key = parse_plain(name);
    key.ctrl = ctrl;
    key.alt = alt;
    key.shift = shift;
    return key;
}

std::string key_name(const Key& key) {
    std::string out;
    if (key.ctrl) out += "ctrl-";
    if (key.alt) out += "alt-";
    if (key.shift) out += "shift-";
    out += plain_name(key);
    if (key.is_mouse()) out += " " + std::to_string(key.at.line) + "," + std::to_string(key.at.column);
    return out;
}

std::vector<Key> parse_keys(std::string_view names) {
    std::vector<Key> keys;
    while (!names.empty()) {
        const auto end = names.find(' ');
        if (end != 0) keys.push_back(parse_key(names.substr(0, end)));
        names.remove_prefix(end == std::string_view::npos ? names.size() : end + 1);
    }
    return keys;
}

}  // namespace paretop::views
