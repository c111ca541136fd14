#include "app/figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace paretop::app {
namespace {

constexpr Nanoseconds k_second = 1'000'000'000;
constexpr std::string_view k_nothing = "–";

}  // namespace

std::string number_text(double value) {
    if (!std::isfinite(value)) return std::string(k_nothing);
    const double size = std::abs(value);
    if (size != 0 && (size >= 1e7 || size < 1e-4)) return fmt::format("{:.2e}", value);
    if (size >= 1000) return fmt::format("{:.0f}", value);
    const int before = size < 1e-3 ? -3 : static_cast<int>(std::floor(std::log10(size))) + 1;
    return value == 0 ? "0" : fmt::format("{:.{}f}", value, std::clamp(3 - before, 0, 6));
}

std::string duration_text(std::optional<Nanoseconds> duration) {
    if (!duration) return std::string(k_nothing);
    const auto seconds = *duration / k_second;
    if (seconds < 10) return fmt::format("{:.1f} s", static_cast<double>(*duration) / static_cast<double>(k_second));
    if (seconds < 60) return fmt::format("{} s", seconds);
    if (seconds < 3600) return fmt::format("{}m {:02}s", seconds / 60, seconds % 60);
    if (seconds < 86400) return fmt::format("{}h {:02}m", seconds / 3600, seconds / 60 % 60);
    return fmt::format("{}d {:02}h", seconds / 86400, seconds / 3600 % 24);
}

std::string count_text(std::optional<double> value) {
    if (!value) return std::string(k_nothing);
    return *value < 10 ? fmt::format("{:.1f}", *value) : fmt::format("{:.0f}", *value);
}

Scale scale_of(std::string_view unit, std::span<const double> values) {
    if (unit != "bytes") return {1, std::string(unit)};
    constexpr std::array<std::string_view, 5> k_units{"bytes", "KiB", "MiB", "GiB", "TiB"};
    double largest = 0;
    for (const double value : values)
        if (std::isfinite(value)) largest = std::max(largest, std::abs(value));
    Scale scale{1, "bytes"};
    for (std::size_t i = 1; i < k_units.size() && largest / scale.divisor >= 1024; ++i) scale = {scale.divisor * 1024, std::string(k_units[i])};
    return scale;
}

std::string quantity_text(double value, std::string_view unit) {
    const auto scale = scale_of(unit, std::span(&value, 1));
    return number_text(value / scale.divisor) + (scale.unit.empty() || !std::isfinite(value) ? "" : " " + scale.unit);
}

}  // namespace paretop::app
