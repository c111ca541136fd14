#include "views/charts/braille.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace paretop::views {
namespace {

// NaN goes far outside too.
int dot_at(double place, int dots) {
    const double at = place * (dots - 1);
    if (!(at > -dots)) return -dots;
    return static_cast<int>(std::lround(std::min(at, 2.0 * dots)));
}

}  // namespace

DotGrid::DotGrid(Size cells)
    : cells_{std::max(cells.lines, 0), std::max(cells.columns, 0)},
      masks_(static_cast<std::size_t>(cells_.lines) * static_cast<std::size_t>(cells_.columns)) {}

void DotGrid::clear() { std::fill(masks_.begin(), masks_.end(), std::uint8_t{0}); }

// Bresenham's.
void DotGrid::line(int x0, int y0, int x1, int y1) {
    const int dx = std::abs(x1 - x0);
    const int dy = -std::abs(y1 - y0);
    int error = dx + dy;
    while (true) {
        set(x0, y0);
        if (x0 == x1 && y0 == y1) return;
        const int twice = 2 * error;
        if (twice >= dy) {
            error += dy;
            x0 += x0 < x1 ? 1 : -1;
        }
        if (twice <= dx) {
            error += dx;
            y0 += y0 < y1 ? 1 : -1;
        }
    }
}

void DotGrid::draw(Surface surface, Style style) const {
    for (int line = 0; line < cells_.lines; ++line) {
        for (int column = 0; column < cells_.columns; ++column) {
            const std::uint8_t dots = mask({line, column});
            if (dots == 0) continue;
            std::string glyph;
            append_utf8(glyph, 0x2800u + dots);
            surface.text({line, column}, glyph, style);
        }
    }
}

Projection::Direction::Direction(const Scale& scale)
    : logarithmic(scale.logarithmic),
      offset(logarithmic ? std::log(scale.low) : scale.low),
      factor(1 / ((logarithmic ? std::log(scale.high) : scale.high) - offset)) {}

Projection::Projection(const Scale& x, const Scale& y, Size cells) : x_scale_(x), y_scale_(y), x_(x), y_(y), cells_(cells) {}

std::optional<DotPlace> Projection::dot_inside(PlotPoint p) const {
    const double x = x_.place(p.x);
    const double y = y_.place(p.y);
    if (!(x >= 0 && x <= 1 && y >= 0 && y <= 1)) return std::nullopt;
    return DotPlace{static_cast<int>(std::lround(x * (cells_.columns * 2 - 1))),
                    static_cast<int>(std::lround(y * (cells_.lines * 4 - 1)))};
}

DotPlace Projection::dot(PlotPoint p) const {
    return {dot_at(x_.place(p.x), cells_.columns * 2), dot_at(y_.place(p.y), cells_.lines * 4)};
}

Position Projection::cell(PlotPoint p) const {
    const DotPlace at = dot(p);
    return {cells_.lines - 1 - static_cast<int>(std::floor(at.y / 4.0)), static_cast<int>(std::floor(at.x / 2.0))};
}

PlotPoint Projection::point(Position cell) const {
    const double x = (cell.column + 0.5) / std::max(1, cells_.columns);
    const double y = 1 - (cell.line + 0.5) / std::max(1, cells_.lines);
    return {x_scale_.value(x), y_scale_.value(y)};
}

}  // namespace paretop::views
