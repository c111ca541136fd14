#include "views/screens/front_chart.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "views/screens/wrap.h"

namespace paretop::views {

void FrontChart::restart(std::vector<UnitScale> scales) {
    scales_ = std::move(scales);
    if (model_.experiment().objectives.empty()) return;
    scatter_.set_source([this](std::size_t i) { return point(i); }, single() ? "trials" : scales_[model_.x_axis()].unit,
                        scales_[model_.y_axis()].unit);
    scatter_.set_count(model_.cloud().size());
}

bool FrontChart::work(const Clock& clock, Nanoseconds piece) {
    scatter_.set_count(model_.cloud().size());
    return scatter_.work(clock, piece);
}

PlotPoint FrontChart::point(std::size_t i) const {
    const auto& cloud = model_.cloud();
    constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();
    if (!cloud.feasible[i]) return {k_nan, k_nan};  // better than the front, many of them, and in nobody's way
    const double y = static_cast<double>(cloud.objectives[model_.y_axis()][i]) / scales_[model_.y_axis()].factor;
    if (single()) return {static_cast<double>(cloud.trials[i]), y};
    return {static_cast<double>(cloud.objectives[model_.x_axis()][i]) / scales_[model_.x_axis()].factor, y};
}

PlotPoint FrontChart::point(storage::TrialNumber trial, const std::vector<double>& objectives) const {
    const double y = objectives[model_.y_axis()] / scales_[model_.y_axis()].factor;
    if (single()) return {static_cast<double>(trial), y};
    return {objectives[model_.x_axis()] / scales_[model_.x_axis()].factor, y};
}

const model::FrontMember* FrontChart::member(std::optional<storage::TrialNumber> trial) const {
    const auto& members = model_.members();
    const auto found = std::find_if(members.begin(), members.end(), [&](const auto& m) { return m.trial == trial; });
    return found == members.end() ? nullptr : &*found;
}

std::vector<PlotPoint> FrontChart::front_points() const {
    std::vector<PlotPoint> points;
    for (const auto& each : model_.members()) points.push_back(point(each.trial, each.objectives));
    return points;
}

std::vector<PlotPoint> FrontChart::holding_points() const {
    std::vector<PlotPoint> points;
    for (const auto& each : model_.members())
        if (!each.outdone_by) points.push_back(point(each.trial, each.objectives));
    return points;
}

void FrontChart::set_layers() {
    const auto& objectives = model_.experiment().objectives;
    Scatter::Layers layers;
    layers.front = holding_points();
    layers.less_x_is_better = single() || !objectives[model_.x_axis()].maximized;
    layers.less_y_is_better = !objectives[model_.y_axis()].maximized;
    if (const auto* chosen = member(model_.cursor())) layers.cursor = point(chosen->trial, chosen->objectives);
    if (const auto* a = member(model_.mark_a())) layers.marks.push_back({point(a->trial, a->objectives), "A"});
    if (const auto* b = member(model_.mark_b())) layers.marks.push_back({point(b->trial, b->objectives), "B"});
    if (!std::isnan(model_.baseline()[0])) layers.baseline = point(0, model_.baseline());
    const auto threshold = [this](std::size_t i) {
        const auto& bound = model_.thresholds()[i];
        return bound ? std::optional(*bound / scales_[i].factor) : std::nullopt;
    };
    if (!single()) layers.x_threshold = threshold(model_.x_axis());
    layers.y_threshold = threshold(model_.y_axis());
    scatter_.set_layers(std::move(layers));
}

void FrontChart::draw(Surface surface, const std::string& pulse, const std::string& why_empty) {
    const auto& objectives = model_.experiment().objectives;
    area_ = surface.area();
    if (objectives.empty()) {
        surface.rule(0, "no objectives");
        surface.text({1, 1}, "t shows the trials", k_dim);
        return;
    }
    const auto& y = objectives[model_.y_axis()].name;
    surface.rule(0, single() ? y + " of every trial" : objectives[model_.x_axis()].name + " against " + y, pulse);
    if (model_.cloud().size() == 0) {
        int line = 2;
        for (const auto& part : wrapped(why_empty, surface.columns() - 4)) surface.text({line++, 2}, part, k_dim);
        return;
    }
    set_layers();
    scatter_.draw(surface.lines_from(1));
}

bool FrontChart::mouse(const Key& key) {
    const auto at = scatter_.point_at(key.at);
    if (!at) return false;
    if (key.kind == KeyKind::wheel_up || key.kind == KeyKind::wheel_down) {
        scatter_.zoom(key.kind == KeyKind::wheel_up ? 0.8 : 1.25, *at);
        return true;
    }
    if (const auto nearest = scatter_.nearest(front_points(), *at)) model_.move_to(*nearest);
    return key.kind == KeyKind::click;  // a double click is Enter on what it chose
}

void FrontChart::zoom(double factor) {
    const auto* chosen = member(model_.cursor());
    if (chosen != nullptr) scatter_.zoom(factor, point(chosen->trial, chosen->objectives));
}

}  // namespace paretop::views
