#include "engine/front/front.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "engine/front/staircase.h"
#include "engine/front/volume.h"

namespace paretop::front {

bool dominates(std::span<const double> a, std::span<const double> b) {
    bool better = false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (a[i] > b[i]) return false;
        better = better || a[i] < b[i];
    }
    return better;
}

struct Front::State {
    std::size_t objectives;
    Staircase stairs;             // for two objectives
    std::vector<Member> members;  // for any other number, unordered

    Insertion insert(std::int64_t id, std::span<const double> point);
};

namespace {

bool covers(std::span<const double> a, std::span<const double> b) {
    return std::equal(a.begin(), a.end(), b.begin(), [](double x, double y) { return x <= y; });
}

}  // namespace

Front::Insertion Front::State::insert(std::int64_t id, std::span<const double> point) {
    for (const auto& member : members)
        if (covers(member.objectives, point)) return {};
    Insertion result{true, {}};
    std::erase_if(members, [&](const Member& member) {
        const bool dominated = dominates(point, member.objectives);
        if (dominated) result.left.push_back(member.id);
        return dominated;
    });
    members.push_back({id, Point(point.begin(), point.end())});
    return result;
}

Front::Front(std::size_t objectives) : state_(std::make_unique<State>(State{objectives, {}, {}})) {}
Front::Front(Front&&) noexcept = default;
Front& Front::operator=(Front&&) noexcept = default;
Front::~Front() = default;

Front::Insertion Front::insert(std::int64_t id, std::span<const double> objectives) {
    if (state_->objectives != 2) return state_->insert(id, objectives);
    Insertion result;
    result.entered = state_->stairs.insert(id, objectives[0], objectives[1], result.left);
    return result;
}

std::size_t Front::size() const { return state_->objectives == 2 ? state_->stairs.steps().size() : state_->members.size(); }

std::vector<Front::Member> Front::members() const {
    auto result = state_->members;
    for (const auto& [x, step] : state_->stairs.steps()) result.push_back({step.id, {x, step.y}});
    if (state_->objectives != 2)
        std::sort(result.begin(), result.end(), [](const Member& a, const Member& b) { return a.objectives < b.objectives; });
    return result;
}

double Front::hypervolume(std::span<const double> reference) const {
    PointSet points(state_->objectives);
    for (const auto& [x, step] : state_->stairs.steps()) points.add(std::array{x, step.y}, reference);
    for (const auto& member : state_->members) points.add(member.objectives, reference);
    return volume(points, reference);
}

double Front::contribution(std::span<const double> objectives, std::span<const double> reference) const {
    if (state_->objectives == 2) return state_->stairs.contribution(objectives[0], objectives[1], reference[0], reference[1]);
    PointSet others(state_->objectives);
    for (const auto& member : state_->members) {
        if (covers(member.objectives, objectives)) return 0;
        others.add(member.objectives, reference);
    }
    return exclusive_volume(objectives, others, 0, reference);
}

double hypervolume(std::span<const Point> points, std::span<const double> reference) {
    PointSet inside(reference.size());
    for (const auto& point : points) inside.add(point, reference);
    return volume(inside, reference);
}

Point reference_point(std::span<const Point> points) {
    if (points.empty()) return {};
    Point low = points[0], high = points[0];
    for (const auto& point : points)
        for (std::size_t i = 0; i < point.size(); ++i) {
            low[i] = std::min(low[i], point[i]);
            high[i] = std::max(high[i], point[i]);
        }
    for (std::size_t i = 0; i < high.size(); ++i) {
        const double size = high[i] > low[i] ? high[i] - low[i] : std::abs(high[i]);
        high[i] += size > 0 ? 0.1 * size : 1;
    }
    return high;
}

}  // namespace paretop::front
