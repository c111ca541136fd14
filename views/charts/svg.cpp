#include "views/charts/svg.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <set>
#include <string_view>
#include <utility>

#include "views/screens/units.h"
#include "views/surface/text.h"

namespace paretop::views {
namespace {

constexpr double k_width = 720;
constexpr double k_height = 480;
constexpr double k_least_left = 60;
constexpr double k_right = 24;
constexpr double k_top = 66;
constexpr double k_bottom = 58;

constexpr std::string_view k_head =
    R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 480" width="720" height="480" role="img"
  font-family="system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif" font-size="12" fill="#333">
<style>
  .grid {{ stroke: #e6e6e6; }} .axis {{ stroke: #888; }} .point {{ fill: #76828c; fill-opacity: .6; }}
  .infeasible {{ stroke: #c07a75; fill: none; }} .front {{ stroke: #1f6fbf; stroke-width: 1.6; fill: none; }}
  .member {{ fill: #1f6fbf; stroke: #fff; }} .baseline {{ fill: #fff; stroke: #333; stroke-width: 1.6; }}
  .threshold {{ stroke: #b7791f; stroke-dasharray: 5 4; }} .light {{ fill: #6b6b6b; }}
</style>
<title>{0}</title>
<rect width="720" height="480" rx="6" fill="#fff"/>
<text x="24" y="30" font-size="16" font-weight="600">{0}</text>
<text x="24" y="49" class="light">{1}</text>
)";

// Harmless first: control characters have no place in XML, escaped or not.
std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : harmless(text)) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

std::string name_of(const std::string& name, const std::string& unit) {
    return unit.empty() || unit == name ? name : name + ", " + unit;
}

// The widest label of the axis, a digit being about 7 units wide, and the axis' name beside it.
double left_of(const Scale& y) {
    int widest = 0;
    for (const Tick& tick : ticks(y, 7)) widest = std::max(widest, width_of(tick.label));
    return std::max(k_least_left, 36 + 7.5 * widest);
}

// In the units that suit the baseline, or else any trial.
SvgScatter in_suitable_units(SvgScatter scatter) {
    const auto& points = scatter.points.empty() ? scatter.infeasible : scatter.points;
    const auto any = scatter.baseline ? *scatter.baseline : points.empty() ? PlotPoint{1, 1} : points.front();
    const auto x = scale_for(scatter.x_unit, any.x), y = scale_for(scatter.y_unit, any.y);
    const auto scale = [&](PlotPoint& point) { point = {point.x / x.factor, point.y / y.factor}; };
    for (auto* each : {&scatter.points, &scatter.infeasible, &scatter.front}) std::for_each(each->begin(), each->end(), scale);
    if (scatter.baseline) scale(*scatter.baseline);
    if (scatter.x_threshold) *scatter.x_threshold /= x.factor;
    if (scatter.y_threshold) *scatter.y_threshold /= y.factor;
    scatter.x_unit = x.unit;
    scatter.y_unit = y.unit;
    return scatter;
}

class Picture {
  public:
    explicit Picture(const SvgScatter& scatter) : s_(in_suitable_units(scatter)) {
        Range x;
        Range y;
        for (const auto* points : {&s_.points, &s_.infeasible, &s_.front}) {
            for (const PlotPoint& p : *points) {
                if (!std::isfinite(p.x) || !std::isfinite(p.y)) continue;
                x.add(p.x);
                y.add(p.y);
            }
        }
        x_ = choose_scale(x, 0.04);
        y_ = choose_scale(y, 0.04);
        left_ = left_of(y_);
    }

    std::string draw() {
        out_ = fmt::format(fmt::runtime(k_head), escaped(s_.title), escaped(s_.subtitle));
        axes();
        thresholds();
        points();
        front();
        legend();
        return out_ + "</svg>\n";
    }

  private:
    [[nodiscard]] double x(double value) const { return left_ + x_.place(value) * (k_width - left_ - k_right); }
    [[nodiscard]] double y(double value) const { return k_height - k_bottom - y_.place(value) * (k_height - k_top - k_bottom); }
    [[nodiscard]] bool inside(PlotPoint p) const {
        const double px = x_.place(p.x);
        const double py = y_.place(p.y);
        return px >= 0 && px <= 1 && py >= 0 && py <= 1;
    }
    template <class... Args>
    void add(fmt::format_string<Args...> format, Args&&... args) {
        fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
    }
    void line(std::string_view style, double x1, double y1, double x2, double y2) {
        add("<line class=\"{}\" x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\"/>\n", style, x1, y1, x2, y2);
    }

    void axes() {
        const double base = k_height - k_bottom;
        for (const Tick& tick : ticks(x_, 7)) {
            line("grid", x(tick.value), k_top, x(tick.value), base);
            add("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\">{}</text>\n", x(tick.value), base + 18, tick.label);
        }
        for (const Tick& tick : ticks(y_, 7)) {
            line("grid", left_, y(tick.value), k_width - k_right, y(tick.value));
            add("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"end\">{}</text>\n", left_ - 8, y(tick.value) + 4, tick.label);
        }
        line("axis", left_, base, k_width - k_right, base);
        line("axis", left_, k_top, left_, base);
        add("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\" font-weight=\"600\">{}</text>\n",
            (left_ + k_width - k_right) / 2, k_height - 18, escaped(name_of(s_.x_name, s_.x_unit)));
        const double middle = (k_top + base) / 2;
        add("<text x=\"20\" y=\"{0:.1f}\" text-anchor=\"middle\" font-weight=\"600\" transform=\"rotate(-90 20 "
            "{0:.1f})\">{1}</text>\n",
            middle, escaped(name_of(s_.y_name, s_.y_unit)));
    }

    void thresholds() {
        const double base = k_height - k_bottom;
        if (s_.x_threshold && inside({*s_.x_threshold, y_.low}))
            line("threshold", x(*s_.x_threshold), k_top, x(*s_.x_threshold), base);
        if (s_.y_threshold && inside({x_.low, *s_.y_threshold}))
            line("threshold", left_, y(*s_.y_threshold), k_width - k_right, y(*s_.y_threshold));
    }

    void points() {
        for (const PlotPoint& p : distinct(s_.infeasible)) {
            add("<path class=\"infeasible\" d=\"M{0:.1f} {1:.1f}l4 4m0 -4l-4 4\"/>\n", p.x - 2, p.y - 2);
        }
        for (const PlotPoint& p : distinct(s_.points))
            add("<circle class=\"point\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"2.4\"/>\n", p.x, p.y);
    }

    // On the picture, one for each half unit.
    [[nodiscard]] std::vector<PlotPoint> distinct(const std::vector<PlotPoint>& values) const {
        std::set<std::pair<int, int>> seen;
        std::vector<PlotPoint> out;
        for (const PlotPoint& p : values) {
            if (!inside(p)) continue;
            const PlotPoint at{x(p.x), y(p.y)};
            if (seen.emplace(static_cast<int>(at.x * 2), static_cast<int>(at.y * 2)).second) out.push_back(at);
        }
        return out;
    }

    void front() {
        std::string path;
        for (std::size_t i = 0; i < s_.front.size(); ++i) {
            const PlotPoint p = s_.front[i];
            if (i > 0) {
                const PlotPoint before = s_.front[i - 1];
                const double corner_x = s_.less_x_is_better ? std::max(before.x, p.x) : std::min(before.x, p.x);
                const double corner_y = s_.less_y_is_better ? std::max(before.y, p.y) : std::min(before.y, p.y);
                path += fmt::format("L{:.1f} {:.1f}", x(corner_x), y(corner_y));
            }
            path += fmt::format("{}{:.1f} {:.1f}", i == 0 ? 'M' : 'L', x(p.x), y(p.y));
        }
        if (!path.empty()) add("<path class=\"front\" d=\"{}\"/>\n", path);
        if (s_.baseline && inside(*s_.baseline))
            add("<circle class=\"baseline\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"4.5\"/>\n", x(s_.baseline->x), y(s_.baseline->y));
        for (const PlotPoint& p : s_.front)
            add("<circle class=\"member\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"4\"/>\n", x(p.x), y(p.y));
    }

    // From the right, only what is there.
    void legend() {
        double at = k_width - k_right;
        const auto entry = [&](bool there, std::string_view name, std::string_view symbol) {
            if (!there) return;
            at -= 7.0 * static_cast<double>(name.size()) + 26;
            add("<g transform=\"translate({:.1f} 45)\">{}<text x=\"14\" y=\"4\">{}</text></g>\n", at, symbol, name);
        };
        entry(s_.x_threshold || s_.y_threshold, "threshold", R"(<line class="threshold" x1="-8" x2="8" y1="0" y2="0"/>)");
        entry(s_.baseline.has_value(), "baseline", R"(<circle class="baseline" r="4.5"/>)");
        entry(!s_.infeasible.empty(), "infeasible", R"(<path class="infeasible" d="M-2 -2l4 4m0 -4l-4 4"/>)");
        entry(!s_.points.empty(), "trial", R"(<circle class="point" r="2.4"/>)");
        entry(!s_.front.empty(), "front", R"(<path class="front" d="M-9 0h18"/><circle class="member" r="4"/>)");
    }

    const SvgScatter s_;
    Scale x_;
    Scale y_;
    double left_ = k_least_left;
    std::string out_;
};

}  // namespace

std::string scatter_svg(const SvgScatter& scatter) { return Picture(scatter).draw(); }

}  // namespace paretop::views
