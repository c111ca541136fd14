#include "views/charts/scale.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include "views/widgets/format.h"

namespace paretop::views {
namespace {

constexpr double k_factor_for_log = 30;

// The smallest step of 1, 2 or 5 times a power of ten that leaves at most `most` ticks.
double nice_step(double length, int most) {
    const double rough = length / std::max(1, most - 1);
    const double power = std::pow(10.0, std::floor(std::log10(rough)));
    for (const double factor : {1.0, 2.0, 5.0, 10.0})
        if (std::floor(length / (factor * power)) + 1 <= most) return factor * power;
    return 10 * power;
}

std::string label_of(double value, int decimals) {
    if (value != 0 && (std::abs(value) >= 1e7 || std::abs(value) < 1e-4)) return number(value, 2);
    return fixed(value, decimals);
}

std::vector<Tick> linear_ticks(const Scale& scale, int most) {
    const double step = nice_step(scale.high - scale.low, most);
    const int decimals = std::max(0, -static_cast<int>(std::floor(std::log10(step) + 1e-9)));
    std::vector<Tick> out;
    const double first = std::ceil(scale.low / step - 1e-9);
    for (double i = first; i * step <= scale.high + step * 1e-9 && static_cast<int>(out.size()) < most; ++i)
        out.push_back({i * step, label_of(i * step + 0.0, decimals)});
    return out;
}

std::string time_label(std::int64_t seconds) {
    std::string out;
    const auto take = [&](std::int64_t unit, const char* name) {
        if (seconds / unit > 0) out += std::to_string(seconds / unit) + name;
        seconds %= unit;
    };
    take(86400, "d");
    take(3600, "h");
    take(60, "m");
    take(1, "s");
    return out.empty() ? "0" : out;
}

std::vector<double> log_values(const Scale& scale, std::initializer_list<double> factors, int decades_apart) {
    std::vector<double> out;
    const int first = static_cast<int>(std::floor(std::log10(scale.low)));
    const int last = static_cast<int>(std::ceil(std::log10(scale.high)));
    for (int decade = first; decade <= last; ++decade) {
        if (decades_apart > 1 && decade % decades_apart != 0) continue;
        for (const double factor : factors) {
            const double value = factor * std::pow(10.0, decade);
            if (value >= scale.low * (1 - 1e-9) && value <= scale.high * (1 + 1e-9)) out.push_back(value);
        }
    }
    return out;
}

std::vector<Tick> log_ticks(const Scale& scale, int most) {
    std::vector<double> values = log_values(scale, {1, 2, 5}, 1);
    if (static_cast<int>(values.size()) > most) values = log_values(scale, {1, 3}, 1);
    for (int apart = 1; static_cast<int>(values.size()) > most; ++apart) values = log_values(scale, {1}, apart);
    std::vector<Tick> out;
    for (const double value : values) {
        const int decimals = std::max(0, -static_cast<int>(std::floor(std::log10(value) + 1e-9)));
        out.push_back({value, label_of(value, decimals)});
    }
    return out;
}

}  // namespace

Scale choose_scale(Range range, double margin) {
    if (range.empty()) return {};
    if (range.low == range.high) {
        const double room = range.low == 0 ? 1 : std::abs(range.low) * 0.1;
        return {range.low - room, range.high + room, false};
    }
    if (range.low > 0 && range.high / range.low >= k_factor_for_log) {
        const double room = std::pow(range.high / range.low, margin);
        return {range.low / room, range.high * room, true};
    }
    const double room = (range.high - range.low) * margin;
    return {range.low - room, range.high + room, false};
}

std::vector<Tick> ticks(const Scale& scale, int most) {
    if (!scale.logarithmic) return linear_ticks(scale, std::max(most, 2));
    auto out = log_ticks(scale, std::max(most, 2));
    return out.size() < 2 ? linear_ticks(scale, std::max(most, 2)) : out;
}

std::vector<Tick> time_ticks(const Scale& scale, int most) {
    static constexpr std::array<double, 17> k_steps{1,   2,   5,    10,   15,   30,    60,    120,  300,
                                                    600, 900, 1800, 3600, 7200, 21600, 43200, 86400};
    const double length = scale.high - scale.low;
    if (length < 4) return linear_ticks(scale, most);
    const auto* found =
        std::find_if(k_steps.begin(), k_steps.end(), [&](double s) { return std::floor(length / s) + 1 <= most; });
    const double step = found != k_steps.end() ? *found : 86400 * std::ceil(length / 86400 / most);
    std::vector<Tick> out;
    for (double at = std::ceil(scale.low / step) * step; at <= scale.high; at += step)
        out.push_back({at, time_label(std::llround(at))});
    return out;
}

}  // namespace paretop::views
