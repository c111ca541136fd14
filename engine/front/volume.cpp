#include "engine/front/volume.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "engine/front/front.h"
#include "engine/front/staircase.h"

namespace paretop::front {
namespace {

template <std::size_t N>
std::vector<std::array<double, N>> rows(const PointSet& points) {
    std::vector<std::array<double, N>> result(points.size());
    for (std::size_t i = 0; i < points.size(); ++i) std::copy_n(points[i].begin(), N, result[i].begin());
    return result;
}

double segment(const PointSet& points, std::span<const double> reference) {
    double best = reference[0];
    for (std::size_t i = 0; i < points.size(); ++i) best = std::min(best, points[i][0]);
    return reference[0] - best;
}

double area(const PointSet& points, std::span<const double> reference) {
    auto sorted = rows<2>(points);
    std::sort(sorted.begin(), sorted.end());
    double total = 0, ceiling = reference[1];
    for (const auto& [x, y] : sorted) {
        if (y >= ceiling) continue;
        total += (reference[0] - x) * (ceiling - y);
        ceiling = y;
    }
    return total;
}

// Sweeps along the third objective over the area that the first two dominate so far.
double solid(const PointSet& points, std::span<const double> reference) {
    auto sorted = rows<3>(points);
    std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a[2] < b[2]; });
    Staircase stairs;
    std::vector<std::int64_t> left;
    double total = 0, covered = 0;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        const auto& [x, y, z] = sorted[i];
        covered += stairs.contribution(x, y, reference[0], reference[1]);
        stairs.insert(0, x, y, left);
        total += covered * ((i + 1 < sorted.size() ? sorted[i + 1][2] : reference[2]) - z);
    }
    return total;
}

double box(std::span<const double> point, std::span<const double> reference) {
    double product = 1;
    for (std::size_t i = 0; i < point.size(); ++i) product *= reference[i] - point[i];
    return product;
}

PointSet without_dominated(const PointSet& points, std::span<const double> reference) {
    Front front(points.objectives());
    for (std::size_t i = 0; i < points.size(); ++i) front.insert(static_cast<std::int64_t>(i), points[i]);
    PointSet kept(points.objectives());
    for (const auto& member : front.members()) kept.add(member.objectives, reference);
    return kept;
}

// WFG: the points in order of falling last objective, each adding what the later ones do not dominate. Seen from one point the
// later ones are all cut to its own last objective, so the volume it adds is a slice: a volume of one objective less, times its
// height.
double slices(const PointSet& points, std::span<const double> reference) {
    const std::size_t last = points.objectives() - 1;
    const PointSet front = without_dominated(points, reference);
    std::vector<std::size_t> order(front.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return front[a][last] > front[b][last]; });
    PointSet flat(last);
    for (const std::size_t i : order) flat.add(front[i].first(last), reference);
    double total = 0;
    for (std::size_t i = 0; i < order.size(); ++i)
        total += (reference[last] - front[order[i]][last]) * exclusive_volume(flat[i], flat, i + 1, reference.first(last));
    return total;
}

}  // namespace

void PointSet::add(std::span<const double> point, std::span<const double> reference) {
    for (std::size_t i = 0; i < objectives_; ++i)
        if (!(point[i] < reference[i])) return;
    values_.insert(values_.end(), point.begin(), point.end());
}

double volume(const PointSet& points, std::span<const double> reference) {
    if (points.size() == 0) return 0;
    if (points.objectives() == 1) return segment(points, reference);
    if (points.objectives() == 2) return area(points, reference);
    if (points.objectives() == 3) return solid(points, reference);
    return slices(points, reference);
}

double exclusive_volume(std::span<const double> point, const PointSet& others, std::size_t first,
                        std::span<const double> reference) {
    for (std::size_t i = 0; i < point.size(); ++i)
        if (!(point[i] < reference[i])) return 0;
    PointSet limited(others.objectives());
    Point cut(point.size());
    for (std::size_t other = first; other < others.size(); ++other) {
        for (std::size_t i = 0; i < cut.size(); ++i) cut[i] = std::max(point[i], others[other][i]);
        limited.add(cut, reference);
    }
    return std::max(0.0, box(point, reference) - volume(limited, reference));
}

}  // namespace paretop::front
