#include <algorithm>
#include <array>
#include <numeric>

#include "engine/front/front.h"
#include "engine/front/volume.h"

namespace paretop::front {
namespace {

// In order of the first objective a member of the front adds the rectangle between its neighbours; what is not a member adds
// nothing, and of equal members none does.
std::vector<double> of_two(std::span<const Point> points, std::span<const double> reference) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < points.size(); ++i)
        if (points[i][0] < reference[0] && points[i][1] < reference[1]) order.push_back(i);
    std::sort(order.begin(), order.end(), [&](auto a, auto b) { return points[a] < points[b]; });
    std::vector<std::size_t> front;
    for (const auto i : order)
        if (front.empty() || points[i][1] < points[front.back()][1]) front.push_back(i);
    std::vector<double> result(points.size(), 0);
    for (std::size_t i = 0; i < front.size(); ++i) {
        const Point& point = points[front[i]];
        const double right = i + 1 < front.size() ? points[front[i + 1]][0] : reference[0];
        const double above = i > 0 ? points[front[i - 1]][1] : reference[1];
        result[front[i]] = (right - point[0]) * (above - point[1]);
    }
    // Points that a member dominates alone lie within its rectangle: it shares what they would cover.
    std::vector<bool> member(points.size(), false);
    for (const auto i : front) member[i] = true;
    std::vector<std::vector<Point>> beside(front.size());
    for (const auto i : order) {
        if (member[i]) continue;
        const auto after =
            std::upper_bound(front.begin(), front.end(), i, [&](auto a, auto b) { return points[a][0] < points[b][0]; });
        const auto dominating = static_cast<std::size_t>(after - front.begin()) - 1;
        const double above = dominating > 0 ? points[front[dominating - 1]][1] : reference[1];
        if (points[i][1] < above) beside[dominating].push_back(points[i]);
    }
    for (std::size_t i = 0; i < front.size(); ++i) {
        if (beside[i].empty()) continue;
        const double right = i + 1 < front.size() ? points[front[i + 1]][0] : reference[0];
        const double above = i > 0 ? points[front[i - 1]][1] : reference[1];
        result[front[i]] -= hypervolume(beside[i], std::array{right, above});
    }
    return result;
}

std::vector<double> by_exclusion(std::span<const Point> points, std::span<const double> reference) {
    std::vector<double> result;
    for (std::size_t i = 0; i < points.size(); ++i) {
        PointSet others(reference.size());
        for (std::size_t j = 0; j < points.size(); ++j)
            if (j != i) others.add(points[j], reference);
        result.push_back(exclusive_volume(points[i], others, 0, reference));
    }
    return result;
}

}  // namespace

std::vector<double> contributions(std::span<const Point> points, std::span<const double> reference) {
    if (reference.size() == 2) return of_two(points, reference);
    return by_exclusion(points, reference);
}

}  // namespace paretop::front
