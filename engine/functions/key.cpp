#include "engine/functions/key.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <cctype>

namespace paretop::functions {
namespace {

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

bool is_address(std::string_view name) {
    if (!name.starts_with("0x") && !name.starts_with("0X")) return false;
    const auto is_hex = [](unsigned char c) { return std::isxdigit(c) != 0; };
    return name.size() > 2 && std::all_of(name.begin() + 2, name.end(), is_hex);
}

bool is_symbol(std::string_view name) {
    return !name.empty() && !is_address(name) && name != "[unknown]" && name != "[Unknown]" && name != "???" &&
           name != k_unresolved;
}

// Bytes of the UTF-8 sequence at the start of `text`; 0: there is none.
std::size_t sequence_length(std::string_view text) {
    const auto first = static_cast<unsigned char>(text.front());
    if (first < 0x80) return 1;
    const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
    const auto second = static_cast<unsigned char>(text[1]);
    const bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
    const bool beyond = (first == 0xED && second > 0x9F) || (first == 0xF4 && second > 0x8F);
    if (overlong || beyond) return 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80) return 0;
    return length;
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

void append_clean(std::string& out, std::string_view text) {
    while (!text.empty()) {
        const auto length = sequence_length(text);
        if (length == 0 || is_control(text.front()))
            out += '?';
        else
            out.append(text.substr(0, length));
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
}

}  // namespace

std::string clean_name(std::string_view name) {
    name = trimmed(name);
    std::string out;
    const bool cut = name.size() > k_longest_name;
    append_clean(out, cut ? name.substr(0, k_longest_name - 20) : name);
    if (cut) out += fmt::format("...{:016x}", XXH3_64bits(name.data(), name.size()));
    return out;
}

std::string base_name(std::string_view path) {
    path = trimmed(path);
    if (!path.starts_with('[') && path != "//anon") {
        const auto slash = path.find_last_of('/');
        if (slash != std::string_view::npos && slash + 1 < path.size()) path.remove_prefix(slash + 1);
    }
    auto name = clean_name(path);
    std::replace(name.begin(), name.end(), '|', '_');
    return name;
}

std::string make_key(std::string_view function, std::string_view module) {
    auto name = clean_name(function);
    if (!is_symbol(name)) name = k_unresolved;
    auto base = base_name(module);
    return name + '|' + (base.empty() || base == "???" ? std::string(k_unknown_module) : std::move(base));
}

std::string_view function_of(std::string_view key) { return key.substr(0, key.rfind('|')); }

std::string_view module_of(std::string_view key) {
    const auto bar = key.rfind('|');
    return bar == std::string_view::npos ? std::string_view() : key.substr(bar + 1);
}

bool is_unknown_module(std::string_view module) {
    return module.empty() || module == "???" || module == "[unknown]" || module == "[Unknown]";
}

}  // namespace paretop::functions
