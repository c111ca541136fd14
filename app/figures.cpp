#include "app/figures.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace paretop::app {

std::string duration_text(std::optional<Nanoseconds> duration) {
    return duration ? views::duration(static_cast<double>(*duration) / 1e9) : std::string(views::k_unknown);
}

std::string rate_text(std::optional<double> per_minute) {
    return per_minute ? views::number(*per_minute) : std::string(views::k_unknown);
}

Scale scale_of(std::string_view unit, std::span<const double> values) {
    if (unit != "bytes") return {1, std::string(unit)};
    constexpr std::array<std::string_view, 5> k_units{"bytes", "KiB", "MiB", "GiB", "TiB"};
    double largest = 0;
    for (const double value : values)
        if (std::isfinite(value)) largest = std::max(largest, std::abs(value));
    Scale scale{1, "bytes"};
    for (std::size_t i = 1; i < k_units.size() && largest / scale.divisor >= 1024; ++i)
        scale = {scale.divisor * 1024, std::string(k_units[i])};
    return scale;
}

std::string quantity_text(double value, std::string_view unit) {
    if (unit == "bytes") return views::size(value);
    return views::number(value) + (unit.empty() || !std::isfinite(value) ? "" : " " + std::string(unit));
}

}  // namespace paretop::app
