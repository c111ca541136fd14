#include "engine/measure/aggregate.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/measure/statistics.h"

namespace paretop::measure {
namespace {

// By how much `value` lies beyond `limit` (sign +1: above is beyond), relative to the limit's size.
double excess(double value, double limit, double sign) {
    const double beyond = sign * (value - limit);
    return beyond <= 0 ? 0 : beyond / std::max(std::abs(limit), 1e-12);
}

void miss(Score& score, const std::string& name, double value, double limit, double sign) {
    const double beyond = excess(value, limit, sign);
    if (beyond <= 0) return;
    score.violation += beyond;
    if (score.missed.empty()) score.missed = fmt::format("{} {:.4g} {} {:.4g}", name, value, sign > 0 ? ">" : "<", limit);
}

}  // namespace

std::vector<double> values_of(std::span<const storage::MeasurementRecord> measurements, std::size_t metric, Round until) {
    std::vector<double> values;
    std::int64_t round = 0;
    for (const auto& m : measurements) {
        const auto its = round_of(m.repeat);
        if (m.repeat < 0 || m.metric != static_cast<std::int64_t>(metric) || its > static_cast<std::int64_t>(until)) continue;
        if (its != std::exchange(round, its)) values.clear();
        values.push_back(m.value);
    }
    return values;
}

Scorer::Scorer(const spec::Spec& spec) : baseline_(spec.metrics.size()), drift_(spec.metrics.size(), 1.0) {
    for (const auto& metric : spec.metrics) metrics_.push_back({metric.lower, metric.upper, metric.name});
    for (const auto& objective : spec.objectives) {
        const auto& keep = objective.keep ? objective.keep : objective.steer;
        objectives_.push_back(
            {objective.metric, objective.goal == spec::Goal::maximize ? -1.0 : 1.0, keep, spec.metrics[objective.metric].name});
    }
}

void Scorer::set_baseline(std::span<const storage::MeasurementRecord> measurements) {
    for (std::size_t metric = 0; metric < baseline_.size(); ++metric)
        if (auto values = values_of(measurements, metric); !values.empty()) baseline_[metric] = median(std::move(values));
}

std::optional<double> Scorer::bound(std::size_t objective, const spec::Threshold& threshold) const {
    if (threshold.kind == spec::Threshold::Kind::absolute) return threshold.amount;
    const auto& base = baseline_[objectives_[objective].metric];
    if (!base) return std::nullopt;
    if (threshold.kind == spec::Threshold::Kind::relative_offset) return *base + threshold.amount;
    return *base + std::abs(*base) * threshold.amount / 100;
}

std::vector<double> Scorer::levelled(std::span<const storage::MeasurementRecord> measurements, std::size_t metric) const {
    auto values = values_of(measurements, metric);
    if (drift_[metric] != 1)
        for (double& value : values) value /= drift_[metric];
    return values;
}

std::optional<Score> Scorer::score(std::span<const storage::MeasurementRecord> measurements) const {
    Score score;
    for (std::size_t i = 0; i < objectives_.size(); ++i) {
        const auto& rule = objectives_[i];
        auto values = levelled(measurements, rule.metric);
        if (values.empty()) return std::nullopt;
        const double middle = median(values);
        if (rule.keep)
            if (const auto limit = bound(i, *rule.keep)) miss(score, rule.name, middle, *limit, rule.sign);
        for (double& value : values) value *= rule.sign;
        score.objectives.push_back(rule.sign * middle);
        score.repeats.push_back(std::move(values));
    }
    for (std::size_t i = 0; i < metrics_.size(); ++i) {
        const auto& rule = metrics_[i];
        if (!rule.lower && !rule.upper) continue;
        auto values = levelled(measurements, i);
        if (values.empty()) continue;
        const double middle = median(std::move(values));
        if (rule.upper) miss(score, rule.name, middle, *rule.upper, 1);
        if (rule.lower) miss(score, rule.name, middle, *rule.lower, -1);
    }
    return score;
}

}  // namespace paretop::measure
