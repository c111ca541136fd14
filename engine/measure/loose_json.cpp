#include "engine/measure/loose_json.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <system_error>

namespace paretop::measure {
namespace {

constexpr std::string_view k_of_numbers = "+-.0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";

// With its quotes; one that is not closed goes to the end.
std::size_t string_length(std::string_view text) {
    std::size_t i = 1;
    while (i < text.size() && text[i] != '"') i += text[i] == '\\' ? std::size_t{2} : std::size_t{1};
    return std::min(i + 1, text.size());
}

// Of a literal that rounds to infinity, the one kind of number that the library refuses; too small ones it takes as 0.
bool overflows(std::string_view token) {
    double ignored = 0;
    const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), ignored);
    return error == std::errc::result_out_of_range && end == token.data() + token.size() && !nlohmann::json::accept(token);
}

// "nan", "inf", "-inf"; empty: anything else.
std::string_view nonfinite(std::string_view token) {
    const bool negative = token.starts_with('-');
    const auto name = token.substr(negative ? 1 : 0);
    if (name == "NaN" || name == "nan") return "nan";
    if (name == "Infinity" || name == "inf" || overflows(token)) return negative ? "-inf" : "inf";
    return {};
}

}  // namespace

std::string mend_numbers(std::string_view json, Nonfinite as) {
    std::string out;
    out.reserve(json.size() + 64);
    while (!json.empty()) {
        const bool quoted = json.front() == '"';
        const auto token = json.substr(0, quoted ? string_length(json) : json.find_first_not_of(k_of_numbers));
        if (const auto word = quoted ? std::string_view() : nonfinite(token); !word.empty())
            out.append(as == Nonfinite::null ? "null" : '"' + std::string(word) + '"');
        else
            out.append(token.empty() ? json.substr(0, 1) : token);
        json.remove_prefix(std::max<std::size_t>(token.size(), 1));
    }
    return out;
}

nlohmann::json parse_loosely(std::string_view json) {
    auto parsed = nlohmann::json::parse(json, nullptr, false);
    return parsed.is_discarded() ? nlohmann::json::parse(mend_numbers(json), nullptr, false) : parsed;
}

}  // namespace paretop::measure
