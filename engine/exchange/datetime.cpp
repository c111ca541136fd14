#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <ctime>
#include <optional>

#include "engine/exchange/optuna.h"

namespace paretop::exchange {
namespace {

constexpr std::int64_t k_second = 1'000'000'000;

// The number in text[first, first + count); −1: there is none.
int part(const std::string& text, std::size_t first, std::size_t count) {
    int value = -1;
    if (text.size() >= first + count) std::from_chars(text.data() + first, text.data() + first + count, value);
    return value;
}

// Digits behind the point, as nanoseconds.
std::int64_t fraction(const std::string& text) {
    std::int64_t value = 0, unit = k_second / 10;
    for (std::size_t i = 20; i < text.size() && text[19] == '.' && text[i] >= '0' && text[i] <= '9'; ++i, unit /= 10)
        value += (text[i] - '0') * unit;
    return value;
}

// Seconds east of Greenwich, behind the fraction: Z, +01:00 or -0130. nullopt: the text does not say.
std::optional<std::int64_t> offset(const std::string& text) {
    const auto at = text.find_first_of("Zz+-", 19);
    if (text.size() < 19 || at == std::string::npos) return std::nullopt;
    const int hours = part(text, at + 1, 2),
              minutes = part(text, text.size() > at + 3 && text[at + 3] == ':' ? at + 4 : at + 3, 2);
    const std::int64_t seconds = std::max(hours, 0) * 3600 + std::max(minutes, 0) * 60;
    return text[at] == '-' ? -seconds : seconds;
}

}  // namespace

std::int64_t from_datetime(const std::string& text) {
    std::tm time{};
    time.tm_year = part(text, 0, 4) - 1900;
    time.tm_mon = part(text, 5, 2) - 1;
    time.tm_mday = part(text, 8, 2);
    time.tm_hour = part(text, 11, 2);
    time.tm_min = part(text, 14, 2);
    time.tm_sec = part(text, 17, 2);
    time.tm_isdst = -1;
    if (time.tm_year < 70 || time.tm_mon < 0 || time.tm_mday < 1 || time.tm_hour < 0 || time.tm_min < 0 || time.tm_sec < 0)
        return 0;
    const auto east = offset(text);
    const auto seconds = east ? ::timegm(&time) - *east : std::mktime(&time);
    return seconds < 0 ? 0 : static_cast<std::int64_t>(seconds) * k_second + fraction(text);
}

std::string to_datetime(std::int64_t at_ns) {
    if (at_ns <= 0) return {};
    const std::time_t seconds = at_ns / k_second;
    std::tm time{};
    localtime_r(&seconds, &time);
    return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}.{:06}", time.tm_year + 1900, time.tm_mon + 1, time.tm_mday,
                       time.tm_hour, time.tm_min, time.tm_sec, at_ns % k_second / 1000);
}

}  // namespace paretop::exchange
