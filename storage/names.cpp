#include "storage/names.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <charconv>

namespace paretop::storage {

std::string to_json_array(std::span<const double> numbers) { return fmt::format("[{}]", fmt::join(numbers, ",")); }

std::vector<double> from_json_array(std::string_view text) {
    std::vector<double> numbers;
    const char* at = text.data();
    const char* const end = at + text.size();
    while (at != end) {
        double number = 0;
        const auto [next, error] = std::from_chars(at, end, number);
        if (error == std::errc()) numbers.push_back(number);
        at = error == std::errc() ? next : at + 1;
    }
    return numbers;
}

namespace {

void append_json_text(std::string& out, std::string_view text) {
    out += '"';
    for (const char c : text) {
        if (c == '"' || c == '\\')
            (out += '\\') += c;
        else if (static_cast<unsigned char>(c) < 0x20)
            out += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
        else
            out += c;
    }
    out += '"';
}

// The character behind a backslash at text[at]; `at` is left on the last byte read.
char unescaped(std::string_view text, std::size_t& at) {
    const char c = ++at < text.size() ? text[at] : '\\';
    if (c != 'u') return c;
    unsigned code = 0;
    const auto digits = text.substr(std::min(at + 1, text.size()), 4);
    std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
    at += digits.size();
    return static_cast<char>(code);
}

}  // namespace

std::string to_json_texts(std::span<const std::string> texts) {
    std::string out = "[";
    for (const auto& text : texts) {
        if (out.size() > 1) out += ',';
        append_json_text(out, text);
    }
    return out + "]";
}

std::vector<std::string> from_json_texts(std::string_view text) {
    std::vector<std::string> texts;
    bool inside = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '"') {
            inside = !inside;
            if (inside) texts.emplace_back();
        } else if (inside) {
            texts.back() += text[at] == '\\' ? unescaped(text, at) : text[at];
        }
    }
    return texts;
}

}  // namespace paretop::storage
