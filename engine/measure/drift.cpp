#include "engine/measure/drift.h"

#include <fmt/format.h>

#include <cmath>
#include <iterator>

#include "engine/measure/aggregate.h"
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

DriftHistory::DriftHistory(std::span<const storage::MeasurementRecord> baseline) {
    std::vector<std::map<std::int64_t, std::vector<double>>> checks;  // by metric and place among the tells
    for (const auto& m : baseline) {
        if (!is_drift(m.repeat)) continue;
        if (static_cast<std::size_t>(m.metric) >= checks.size()) checks.resize(static_cast<std::size_t>(m.metric) + 1);
        checks[static_cast<std::size_t>(m.metric)][told_at(m.repeat)].push_back(m.value);
    }
    factors_.resize(checks.size());
    for (std::size_t metric = 0; metric < checks.size(); ++metric) {
        Drift drift(values_of(baseline, metric, Round::search));
        for (auto& [told, values] : checks[metric]) {
            drift.check(std::move(values));
            factors_[metric][told] = drift.factor();
        }
    }
}

double DriftHistory::factor(std::size_t metric, std::int64_t tell_index) const {
    if (metric >= factors_.size()) return 1;
    const auto after = factors_[metric].upper_bound(tell_index);
    return after == factors_[metric].begin() ? 1 : std::prev(after)->second;
}

std::string relative_text(const Difference& shift, double middle) {
    const double percent = 100 / std::abs(middle);
    return fmt::format("{:+.2g} % ({:+.2g} to {:+.2g} %)", percent * shift.estimate, percent * shift.low, percent * shift.high);
}

}  // namespace paretop::measure
