#include "views/screens/comparison_pane.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "views/screens/units.h"
#include "views/screens/wrap.h"
#include "views/widgets/format.h"

namespace paretop::views {
namespace {

using model::Comparison;

std::string shown(const std::string& value) { return value.empty() ? std::string(k_unknown) : value; }

std::string parameters_of(const Comparison& comparison) {
    std::string text;
    for (const auto& parameter : comparison.changed)
        text += fmt::format("{}{} {} → {}", text.empty() ? "" : " · ", parameter.name, shown(parameter.a), shown(parameter.b));
    if (comparison.unchanged > 0 && !text.empty()) text += fmt::format(" · {} the same", comparison.unchanged);
    return text.empty() ? "the same configuration" : text;
}

std::string value_of(const model::MetricSummary& metric, const UnitScale& scale) {
    if (!metric.measured()) return std::string(k_unknown);
    if (metric.spread() <= 0) return number(metric.median / scale.factor);
    const auto text = measured(metric.median / scale.factor, metric.spread() / scale.factor);
    return text.value + " " + text.interval;
}

std::string with_sign(double value) { return (value > 0 ? "+" : "") + number(value); }

// "+0.41 to +0.48"; what a single repeat cannot say is left out.
std::string difference_of(const Comparison::Metric& metric, const UnitScale& scale) {
    if (!metric.difference) return {};
    return with_sign(metric.difference->low / scale.factor) + " to " + with_sign(metric.difference->high / scale.factor);
}

struct Verdict {
    std::string text;
    Style style;
};
Verdict verdict_of(const Comparison::Metric& metric) {
    if (metric.verdict > 0) return {"B is better", k_good};
    if (metric.verdict < 0) return {"A is better", k_bad};
    if (!metric.objective) return {};
    return {metric.difference ? "not certain" : "one repeat", k_dim};
}

}  // namespace

std::string comparison_line(const Comparison& comparison) {
    std::string text;
    for (const auto& parameter : comparison.changed)
        text += fmt::format("{} {} → {} · ", parameter.name, shown(parameter.a), shown(parameter.b));
    for (const auto& metric : comparison.metrics)
        if (metric.relative) text += fmt::format("{} {} · ", metric.name, change(*metric.relative));
    constexpr std::string_view separator = " · ";
    if (text.ends_with(separator)) text.resize(text.size() - separator.size());
    return text.empty() ? "no difference" : text;
}

int comparison_lines(const Comparison& comparison, int columns) {
    return 1 + static_cast<int>(comparison.metrics.size()) +
           static_cast<int>(wrapped(parameters_of(comparison), columns - 4).size());
}

namespace {

constexpr std::size_t k_cells = 6;
struct ComparedLine {
    std::array<std::string, k_cells> cells;
    Style style;  // of the change and of what it means
};

// What the intervals of the differences cover: the least of them.
std::string difference_title(const Comparison& comparison) {
    double confidence = 1;
    bool turns = false;
    for (const auto& metric : comparison.metrics) {
        if (metric.difference) confidence = std::min(confidence, metric.difference->confidence);
        turns = turns || metric.in_turns;
    }
    return confidence < 1 ? fmt::format("difference ({:.3g} %{})", 100 * confidence, turns ? ", in turns" : "") : "difference";
}

std::vector<ComparedLine> lines_of(const Comparison& comparison) {
    std::vector<ComparedLine> lines{{{"", fmt::format("A · trial {}", comparison.a), fmt::format("B · trial {}", comparison.b),
                                      "change", "", difference_title(comparison)},
                                     k_dim}};
    for (const auto& metric : comparison.metrics) {
        const auto scale = scale_for(metric.unit, std::isnan(metric.a.median) ? metric.b.median : metric.a.median);
        const auto verdict = verdict_of(metric);
        lines.push_back({{scale.title(metric.name), value_of(metric.a, scale), value_of(metric.b, scale),
                          metric.relative ? change(*metric.relative) : "", verdict.text, difference_of(metric, scale)},
                         verdict.style});
    }
    return lines;
}

}  // namespace

void draw_comparison(Surface surface, const Comparison& comparison) {
    const auto lines = lines_of(comparison);
    int at = 2;
    for (std::size_t i = 0; i < k_cells; ++i) {
        int width = 0;
        for (const auto& line : lines) width = std::max(width, width_of(line.cells[i]));
        if (at + width > surface.columns() && i + 1 == k_cells) break;  // the last column only whole
        for (std::size_t row = 0; row < lines.size(); ++row) {
            const auto style = row == 0 || i == 0 ? k_dim : i == 3 || i == 4 ? lines[row].style : k_normal;
            const bool right = i > 0 && i != 4;
            const auto& text = lines[row].cells[i];
            surface.text({static_cast<int>(row), right ? at + width - width_of(text) : at}, text, style);
        }
        at += width + 2;
    }
    int line = static_cast<int>(lines.size());
    for (const auto& part : wrapped(parameters_of(comparison), surface.columns() - 4)) surface.text({line++, 2}, part, k_normal);
}

}  // namespace paretop::views
