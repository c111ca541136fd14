// A grid of dots, two across and four down in each cell.
#pragma once

#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

#include "views/charts/scale.h"
#include "views/surface/surface.h"

namespace paretop::views {

class DotGrid {
  public:
    explicit DotGrid(Size cells = {});
    [[nodiscard]] Size cells() const { return cells_; }
    [[nodiscard]] int width() const { return cells_.columns * 2; }  // dots
    [[nodiscard]] int height() const { return cells_.lines * 4; }
    void clear();

    // (0, 0) is the lowest dot on the left. Outside: ignored.
    void set(int x, int y) {
        if (x < 0 || y < 0 || x >= width() || y >= height()) return;
        const int down = height() - 1 - y;
        masks_[index({down / 4, x / 2})] |= k_bits[down % 4][x % 2];
    }
    void line(int x0, int y0, int x1, int y1);
    [[nodiscard]] std::uint8_t mask(Position cell) const { return masks_[index(cell)]; }
    // Cells without a dot are left as they are.
    void draw(Surface surface, Style style) const;

  private:
    [[nodiscard]] std::size_t index(Position cell) const {
        const int before = cell.line * cells_.columns + cell.column;
        return static_cast<std::size_t>(before);
    }

    static constexpr std::uint8_t k_bits[4][2] = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
    Size cells_;
    std::vector<std::uint8_t> masks_;
};

// Where a point lies on such a grid.
struct DotPlace {
    int x = 0;
    int y = 0;
};
class Projection {
  public:
    Projection(const Scale& x, const Scale& y, Size cells);
    [[nodiscard]] std::optional<DotPlace> dot_inside(PlotPoint p) const;  // nothing outside, nor for NaN
    [[nodiscard]] DotPlace dot(PlotPoint p) const;                        // clamped to one grid beyond the edges
    [[nodiscard]] bool contains(PlotPoint p) const { return dot_inside(p).has_value(); }
    [[nodiscard]] Position cell(PlotPoint p) const;
    [[nodiscard]] PlotPoint point(Position cell) const;  // at its middle

  private:
    // place = (value − offset) · factor, of the value's logarithm where that is asked for.
    struct Direction {
        explicit Direction(const Scale& scale);
        [[nodiscard]] double place(double value) const { return ((logarithmic ? std::log(value) : value) - offset) * factor; }
        bool logarithmic;
        double offset;
        double factor;
    };
    Scale x_scale_;
    Scale y_scale_;
    Direction x_;
    Direction y_;
    Size cells_;
};

}  // namespace paretop::views
