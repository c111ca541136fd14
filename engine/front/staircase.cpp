#include "engine/front/staircase.h"

#include <algorithm>
#include <iterator>

namespace paretop::front {

bool Staircase::insert(std::int64_t id, double x, double y, std::vector<std::int64_t>& left) {
    auto next = steps_.lower_bound(x);
    if (next != steps_.end() && next->first == x && next->second.y <= y) return false;
    if (next != steps_.begin() && std::prev(next)->second.y <= y) return false;
    while (next != steps_.end() && next->second.y >= y) {
        left.push_back(next->second.id);
        next = steps_.erase(next);
    }
    steps_.emplace_hint(next, x, Step{y, id});
    return true;
}

bool Staircase::covers(double x, double y) const {
    const auto beyond = steps_.upper_bound(x);
    return beyond != steps_.begin() && std::prev(beyond)->second.y <= y;
}

double Staircase::contribution(double x, double y, double reference_x, double reference_y) const {
    if (x >= reference_x || y >= reference_y) return 0;
    auto next = steps_.upper_bound(x);
    double ceiling = next == steps_.begin() ? reference_y : std::min(reference_y, std::prev(next)->second.y);
    double area = 0;
    while (ceiling > y) {
        const bool last = next == steps_.end() || next->first >= reference_x;
        const double edge = last ? reference_x : next->first;
        area += (edge - x) * (ceiling - y);
        if (last) break;
        x = edge;
        ceiling = std::min(ceiling, next->second.y);
        ++next;
    }
    return area;
}

}  // namespace paretop::front
