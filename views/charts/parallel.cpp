#include "views/charts/parallel.h"

#include <algorithm>
#include <cmath>

#include "views/charts/braille.h"

namespace paretop::views {
namespace {

constexpr int k_least_lines = 6;
constexpr int k_margin = 4;  // columns left of the first axis and right of the last, for half of their labels
constexpr int k_apart = 9;   // columns between two axes, at least
constexpr int k_lines_above = 2;

class Frame {
  public:
    Frame(Surface surface, std::size_t axes, int below)
        : surface_(surface), axes_(axes), body_(surface.lines_from(k_lines_above, surface.lines() - k_lines_above - below)) {}

    [[nodiscard]] const Surface& body() const { return body_; }
    [[nodiscard]] int column(std::size_t axis) const {
        const int room = surface_.columns() - 1 - 2 * k_margin;
        return axes_ < 2 ? surface_.columns() / 2 : k_margin + static_cast<int>(axis) * room / static_cast<int>(axes_ - 1);
    }
    [[nodiscard]] int apart() const { return axes_ < 2 ? surface_.columns() : column(1) - column(0); }
    // Centred on the axis, cut to what lies between it and its neighbours.
    void label(int line, std::size_t axis, const std::string& text, Style style) const {
        const auto shown = shorten(text, apart() - 1);
        const int width = width_of(shown);
        surface_.text({line, std::clamp(column(axis) - width / 2, 0, std::max(0, surface_.columns() - width))}, shown, style);
    }
    [[nodiscard]] DotPlace dot(std::size_t axis, double place) const {
        return {column(axis) * 2, static_cast<int>(std::lround(std::clamp(place, 0.0, 1.0) * (body_.lines() * 4 - 1)))};
    }
    [[nodiscard]] Position cell(std::size_t axis, double place) const {
        return {body_.lines() - 1 - dot(axis, place).y / 4, column(axis)};
    }

  private:
    Surface surface_;
    std::size_t axes_;
    Surface body_;
};

void add_line(DotGrid& dots, const Frame& frame, const std::vector<double>& places) {
    for (std::size_t i = 0; i + 1 < places.size(); ++i) {
        if (std::isnan(places[i]) || std::isnan(places[i + 1])) continue;
        const auto from = frame.dot(i, places[i]), to = frame.dot(i + 1, places[i + 1]);
        dots.line(from.x, from.y, to.x, to.y);
    }
}

void draw_lines(const Frame& frame, const ParallelChart& chart) {
    DotGrid others(frame.body().size());
    for (const auto& places : chart.lines) add_line(others, frame, places);
    others.draw(frame.body(), chart.chosen ? k_dim : k_normal);
    for (std::size_t axis = 0; axis < chart.axes.size(); ++axis)
        frame.body().columns_from(frame.column(axis), 1).fill("│", k_dim);
    if (!chart.chosen || *chart.chosen >= chart.lines.size()) return;
    const auto& places = chart.lines[*chart.chosen];
    DotGrid chosen(frame.body().size());
    add_line(chosen, frame, places);
    chosen.draw(frame.body(), k_accent.with_bold());
    for (std::size_t axis = 0; axis < places.size(); ++axis)
        if (!std::isnan(places[axis])) frame.body().text(frame.cell(axis, places[axis]), "◉", k_accent.with_bold());
}

}  // namespace

std::size_t axes_that_fit(int columns) {
    return static_cast<std::size_t>(std::max(2, (columns - 1 - 2 * k_margin) / k_apart + 1));
}

void draw_parallel(Surface surface, const ParallelChart& chart) {
    if (surface.lines() < k_least_lines || chart.axes.empty()) return;
    const bool values = chart.chosen.has_value() && surface.lines() > k_least_lines;
    const Frame frame(surface, chart.axes.size(), values ? 2 : 1);
    draw_lines(frame, chart);
    const int low = surface.lines() - (values ? 2 : 1);
    for (std::size_t axis = 0; axis < chart.axes.size(); ++axis) {
        const auto& each = chart.axes[axis];
        frame.label(0, axis, each.title, k_normal);
        frame.label(1, axis, each.high, k_dim);
        frame.label(low, axis, each.low, k_dim);
        if (values) frame.label(low + 1, axis, each.chosen, k_accent.with_bold());
    }
}

}  // namespace paretop::views
