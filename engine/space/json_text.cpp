#include "engine/space/json_text.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace paretop::space {
namespace {

void append_escaped(std::string& out, char c) {
    constexpr std::string_view hex = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
        out += '\\';
        out += c;
    } else if (byte < 0x20) {
        out += "\\u00";
        out += hex[byte >> 4U];
        out += hex[byte & 0xFU];
    } else {
        out += c;
    }
}

// How many digits `text` starts with.
std::size_t digits(std::string_view text) {
    const auto end = std::find_if(text.begin(), text.end(), [](char c) { return c < '0' || c > '9'; });
    return static_cast<std::size_t>(end - text.begin());
}

template <class Number>
void append_shortest(std::string& out, Number value) {
    std::array<char, 32> buffer{};
    const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    out.append(buffer.data(), result.ptr);
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
    out += '"';
    for (const char c : text) append_escaped(out, c);
    out += '"';
}

void append_number(std::string& out, double value) { append_shortest(out, value == 0 ? 0.0 : value); }

void append_number(std::string& out, std::int64_t value) { append_shortest(out, value); }

bool is_json_number(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    const auto whole = digits(text);
    if (whole == 0 || (whole > 1 && text.front() == '0')) return false;
    text.remove_prefix(whole);
    if (text.starts_with('.')) {
        const auto fraction = digits(text.substr(1));
        if (fraction == 0) return false;
        text.remove_prefix(fraction + 1);
    }
    if (!text.starts_with('e') && !text.starts_with('E')) return text.empty();
    text.remove_prefix(1);
    if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
    const auto exponent = digits(text);
    return exponent > 0 && exponent == text.size();
}

}  // namespace paretop::space
