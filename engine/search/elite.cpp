#include "engine/search/elite.h"

#include <algorithm>

namespace paretop::search {

bool Elite::offer(TrialNumber number, const Coordinates& at, const Merit& merit) {
    if (merit.violation > 0 && merit.violation >= least_violation_) return false;
    if (merit.failed()) return false;
    if (merit.violation > 0 || least_violation_ > 0) members_.clear();
    least_violation_ = merit.violation;
    if (merit.violation <= 0) {
        const auto insertion = front_.insert(number, merit.objectives);
        if (!insertion.entered) return false;
        std::erase_if(members_, [&](const Member& member) {
            return std::ranges::find(insertion.left, member.number) != insertion.left.end();
        });
    }
    members_.push_back({number, at});
    return true;
}

}  // namespace paretop::search
