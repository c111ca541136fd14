// All trials as dots, the front drawn through them. Made for a million points: each is binned once when it comes; all are binned
// again only for another size, zoom or axis, a piece at a time.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "storage/base/clock.h"
#include "views/charts/axes.h"
#include "views/charts/braille.h"

namespace paretop::views {

class Scatter {
  public:
    // Point i, for i below the count last given to set_count; the same one whenever asked. NaN: not drawn.
    using Source = std::function<PlotPoint(std::size_t i)>;

    struct Mark {
        PlotPoint at;
        std::string letter;
    };
    // What lies over the dots; cheap to replace with every frame.
    struct Layers {
        std::vector<PlotPoint> front = {};  // by x, ascending
        bool less_x_is_better = true;       // decides on which side the front's steps run
        bool less_y_is_better = true;
        std::vector<Mark> marks = {};
        std::optional<PlotPoint> cursor = {};
        std::optional<PlotPoint> baseline = {};
        std::optional<double> x_threshold = {};
        std::optional<double> y_threshold = {};
    };

    void set_source(Source source, std::string x_unit, std::string y_unit);  // starts over: another run or other axes
    void set_count(std::size_t count);                                       // may only grow until the next set_source
    void set_layers(Layers layers);

    // Bins points for at most `budget` nanoseconds; true: there are more. For Shell::work.
    bool work(const Clock& clock, Nanoseconds budget = 4'000'000);
    [[nodiscard]] bool pending() const { return ranged_ < count_ || (binned_ < count_ && dots_.width() > 0); }

    void draw(Surface surface);

    // Around `centre`; a factor below 1 comes nearer.
    void zoom(double factor, PlotPoint centre);
    void pan(double x_share, double y_share);  // of the window's width and height
    void reset_zoom();
    [[nodiscard]] bool zoomed() const { return zoom_.has_value(); }
    // The value under a cell of the grid drawn on, for the mouse; nothing outside the chart.
    [[nodiscard]] std::optional<PlotPoint> point_at(Position at) const;
    // Of some points the one nearest to `at` as drawn; nothing when there is none.
    [[nodiscard]] std::optional<std::size_t> nearest(const std::vector<PlotPoint>& points, PlotPoint at) const;

  private:
    struct Window {
        Scale x;
        Scale y;
        friend bool operator==(const Window&, const Window&) = default;
    };
    [[nodiscard]] Window window() const { return zoom_.value_or(whole_); }
    void take_range(std::size_t end);
    void fit_window();
    void bin(std::size_t end);
    void rebin(Size cells);
    [[nodiscard]] Projection projection() const;
    void draw_front(Surface inside) const;
    void draw_thresholds(Surface inside) const;
    void draw_cursor(Surface inside) const;
    void put(Surface inside, PlotPoint p, std::string_view glyph, Style style) const;

    Source source_;
    std::string x_unit_;
    std::string y_unit_;
    Layers layers_;
    std::size_t count_ = 0;
    std::size_t ranged_ = 0;  // points whose extent is known
    std::size_t binned_ = 0;  // points that are in dots_
    Range x_range_;
    Range y_range_;
    Window whole_;
    std::optional<Window> zoom_;
    Window drawn_;
    DotGrid dots_;
    Rect area_;
};

}  // namespace paretop::views
