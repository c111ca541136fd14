#include "views/charts/axes.h"

#include <algorithm>
#include <cmath>

namespace paretop::views {
namespace {

constexpr int k_lines_per_tick = 4;
constexpr int k_columns_per_tick = 10;
constexpr int k_bottom = 2;  // the axis and its labels

std::vector<Tick> y_ticks(const Scale& scale, int lines) { return ticks(scale, std::max(2, lines / k_lines_per_tick + 1)); }

std::vector<Tick> x_ticks(const Axis& x, int most) {
    if (!x.labels.empty()) return x.labels;
    return x.is_time ? time_ticks(x.scale, most) : ticks(x.scale, most);
}

int label_width(const Axis& y, int lines) {
    int width = width_of(y.unit);
    for (const Tick& tick : y_ticks(y.scale, lines)) width = std::max(width, width_of(tick.label));
    return width;
}

void draw_left(Surface surface, const Axis& y, int gutter, int lines) {
    surface.sub({{0, gutter}, {lines, 1}}).fill("│", k_dim);
    std::vector<bool> labelled(static_cast<std::size_t>(lines), false);
    for (const Tick& tick : y_ticks(y.scale, lines)) {
        const int line = lines - 1 - static_cast<int>(std::lround(y.scale.place(tick.value) * (lines * 4 - 1))) / 4;
        if (line < 0 || line >= lines || labelled[static_cast<std::size_t>(line)]) continue;
        labelled[static_cast<std::size_t>(line)] = true;
        surface.text_right(line, gutter - 1, tick.label, k_dim);
        surface.text({line, gutter}, "┤", k_dim);
    }
    for (int line = lines - 2; line > 0; --line) {  // the unit where no label stands, low down
        if (labelled[static_cast<std::size_t>(line)]) continue;
        return surface.text_right(line, gutter - 1, y.unit, k_dim);
    }
}

void draw_below(Surface surface, const Axis& x, int gutter, int line) {
    const int columns = surface.columns() - gutter - 1;
    surface.text({line, gutter}, "└", k_dim);
    surface.sub({{line, gutter + 1}, {1, columns}}).fill("─", k_dim);
    const int edge = surface.columns() - (x.unit.empty() ? 0 : width_of(x.unit) + 1);
    int free_from = gutter;
    const int most = std::max(2, columns / k_columns_per_tick);
    for (const Tick& tick : x_ticks(x, most)) {
        const int column = gutter + 1 + static_cast<int>(std::lround(x.scale.place(tick.value) * (columns * 2 - 1))) / 2;
        const int width = width_of(tick.label);
        const int at = std::min(std::max(column - width / 2, gutter), edge - width);
        if (column >= surface.columns() || at < free_from) continue;
        surface.text({line, column}, "┬", k_dim);
        free_from = surface.text({line + 1, at}, tick.label, k_dim) + 1;
    }
    surface.text_right(line + 1, surface.columns(), x.unit, k_dim);
}

}  // namespace

Surface inside_axes(Surface surface, const Axis& y) {
    const int lines = surface.lines() - k_bottom;
    const int left = lines > 0 ? label_width(y, lines) + 2 : 0;
    if (lines < 2 || surface.columns() - left < 4) return surface.sub({{0, 0}, {0, 0}});
    return surface.sub({{0, left}, {lines, surface.columns() - left}});
}

Surface draw_axes(Surface surface, const Axis& x, const Axis& y) {
    const Surface inside = inside_axes(surface, y);
    if (inside.empty()) return inside;
    const int gutter = inside.area().at.column - surface.area().at.column - 1;
    draw_left(surface, y, gutter, inside.lines());
    draw_below(surface, x, gutter, inside.lines());
    return inside;
}

}  // namespace paretop::views
