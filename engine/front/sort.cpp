#include <algorithm>
#include <numeric>

#include "engine/front/front.h"
#include "engine/front/staircase.h"

namespace paretop::front {
namespace {

using Ranks = std::vector<std::vector<std::size_t>>;

// A rank under construction. Points come in lexicographic order, each equal to none of those before, so that a member dominates
// a point where it is at least as good in all objectives but the first.
class Rank {
  public:
    [[nodiscard]] bool dominates(std::span<const Point> points, const Point& point) const {
        if (point.size() == 2) return points[members_.back()][1] <= point[1];  // the latest has the smallest second one
        if (point.size() == 3) return stairs_.covers(point[1], point[2]);
        return std::any_of(members_.rbegin(), members_.rend(), [&](std::size_t i) { return front::dominates(points[i], point); });
    }
    void add(std::span<const Point> points, std::size_t index) {
        members_.push_back(index);
        std::vector<std::int64_t> left;
        if (points[index].size() == 3) stairs_.insert(0, points[index][1], points[index][2], left);
    }
    std::vector<std::size_t> take() {
        std::sort(members_.begin(), members_.end());
        return std::move(members_);
    }

  private:
    std::vector<std::size_t> members_;
    Staircase stairs_;  // of the second and third of three objectives
};

}  // namespace

// Each point in lexicographic order goes to the first rank that does not dominate it, found by bisection: a rank that dominates a
// point is preceded by ranks that do (Zhang et al., "An efficient approach to nondominated sorting", IEEE TEC 19(2), 2015). With
// three objectives a rank answers in O(log n) (as Jensen, "Reducing the run-time complexity of multiobjective EAs", IEEE TEC
// 7(5), 2003, sweeps over the first one).
Ranks non_dominated_sort(std::span<const Point> points) {
    std::vector<std::size_t> order(points.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return points[a] < points[b]; });
    std::vector<Rank> ranks;
    std::size_t home = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        const Point& point = points[order[i]];
        if (i == 0 || points[order[i - 1]] != point) {
            const auto found =
                std::partition_point(ranks.begin(), ranks.end(), [&](const Rank& rank) { return rank.dominates(points, point); });
            home = static_cast<std::size_t>(found - ranks.begin());
            if (found == ranks.end()) ranks.emplace_back();
        }
        ranks[home].add(points, order[i]);
    }
    Ranks result;
    for (auto& rank : ranks) result.push_back(rank.take());
    return result;
}

}  // namespace paretop::front
