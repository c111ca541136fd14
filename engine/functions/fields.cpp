#include "engine/functions/fields.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace paretop::functions {
namespace {

// One field from `at` on, which is moved behind it. False: its quote is not closed.
bool take_field(std::string_view line, char separator, std::size_t& at, std::string& field) {
    field.clear();
    const auto first = line.find_first_not_of(' ', at);
    const bool quoted = first != std::string_view::npos && line[first] == '"';
    if (!quoted) {
        const auto end = std::min(line.find(separator, at), line.size());
        field.assign(line.substr(at, end - at));
        at = end;
        return true;
    }
    field.assign(first - at, ' ');  // blanks before the quote: how deep a call is
    for (at = first + 1; at < line.size(); ++at) {
        if (line[at] == '"' && (at + 1 >= line.size() || line[at + 1] != '"')) {
            const auto end = std::min(line.find(separator, at), line.size());
            at = end;
            return true;
        }
        if (line[at] == '"') ++at;
        field += line[at];
    }
    return false;
}

// Which mark the digits and marks of one number speak for; nullopt: neither.
std::optional<DecimalMark> vote(std::string_view number) {
    const auto points = std::count(number.begin(), number.end(), '.'), commas = std::count(number.begin(), number.end(), ',');
    if (points > 0 && commas > 0) return number.rfind('.') > number.rfind(',') ? DecimalMark::point : DecimalMark::comma;
    if (points + commas == 0) return std::nullopt;
    if (points > 1) return DecimalMark::comma;
    if (commas > 1) return DecimalMark::point;
    const bool comma = commas == 1;
    const auto decimals = number.size() - number.find(comma ? ',' : '.') - 1;
    const bool may_group = decimals == 3 && number.front() != '0';
    if (may_group) return std::nullopt;
    return comma ? DecimalMark::comma : DecimalMark::point;
}

// A field that begins like a number: its digits and marks.
std::string_view digits_of(std::string_view field) {
    if (field.empty() || !is_digit(field.front())) return {};
    const auto end = std::find_if_not(field.begin(), field.end(), [](char c) { return is_digit(c) || c == '.' || c == ','; });
    auto digits = field.substr(0, static_cast<std::size_t>(end - field.begin()));
    while (!digits.empty() && !is_digit(digits.back())) digits.remove_suffix(1);
    const auto rest = field.substr(digits.size());
    const bool unit = rest.empty() || rest.front() == ' ' || rest.front() == 's' || rest.front() == 'm' || rest.front() == '%' ||
                      rest.front() == 'u' || rest.front() == 'n';
    return unit ? digits : std::string_view();
}

struct Unit {
    std::string_view name;
    double factor;
    bool rate;
};
constexpr std::array<Unit, 11> k_units{{{"", 1, false},
                                        {"s", 1, false},
                                        {"sec", 1, false},
                                        {"ms", 1e-3, false},
                                        {"us", 1e-6, false},
                                        {"ns", 1e-9, false},
                                        {"%", 1, true},
                                        {"Hz", 1, true},
                                        {"kHz", 1e3, true},
                                        {"MHz", 1e6, true},
                                        {"GHz", 1e9, true}}};

// Digits with '.' before the decimals and no grouping, taken from the front of `text`.
std::string take_digits(std::string_view& text, DecimalMark mark) {
    const char decimal = mark == DecimalMark::point ? '.' : ',', group = mark == DecimalMark::point ? ',' : '.';
    std::string plain;
    while (!text.empty()) {
        const char c = text.front();
        const bool spaced = text.size() > 1 && c == ' ' && is_digit(text[1]) && !plain.empty();
        if (text.starts_with("\xC2\xA0") || text.starts_with("\xE2\x80\xAF")) {  // no-break spaces
            text.remove_prefix(c == '\xC2' ? 2 : 3);
            continue;
        }
        const bool exponent =
            (c == 'e' || c == 'E') && text.size() > 1 && (is_digit(text[1]) || text[1] == '-' || text[1] == '+');
        const bool sign = (c == '-' || c == '+') && (plain.empty() || plain.back() == 'e');
        if (c == decimal)
            plain += '.';
        else if (exponent)
            plain += 'e';
        else if (is_digit(c) || sign)
            plain += c;
        else if (c != group && !spaced)
            break;
        text.remove_prefix(1);
    }
    if (plain.starts_with('+')) plain.erase(0, 1);
    return plain;
}

}  // namespace

std::string_view trim(std::string_view text) {
    const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
    while (!text.empty() && blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && blank(text.back())) text.remove_suffix(1);
    return text;
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (auto& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

bool split_fields(std::string_view line, char separator, std::vector<std::string>& fields) {
    std::size_t count = 0;
    bool closed = true;
    for (std::size_t at = 0;; ++at) {
        if (count == fields.size()) fields.emplace_back();
        closed = take_field(line, separator, at, fields[count++]);
        if (!closed || at >= line.size()) break;
    }
    fields.resize(count);
    return closed;
}

char separator_of(std::string_view header) {
    std::string bare;
    bool quoted = false;
    for (const char c : header) {
        if (c == '"') quoted = !quoted;
        if (!quoted) bare += c;
    }
    for (const char c : {'\t', ';'})
        if (bare.find(c) != std::string::npos) return c;
    return ',';
}

DecimalMark decimal_mark_of(std::string_view text, char separator) {
    std::vector<std::string> fields;
    int points = 0, commas = 0;
    while (!text.empty()) {
        const auto end = text.find('\n');
        if (end == std::string_view::npos) break;  // perhaps cut
        if (split_fields(text.substr(0, end), separator, fields))
            for (const auto& field : fields)
                if (const auto mark = vote(digits_of(trim(field)))) ++(*mark == DecimalMark::comma ? commas : points);
        text.remove_prefix(end + 1);
    }
    if (points == commas) return separator == ';' ? DecimalMark::comma : DecimalMark::point;
    return commas > points ? DecimalMark::comma : DecimalMark::point;
}

std::optional<double> parse_number(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
    return value;
}

std::optional<Quantity> parse_quantity(std::string_view text, DecimalMark mark) {
    text = trim(text);
    const auto number = parse_number(take_digits(text, mark));
    if (!number) return std::nullopt;
    text = trim(text);
    for (const auto& unit : k_units)
        if (text == unit.name) return Quantity{*number * unit.factor, unit.rate};
    return std::nullopt;
}

}  // namespace paretop::functions
