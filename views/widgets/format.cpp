#include "views/widgets/format.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>

namespace paretop::views {
namespace {

std::string with_minus(std::string text) {
    for (std::size_t at = 0; (at = text.find('-', at)) != std::string::npos;) text.replace(at, 1, "−");
    return text;
}

// The power of ten of the first digit, after rounding to so many significant digits.
int magnitude(double value, int significant) {
    if (value == 0) return 0;
    const int m = static_cast<int>(std::floor(std::log10(std::abs(value))));
    const double unit = std::pow(10.0, m - significant + 1);
    return static_cast<int>(std::floor(std::log10(std::round(std::abs(value) / unit) * unit * (1 + 1e-12))));
}

std::string two_units(std::int64_t seconds, std::int64_t big, char big_name, std::int64_t small, char small_name) {
    return fmt::format("{}{} {:02}{}", seconds / big, big_name, seconds % big / small, small_name);
}

std::string local_time(const char* format, const std::tm& tm) {
    std::array<char, 32> text{};
    return std::string(text.data(), std::strftime(text.data(), text.size(), format, &tm));
}

std::tm local(Nanoseconds at) {
    const std::time_t seconds = at / 1'000'000'000;
    std::tm tm{};
    localtime_r(&seconds, &tm);
    return tm;
}

}  // namespace

std::string fixed(double value, int decimals) {
    std::string text = fmt::format("{:.{}f}", value, decimals);
    if (text.find_first_not_of("-0.") == std::string::npos && text.front() == '-') text.erase(0, 1);
    return with_minus(std::move(text));
}

std::string number(double value, int significant) {
    if (std::isnan(value)) return std::string(k_unknown);
    if (std::isinf(value)) return value > 0 ? "∞" : "−∞";
    if (value == 0) return "0";
    const int m = magnitude(value, significant);
    if (m >= 7 || m < -4) return with_minus(fmt::format("{:.{}e}", value, significant - 1));
    return fixed(value, std::max(0, significant - 1 - m));
}

Measured measured(double value, double half_width) {
    if (!std::isfinite(value) || !std::isfinite(half_width)) return {number(value), {}};
    if (half_width <= 0) return {number(value), "±0"};
    const int m = magnitude(half_width, 2);
    const bool leads_with_one = half_width / std::pow(10.0, m) < 1.95;
    const int decimals = std::clamp(leads_with_one ? 1 - m : -m, 0, 12);
    return {fixed(value, decimals), "±" + fixed(half_width, decimals)};
}

std::string duration(double seconds) {
    if (!std::isfinite(seconds)) return std::string(k_unknown);
    if (seconds < 0) return "−" + duration(-seconds);
    if (seconds == 0) return "0 s";
    if (seconds < 0.9995) return fmt::format("{:.0f} ms", seconds * 1000);
    const std::int64_t s = std::llround(std::min(seconds, 1e15));
    if (s < 60) return fmt::format("{} s", s);
    if (s < 3600) return two_units(s, 60, 'm', 1, 's');
    if (s < 86400) return two_units(s, 3600, 'h', 60, 'm');
    return two_units(s, 86400, 'd', 3600, 'h');
}

std::string size(double bytes) {
    static constexpr std::array<std::string_view, 7> k_units{"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    if (!std::isfinite(bytes)) return std::string(k_unknown);
    std::size_t unit = 0;
    for (; std::abs(bytes) >= 999.5 && unit + 1 < k_units.size(); ++unit) bytes /= 1024;
    const std::string digits = unit == 0 ? fixed(bytes, 0) : number(bytes);
    return fmt::format("{} {}", digits, k_units[unit]);
}

std::string percent(double ratio) {
    if (!std::isfinite(ratio)) return std::string(k_unknown);
    const double p = ratio * 100;
    return fixed(p, std::abs(p) < 0.95 && p != 0 ? 1 : 0) + " %";
}

std::string change(double ratio) {
    if (!std::isfinite(ratio)) return std::string(k_unknown);
    const double p = ratio * 100;
    const std::string text = fixed(std::abs(p), std::abs(p) < 9.95 ? 1 : 0);
    if (text == "0.0") return "±0 %";
    return (p < 0 ? "−" : "+") + text + " %";
}

std::string grouped(std::int64_t count) {
    std::string text = fmt::format("{}", count);
    for (std::size_t at = text.size(); at > (count < 0 ? 4u : 3u);) text.insert(at -= 3, ",");
    return with_minus(std::move(text));
}

std::string count_of(std::int64_t count, std::string_view noun) {
    return fmt::format("{} {}{}", grouped(count), noun, count == 1 ? "" : "s");
}

std::string clock_time(Nanoseconds at, Nanoseconds now) {
    const std::tm then = local(at);
    const std::tm today = local(now);
    if (then.tm_year != today.tm_year) return local_time("%Y-%m-%d", then);
    return local_time(then.tm_yday == today.tm_yday ? "%H:%M" : "%-d %b %H:%M", then);
}

}  // namespace paretop::views
