#include <algorithm>
#include <numeric>

#include "engine/front/front.h"

namespace paretop::front {
namespace {

using Ranks = std::vector<std::vector<std::size_t>>;

// Whether a member of `rank` dominates `point`, which follows all of them in lexicographic order and equals none.
// With two objectives only the latest member has to be asked: it has the smallest second objective.
bool rank_dominates(const std::vector<std::size_t>& rank, std::span<const Point> points, const Point& point) {
    if (point.size() == 2) return points[rank.back()][1] <= point[1];
    return std::any_of(rank.rbegin(), rank.rend(), [&](std::size_t i) { return dominates(points[i], point); });
}

}  // namespace

// Each point in lexicographic order goes to the first rank that does not dominate it, found by bisection: a rank that dominates a
// point is preceded by ranks that do (Zhang et al., "An efficient approach to nondominated sorting", IEEE TEC 19(2), 2015).
Ranks non_dominated_sort(std::span<const Point> points) {
    std::vector<std::size_t> order(points.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return points[a] < points[b]; });
    Ranks ranks;
    std::size_t home = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        const Point& point = points[order[i]];
        if (i == 0 || points[order[i - 1]] != point) {
            const auto found = std::partition_point(ranks.begin(), ranks.end(),
                                                    [&](const auto& rank) { return rank_dominates(rank, points, point); });
            home = static_cast<std::size_t>(found - ranks.begin());
            if (found == ranks.end()) ranks.emplace_back();
        }
        ranks[home].push_back(order[i]);
    }
    for (auto& rank : ranks) std::sort(rank.begin(), rank.end());
    return ranks;
}

}  // namespace paretop::front
