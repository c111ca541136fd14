#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>

#include "engine/spec/reader.h"

namespace paretop::spec {
namespace {

struct TimeUnit {
    std::string_view name;
    double nanoseconds;
};
constexpr std::array<TimeUnit, 7> k_time_units{
    {{"ns", 1}, {"us", 1e3}, {"µs", 1e3}, {"ms", 1e6}, {"s", 1e9}, {"min", 60e9}, {"h", 3600e9}}};

std::optional<double> plain_number(std::string_view text) {
    double number = 0;
    const auto* const end = text.data() + text.size();
    const auto [at, problem] = std::from_chars(text.data(), end, number);
    if (problem != std::errc{} || at != end || text.empty() || !std::isfinite(number)) return std::nullopt;
    return number;
}

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

}  // namespace

Result<double> parse_amount(std::string_view text, std::string_view unit) {
    text = trimmed(text);
    if (const auto number = plain_number(text)) return *number;
    if (unit == "bytes" || unit == "B") {
        const auto size = parse_size(text);
        if (size) return static_cast<double>(*size);
        return fail(ErrorKind::usage, fmt::format("'{}' is no number of bytes", text), {},
                    "write a number, or one with a unit: 64KiB, 10MB, 2GiB");
    }
    for (const auto& time : k_time_units) {
        if (time.name != unit) continue;
        const auto duration = parse_duration(text);
        if (duration) return static_cast<double>(*duration) / time.nanoseconds;
        return fail(ErrorKind::usage, fmt::format("'{}' is no time", text), {},
                    fmt::format("write a number of {}, or one with a unit: 250ms, 1h30m", unit));
    }
    return fail(ErrorKind::usage, fmt::format("'{}' is no number", text), {},
                unit.empty() ? "write a plain number; sizes need a metric with unit = \"bytes\", times one with unit = \"s\""
                             : fmt::format("write a plain number of {}", unit));
}

// "0.2" is absolute; "+3%" and "-1.5" are relative to the baseline, and the sign says so: a bare "3%" is refused.
Result<Threshold> parse_threshold(std::string_view text, std::string_view unit) {
    Threshold out;
    out.text = text;
    auto rest = trimmed(text);
    const bool is_signed = rest.starts_with('+') || rest.starts_with('-');
    const double sign = rest.starts_with('-') ? -1 : 1;
    if (is_signed) rest.remove_prefix(1);
    const bool percent = rest.ends_with('%');
    if (percent) rest.remove_suffix(1);
    if (percent && !is_signed)
        return fail(ErrorKind::usage, fmt::format("'{}' has no sign", text), {},
                    fmt::format("write +{0}% or -{0}%, relative to the baseline", trimmed(rest)));
    if (rest.starts_with('+') || rest.starts_with('-'))
        return fail(ErrorKind::usage, fmt::format("'{}' is no threshold", text), {}, "write one sign");
    PARETOP_TRY(const double amount, parse_amount(rest, percent ? "" : unit));
    out.kind = percent     ? Threshold::Kind::relative_percent
               : is_signed ? Threshold::Kind::relative_offset
                           : Threshold::Kind::absolute;
    out.amount = sign * amount;
    return out;
}

}  // namespace paretop::spec
