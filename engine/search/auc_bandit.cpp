#include "engine/search/auc_bandit.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace paretop::search {

AucBandit::AucBandit(std::size_t arms, double exploration, std::size_t window)
    : exploration_(exploration), window_(window), arms_(arms) {}

void AucBandit::reward(std::size_t arm, bool success) {
    history_.push_back({arm, success});
    auto& used = arms_[arm];
    ++used.uses;
    if (success) {
        ++used.successes;
        used.positions += used.uses;
    }
    if (history_.size() > window_) forget_oldest();
}

// Every later use of its arm moves one place forward.
void AucBandit::forget_oldest() {
    const auto oldest = history_.front();
    history_.pop_front();
    auto& used = arms_[oldest.arm];
    --used.uses;
    used.positions -= used.successes;
    if (oldest.success) --used.successes;
}

double AucBandit::exploit(const Arm& arm, std::size_t open) {
    const auto uses = static_cast<double>(arm.uses + open);
    return uses > 0 ? 2 * static_cast<double>(arm.positions) / (uses * (uses + 1)) : 0;
}

double AucBandit::explore(const Arm& arm, std::size_t open, std::size_t all) {
    const auto uses = static_cast<double>(arm.uses + open);
    if (uses == 0) return std::numeric_limits<double>::infinity();
    return std::sqrt(2 * std::log2(static_cast<double>(all)) / uses);
}

double AucBandit::exploit(std::size_t arm) const { return exploit(arms_[arm], 0); }
double AucBandit::explore(std::size_t arm) const { return explore(arms_[arm], 0, history_.size()); }

std::vector<std::size_t> AucBandit::best_first(std::span<const std::size_t> open) const {
    const auto all = std::accumulate(open.begin(), open.end(), history_.size());
    std::vector<double> scores;
    for (std::size_t i = 0; i < arms_.size(); ++i)
        scores.push_back(exploit(arms_[i], open[i]) + exploration_ * explore(arms_[i], open[i], all));
    std::vector<std::size_t> order(arms_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return scores[a] > scores[b]; });
    return order;
}

}  // namespace paretop::search
