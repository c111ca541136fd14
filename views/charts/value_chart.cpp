#include "views/charts/value_chart.h"

#include <algorithm>
#include <cmath>

#include "views/charts/braille.h"

namespace paretop::views {
namespace {

// By the trials: a model that expects something wild must not flatten them.
Scale y_scale(const ValueChart& chart) {
    Range range;
    for (const auto& point : chart.points)
        if (std::isfinite(point.y)) range.add(point.y);
    return choose_scale(range, 0.05);
}

const ExpectedStep* step_at(const ValueChart& chart, double place) {
    const auto found = std::find_if(chart.expected.begin(), chart.expected.end(),
                                    [&](const ExpectedStep& step) { return place >= step.from && place <= step.to; });
    return found == chart.expected.end() ? nullptr : &*found;
}

void put(Surface inside, const Projection& projection, PlotPoint point, std::string_view glyph, Style style) {
    if (projection.contains(point)) inside.text(projection.cell(point), glyph, style);
}

void draw_expected(Surface inside, const Projection& projection, const ValueChart& chart) {
    for (int column = 0; column < inside.columns(); ++column) {
        const double place = (column + 0.5) / inside.columns();
        const auto* step = step_at(chart, place);
        if (step == nullptr) continue;
        for (const double edge : {step->mean - step->deviation, step->mean + step->deviation})
            if (const PlotPoint at{place, edge}; projection.contains(at)) inside.text_if_blank(projection.cell(at), "·", k_dim);
        put(inside, projection, {place, step->mean}, "•", k_accent);
    }
}

}  // namespace

void draw_value_chart(Surface surface, const ValueChart& chart) {
    const Scale x, y = y_scale(chart);
    Axis below{x, ""};
    below.labels = chart.x_labels;
    const Surface inside = draw_axes(surface, below, {y, chart.y_unit});
    if (inside.empty()) return;
    const Projection projection(x, y, inside.size());
    DotGrid dots(inside.size());
    for (const auto& point : chart.points)
        if (const auto dot = projection.dot_inside(point)) dots.set(dot->x, dot->y);
    dots.draw(inside, k_normal);
    draw_expected(inside, projection, chart);
    for (const auto& point : chart.front) put(inside, projection, point, "●", k_normal);
    if (chart.chosen) put(inside, projection, *chart.chosen, "◉", k_accent.with_bold());
}

}  // namespace paretop::views
