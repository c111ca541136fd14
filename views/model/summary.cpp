#include "views/model/summary.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "engine/measure/aggregate.h"
#include "views/model/configurations.h"

namespace paretop::model {
namespace {

MetricSummary summarize_metric(const std::vector<storage::MeasurementRecord>& measurements, std::int64_t metric) {
    MetricSummary summary;
    for (const auto& m : measurements)
        if (m.metric == metric && m.repeat < 0) summary.warmups.push_back(m.value);
    summary.repeats = measure::values_of(measurements, static_cast<std::size_t>(metric), measure::Round::last);
    summary.median = std::numeric_limits<double>::quiet_NaN();
    if (!summary.measured()) return summary;
    summary.median = measure::median(summary.repeats);
    summary.interval = measure::median_interval(summary.repeats);
    return summary;
}

int verdict_of(const measure::Difference& difference, bool maximized) {
    if (!difference.certain()) return 0;
    return (difference.low > 0) == maximized ? 1 : -1;
}

}  // namespace

Result<TrialSummary> summarize(const storage::Store& store, storage::TrialKey key, const Experiment& experiment) {
    TrialSummary summary;
    summary.trial = key.number;
    summary.parameters.resize(experiment.parameters.size());
    PARETOP_TRY(const auto configuration, configuration_of(store, key, experiment));
    if (configuration) {
        const auto& space = experiment.spec()->space;
        summary.parameters = parameter_texts(space, *configuration);
        summary.differences = space::differences(space, *configuration, space.defaults(), space::k_readable_digits);
    }
    PARETOP_TRY(const auto measurements, storage::list_measurements(store, key));
    for (const auto& metric : experiment.metrics) summary.metrics.push_back(summarize_metric(measurements, metric.position));
    return summary;
}

std::optional<double> relative_change(double a, double b) {
    const double change = (b - a) / std::abs(a);
    return std::isfinite(change) ? std::optional(change) : std::nullopt;
}

Result<Comparison> compare(const storage::Store& store, storage::RunId run, const Experiment& experiment, storage::TrialNumber a,
                           storage::TrialNumber b) {
    PARETOP_TRY(const auto first, summarize(store, {run, a}, experiment));
    PARETOP_TRY(const auto second, summarize(store, {run, b}, experiment));
    Comparison comparison{a, b, {}, 0, {}};
    for (std::size_t i = 0; i < experiment.parameters.size(); ++i) {
        const auto& [name, type] = std::tie(experiment.parameters[i].name, experiment.parameters[i].type);
        if (first.parameters[i] == second.parameters[i]) {
            ++comparison.unchanged;
            continue;
        }
        auto a_text = readable(type, first.parameters[i]), b_text = readable(type, second.parameters[i]);
        if (a_text == b_text) a_text = first.parameters[i], b_text = second.parameters[i];
        comparison.changed.push_back({name, std::move(a_text), std::move(b_text)});
    }
    std::vector<std::size_t> order(experiment.metrics.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t x, std::size_t y) {
        const auto rank = [&](std::size_t i) { return static_cast<std::uint64_t>(experiment.metrics[i].objective); };  // −1: last
        return rank(x) < rank(y);
    });
    for (const auto i : order) {
        const auto& metric = experiment.metrics[i];
        Comparison::Metric line{metric.name, metric.unit, metric.objective >= 0, first.metrics[i], second.metrics[i], {}, {}, 0};
        line.relative = relative_change(line.a.median, line.b.median);
        line.difference = measure::difference(line.a.repeats, line.b.repeats);
        if (line.objective && line.difference) line.verdict = verdict_of(*line.difference, metric.goal == "maximize");
        comparison.metrics.push_back(std::move(line));
    }
    return comparison;
}

}  // namespace paretop::model
