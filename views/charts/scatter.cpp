#include "views/charts/scatter.h"

#include <algorithm>
#include <cmath>

namespace paretop::views {
namespace {

constexpr std::size_t k_piece = 4096;          // points between two looks at the clock
constexpr std::size_t k_while_drawing = 8192;  // binned at once, so that small runs never flicker
constexpr double k_growth = 0.06;              // room beyond the points, so that the scales rarely change

bool covers(const Scale& scale, const Range& range) {
    return range.empty() || (range.low >= scale.low && range.high <= scale.high);
}

Scale zoomed_scale(const Scale& scale, double factor, double centre) {
    const double at = std::clamp(scale.place(centre), 0.0, 1.0);
    return {scale.value(at - at * factor), scale.value(at + (1 - at) * factor), scale.logarithmic};
}

double length_of(const Scale& scale) { return scale.logarithmic ? std::log(scale.high / scale.low) : scale.high - scale.low; }

Scale moved_scale(const Scale& scale, double share) { return {scale.value(share), scale.value(1 + share), scale.logarithmic}; }

}  // namespace

void Scatter::set_source(Source source, std::string x_unit, std::string y_unit) {
    source_ = std::move(source);
    x_unit_ = std::move(x_unit);
    y_unit_ = std::move(y_unit);
    count_ = ranged_ = binned_ = 0;
    x_range_ = y_range_ = {};
    whole_ = {};
    zoom_.reset();
    dots_.clear();
}

void Scatter::set_layers(Layers layers) {
    layers_ = std::move(layers);
    for (const PlotPoint& p : layers_.front) {  // known before all points are
        if (std::isfinite(p.x)) x_range_.add(p.x);
        if (std::isfinite(p.y)) y_range_.add(p.y);
    }
    fit_window();
}

void Scatter::set_count(std::size_t count) { count_ = std::max(count, count_); }

void Scatter::take_range(std::size_t end) {
    for (; ranged_ < end; ++ranged_) {
        const PlotPoint p = source_(ranged_);
        if (!std::isfinite(p.x) || !std::isfinite(p.y)) continue;
        x_range_.add(p.x);
        y_range_.add(p.y);
    }
    fit_window();
}

// Widens the window where points lie beyond it.
void Scatter::fit_window() {
    const bool first = whole_ == Window{};
    if (!first && covers(whole_.x, x_range_) && covers(whole_.y, y_range_)) return;
    const double margin = first && ranged_ == count_ ? 0.03 : k_growth;
    whole_ = {choose_scale(x_range_, margin), choose_scale(y_range_, margin)};
}

Projection Scatter::projection() const { return {drawn_.x, drawn_.y, dots_.cells()}; }

void Scatter::bin(std::size_t end) {
    const Projection to_dots = projection();
    for (; binned_ < end; ++binned_) {
        if (const auto at = to_dots.dot_inside(source_(binned_))) dots_.set(at->x, at->y);
    }
}

void Scatter::rebin(Size cells) {
    drawn_ = window();
    dots_ = DotGrid(cells);
    binned_ = 0;
}

bool Scatter::work(const Clock& clock, Nanoseconds budget) {
    const Nanoseconds end = clock.steady_ns() + budget;
    while (pending() && clock.steady_ns() < end) {
        if (ranged_ < count_) {
            take_range(std::min(count_, ranged_ + k_piece));
            continue;
        }
        if (!(drawn_ == window())) rebin(dots_.cells());
        bin(std::min(count_, binned_ + k_piece));
    }
    return pending();
}

void Scatter::draw(Surface surface) {
    if (ranged_ < count_) take_range(std::min(count_, ranged_ + k_while_drawing));
    const Window shown = window();
    const Surface inside = draw_axes(surface, {shown.x, x_unit_}, {shown.y, y_unit_});
    area_ = inside.area();
    if (inside.empty()) return;
    if (!(dots_.cells() == inside.size()) || !(drawn_ == shown)) rebin(inside.size());
    if (ranged_ == count_) bin(std::min(count_, binned_ + k_while_drawing));
    draw_thresholds(inside);
    dots_.draw(inside, k_dim);
    draw_front(inside);
    draw_cursor(inside);
}

void Scatter::put(Surface inside, PlotPoint p, std::string_view glyph, Style style) const {
    if (projection().contains(p)) inside.text(projection().cell(p), glyph, style);
}

// Between two members the front runs through the corner that is worse in both: what lies beyond it is dominated.
void Scatter::draw_front(Surface inside) const {
    DotGrid steps(inside.size());
    const Projection to_dots = projection();
    const auto worse = [](double a, double b, bool less_is_better) { return less_is_better ? std::max(a, b) : std::min(a, b); };
    for (std::size_t i = 1; i < layers_.front.size(); ++i) {
        const PlotPoint a = layers_.front[i - 1];
        const PlotPoint b = layers_.front[i];
        const PlotPoint corner{worse(a.x, b.x, layers_.less_x_is_better), worse(a.y, b.y, layers_.less_y_is_better)};
        const DotPlace from = to_dots.dot(a);
        const DotPlace over = to_dots.dot(corner);
        const DotPlace to = to_dots.dot(b);
        steps.line(from.x, from.y, over.x, over.y);
        steps.line(over.x, over.y, to.x, to.y);
    }
    steps.draw(inside, k_accent);
    if (layers_.baseline) put(inside, *layers_.baseline, "○", k_normal);
    for (const PlotPoint& p : layers_.front) put(inside, p, "●", k_accent);
}

void Scatter::draw_thresholds(Surface inside) const {
    const Projection to_dots = projection();
    if (layers_.x_threshold && to_dots.contains({*layers_.x_threshold, drawn_.y.low}))
        inside.columns_from(to_dots.cell({*layers_.x_threshold, drawn_.y.low}).column, 1).fill("╎", k_warning);
    if (layers_.y_threshold && to_dots.contains({drawn_.x.low, *layers_.y_threshold}))
        inside.lines_from(to_dots.cell({drawn_.x.low, *layers_.y_threshold}).line, 1).fill("╌", k_warning);
}

// Guides to both axes where nothing else is drawn.
void Scatter::draw_cursor(Surface inside) const {
    for (const Mark& mark : layers_.marks) put(inside, mark.at, mark.letter, k_accent.with_bold());
    if (!layers_.cursor || !projection().contains(*layers_.cursor)) return;
    const Position at = projection().cell(*layers_.cursor);
    for (int column = 0; column < at.column; ++column) inside.text_if_blank({at.line, column}, "┈", k_dim);
    for (int line = at.line + 1; line < inside.lines(); ++line) inside.text_if_blank({line, at.column}, "┊", k_dim);
    const auto mark =
        std::find_if(layers_.marks.begin(), layers_.marks.end(), [&](const Mark& m) { return m.at == *layers_.cursor; });
    if (mark == layers_.marks.end())
        inside.text(at, "◉", k_accent.with_bold());
    else
        inside.text(at, mark->letter, {.role = Role::accent, .bold = true, .reverse = true});
}

void Scatter::zoom(double factor, PlotPoint centre) {
    const Window from = window();
    const Window to{zoomed_scale(from.x, factor, centre.x), zoomed_scale(from.y, factor, centre.y)};
    const bool sane = std::isfinite(to.x.low) && std::isfinite(to.y.low) && to.x.high > to.x.low && to.y.high > to.y.low;
    if (!sane) return;
    zoom_ = to;
    if (length_of(to.x) >= length_of(whole_.x) && length_of(to.y) >= length_of(whole_.y)) zoom_.reset();
}

void Scatter::pan(double x_share, double y_share) {
    const Window from = window();
    zoom_ = Window{moved_scale(from.x, x_share), moved_scale(from.y, y_share)};
}

void Scatter::reset_zoom() { zoom_.reset(); }

std::optional<PlotPoint> Scatter::point_at(Position at) const {
    if (!area_.contains(at)) return std::nullopt;
    return projection().point({at.line - area_.at.line, at.column - area_.at.column});
}

std::optional<std::size_t> Scatter::nearest(const std::vector<PlotPoint>& points, PlotPoint at) const {
    std::optional<std::size_t> best;
    double least = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const double distance = std::hypot((drawn_.x.place(points[i].x) - drawn_.x.place(at.x)) * dots_.width(),
                                           (drawn_.y.place(points[i].y) - drawn_.y.place(at.y)) * dots_.height());
        if (best && !(distance < least)) continue;
        best = i;
        least = distance;
    }
    return best;
}

}  // namespace paretop::views
