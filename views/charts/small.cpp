#include "views/charts/small.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace paretop::views {
namespace {

constexpr std::array<std::string_view, 8> k_heights{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
constexpr std::array<std::string_view, 8> k_widths{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};

std::vector<double> last_of_each_share(std::span<const double> values, std::size_t shares) {
    if (values.size() <= shares) return {values.begin(), values.end()};
    std::vector<double> out;
    for (std::size_t i = 1; i <= shares; ++i) out.push_back(values[i * values.size() / shares - 1]);
    return out;
}

}  // namespace

std::string sparkline(std::span<const double> values, int width) {
    if (width <= 0) return {};
    const auto shown = last_of_each_share(values, static_cast<std::size_t>(width));
    Range range;
    for (const double value : shown)
        if (std::isfinite(value)) range.add(value);
    std::string out;
    for (const double value : shown) {
        const double share = range.high > range.low ? (value - range.low) / (range.high - range.low) : 0.5;
        out += std::isfinite(value) ? k_heights[static_cast<std::size_t>(std::clamp(std::floor(share * 8), 0.0, 7.0))] : " ";
    }
    return out;
}

std::string bar(double share, int width) {
    if (!(share > 0) || width <= 0) return {};
    const auto eighths = static_cast<std::size_t>(std::lround(std::min(share, 1.0) * width * 8));
    return repeat("█", static_cast<int>(eighths / 8)) + std::string(k_widths[eighths % 8]);
}

void draw_strip(Surface line, const Strip& strip, const Scale& scale, Style style) {
    const auto column = [&](double value) {
        const double place = scale.place(value);
        return place >= 0 && place <= 1 ? static_cast<int>(std::lround(place * (line.columns() - 1))) : -1;
    };
    std::vector<int> counts(static_cast<std::size_t>(std::max(line.columns(), 0)), 0);
    for (const double value : strip.values)
        if (const int at = column(value); at >= 0 && at < line.columns()) ++counts[static_cast<std::size_t>(at)];
    if (strip.high > strip.low)
        for (int at = std::max(column(strip.low), 0); at <= column(strip.high); ++at) line.text({0, at}, "─", k_dim);
    for (int at = 0; at < line.columns(); ++at) {
        const int count = counts[static_cast<std::size_t>(at)];
        if (count > 0) line.text({0, at}, count == 1 ? "·" : "•", style);
    }
    if (!strip.values.empty()) line.text({0, column(strip.median)}, "│", k_accent.with_bold());
}

}  // namespace paretop::views
