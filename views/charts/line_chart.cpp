#include "views/charts/line_chart.h"

#include <algorithm>
#include <cmath>

#include "views/charts/braille.h"

namespace paretop::views {
namespace {

Scale y_scale(const LineChart& chart) {
    Range range;
    for (const Series& series : chart.series)
        for (const PlotPoint& p : series.steps)
            if (std::isfinite(p.y)) range.add(p.y);
    return choose_scale(range, 0.05);
}

void draw_series(Surface inside, const Series& series, const Projection& to_dots, double x_end) {
    DotGrid dots(inside.size());
    for (std::size_t i = 0; i < series.steps.size(); ++i) {
        const PlotPoint p = series.steps[i];
        if (!std::isfinite(p.y)) continue;
        const bool last = i + 1 == series.steps.size();
        const PlotPoint next = last ? PlotPoint{std::max(x_end, p.x), p.y} : series.steps[i + 1];
        const DotPlace from = to_dots.dot(p);
        const DotPlace corner = to_dots.dot({next.x, p.y});
        const DotPlace to = to_dots.dot(next);
        dots.line(from.x, from.y, corner.x, corner.y);
        if (std::isfinite(next.y)) dots.line(corner.x, corner.y, to.x, to.y);
    }
    dots.draw(inside, series.style);
}

void draw_marks(Surface inside, const Series& series, const Projection& to_dots) {
    for (std::size_t i = 0; i < series.steps.size() && i < series.marks.size(); ++i)
        if (!series.marks[i].empty() && to_dots.contains(series.steps[i]))
            inside.text(to_dots.cell(series.steps[i]), series.marks[i], k_bold);
}

void draw_label(Surface inside, const Series& series, const Projection& to_dots, double x_end) {
    if (series.label.empty() || series.steps.empty() || !std::isfinite(series.steps.back().y)) return;
    const Position end = to_dots.cell({x_end, series.steps.back().y});
    const int line = end.line > 0 ? end.line - 1 : end.line + 1;
    inside.text_right(line, inside.columns(), series.label, series.style);
}

}  // namespace

Rect draw_line_chart(Surface surface, const LineChart& chart) {
    const Scale x{chart.x_begin, std::max(chart.x_end, chart.x_begin + 1e-9), false};
    const Scale y = y_scale(chart);
    const Surface inside = draw_axes(surface, {x, chart.x_unit, chart.x_is_time}, {y, chart.y_unit});
    if (inside.empty()) return {};
    const Projection to_dots(x, y, inside.size());
    if (chart.threshold && to_dots.contains({x.low, *chart.threshold}))
        inside.lines_from(to_dots.cell({x.low, *chart.threshold}).line, 1).fill("╌", k_warning);
    for (const Series& series : chart.series) draw_series(inside, series, to_dots, x.high);
    for (const Series& series : chart.series) draw_marks(inside, series, to_dots);
    for (const Series& series : chart.series) draw_label(inside, series, to_dots, x.high);
    if (chart.cursor && to_dots.contains(*chart.cursor)) inside.text(to_dots.cell(*chart.cursor), "◉", k_accent.with_bold());
    return inside.area();
}

}  // namespace paretop::views
