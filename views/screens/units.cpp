#include "views/screens/units.h"

#include <array>
#include <cmath>

#include "views/widgets/format.h"

namespace paretop::views {
namespace {

constexpr Nanoseconds k_second = 1'000'000'000;

struct Unit {
    double factor;
    std::string_view name;
};
constexpr std::array k_sizes{Unit{1, "B"}, Unit{0x1p10, "KiB"}, Unit{0x1p20, "MiB"}, Unit{0x1p30, "GiB"}, Unit{0x1p40, "TiB"}};
constexpr std::array k_times{Unit{1e-9, "ns"}, Unit{1e-6, "µs"}, Unit{1e-3, "ms"}, Unit{1, "s"}};
constexpr double k_short = 0.01;  // seconds; below it they are shown in a smaller unit

template <std::size_t Size>
UnitScale suitable(const std::array<Unit, Size>& units, double value) {
    const Unit* found = &units[0];
    for (const auto& unit : units)
        if (std::abs(value) >= unit.factor * 0.9995) found = &unit;
    return {found->factor, std::string(found->name)};
}

}  // namespace

std::string UnitScale::title(std::string_view name) const {
    return unit.empty() || name == unit ? std::string(name) : std::string(name) + ", " + unit;
}

UnitScale scale_for(std::string_view unit, double typical) {
    if (unit == "bytes" || unit == "B") return suitable(k_sizes, typical);
    if (unit == "s" && std::isfinite(typical) && typical != 0 && std::abs(typical) < k_short) return suitable(k_times, typical);
    return {1, std::string(unit)};
}

UnitScale span_scale(double typical_ns) {
    auto scale = suitable(k_times, typical_ns / 1e9);
    scale.factor *= 1e9;
    return scale;
}

std::string span_text(double ns) {
    if (ns == 0) return "0 s";
    if (std::abs(ns) >= 100e9) return (ns < 0 ? "−" : "") + duration(std::abs(ns) / 1e9);
    const auto scale = span_scale(ns);
    return number(ns / scale.factor) + " " + scale.unit;
}

std::string quantity(double value, std::string_view unit) {
    if (std::isnan(value)) return std::string(k_unknown);
    const auto scale = scale_for(unit, value);
    const double scaled = value / scale.factor;
    const bool whole = scaled == std::floor(scaled) && std::abs(scaled) < 1e6 && (scale.unit.empty() || scale.unit == "B");
    const auto text = whole ? fixed(scaled, 0) : number(scaled);
    return scale.unit.empty() ? text : text + " " + scale.unit;
}

std::string ago(Nanoseconds at, Nanoseconds now) {
    const auto seconds = (now - at) / k_second;
    if (seconds < 1) return "just now";  // also when the clock was set back
    if (seconds < 60) return std::to_string(seconds) + " s ago";
    if (seconds < 3600) return std::to_string(seconds / 60) + " min ago";
    if (seconds < 86400) return std::to_string(seconds / 3600) + " h ago";
    return count_of(seconds / 86400, "day") + " ago";
}

}  // namespace paretop::views
