#include "engine/measure/drift.h"

#include <fmt/format.h>

#include <cmath>

#include "engine/measure/statistics.h"

namespace paretop::measure {
namespace {

constexpr std::size_t k_checks = 3;
constexpr double k_news = 0.005;

}  // namespace

void Drift::check(std::vector<double> repeats) {
    if (repeats.empty() || baseline_.empty()) return;
    if (checks_.size() == k_checks) checks_.erase(checks_.begin());
    checks_.push_back(std::move(repeats));
    std::vector<double> recent;
    for (const auto& values : checks_) recent.insert(recent.end(), values.begin(), values.end());
    const auto shift = difference(baseline_, recent);
    const double middle = median(baseline_);
    const double factor = middle != 0 ? median(recent) / middle : 1;
    factor_ = shift && shift->certain() && factor > 0 ? factor : 1;
    if (factor_ != 1) shift_ = *shift;
}

std::optional<std::string> Drift::news() {
    if (std::abs(factor_ - said_) < k_news) return std::nullopt;
    said_ = factor_;
    return factor_ == 1 ? "none any more" : relative_text(shift_, median(baseline_));
}

std::string relative_text(const Difference& shift, double middle) {
    const double percent = 100 / std::abs(middle);
    return fmt::format("{:+.2g} % ({:+.2g} to {:+.2g} %)", percent * shift.estimate, percent * shift.low, percent * shift.high);
}

}  // namespace paretop::measure
