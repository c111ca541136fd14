#include "views/model/summary.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

#include "engine/measure/aggregate.h"
#include "engine/measure/turns.h"
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

namespace {

// The repeats of rounds that compare two trials in turns: the latest that both took part in, more than once each.
struct Turns {
    std::vector<double> a, b;
};
std::optional<Turns> turns_of(const std::vector<storage::MeasurementRecord>& a, std::int64_t metric_a,
                              const std::vector<storage::MeasurementRecord>& b, std::int64_t metric_b) {
    const auto rounds = [](const auto& measurements, std::int64_t metric) {
        std::map<std::int64_t, std::vector<double>> found;
        for (const auto& m : measurements)
            if (m.metric == metric && measure::is_comparing(m.repeat)) found[measure::round_of(m.repeat)].push_back(m.value);
        return found;
    };
    auto of_a = rounds(a, metric_a), of_b = rounds(b, metric_b);
    for (auto round = of_a.rbegin(); round != of_a.rend(); ++round)
        if (const auto other = of_b.find(round->first);
            other != of_b.end() && round->second.size() > 1 && other->second.size() > 1)
            return Turns{std::move(round->second), std::move(other->second)};
    return std::nullopt;
}

void set_repeats(MetricSummary& metric, std::vector<double> repeats) {
    metric.repeats = std::move(repeats);
    metric.median = measure::median(metric.repeats);
    metric.interval = measure::median_interval(metric.repeats);
}

struct Measured {
    TrialSummary summary;
    std::vector<storage::MeasurementRecord> first;  // of the first trial
};

Result<Measured> measure_side(const storage::Store& store, const Side& side) {
    Measured result;
    PARETOP_TRY(result.summary, summarize(store, side.trials.front(), *side.experiment));
    PARETOP_TRY(result.first, storage::list_measurements(store, side.trials.front()));
    for (std::size_t i = 1; i < side.trials.size(); ++i) {
        PARETOP_TRY(const auto more, summarize(store, side.trials[i], *side.experiment));
        for (std::size_t m = 0; m < more.metrics.size(); ++m) {
            auto& metric = result.summary.metrics[m];
            auto repeats = metric.repeats;
            repeats.insert(repeats.end(), more.metrics[m].repeats.begin(), more.metrics[m].repeats.end());
            if (!repeats.empty()) set_repeats(metric, std::move(repeats));
        }
    }
    return result;
}

template <class Record>
std::optional<std::size_t> named(const std::vector<Record>& records, const std::string& name) {
    const auto found = std::find_if(records.begin(), records.end(), [&](const auto& record) { return record.name == name; });
    return found == records.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - records.begin()));
}

void compare_parameters(Comparison& comparison, const Side& a, const TrialSummary& of_a, const Side& b,
                        const TrialSummary& of_b) {
    const auto& parameters = a.experiment->parameters;
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const auto other = named(b.experiment->parameters, parameters[i].name);
        if (!other) continue;
        const auto &first = of_a.parameters[i], &second = of_b.parameters[*other];
        if (first == second) {
            ++comparison.unchanged;
            continue;
        }
        auto a_text = readable(parameters[i].type, first), b_text = readable(parameters[i].type, second);
        if (a_text == b_text) {
            a_text = first;
            b_text = second;
        }
        comparison.changed.push_back({parameters[i].name, std::move(a_text), std::move(b_text)});
    }
}

// Where there are turns, they alone are looked at: one time, one machine.
Comparison::Metric compare_metric(const storage::MetricRecord& metric, const MetricSummary& a, const MetricSummary& b,
                                  const std::optional<Turns>& turns) {
    Comparison::Metric line{metric.name, metric.unit, metric.objective >= 0, a, b, {}, {}, turns.has_value(), 0};
    if (turns) {
        set_repeats(line.a, turns->a);
        set_repeats(line.b, turns->b);
        line.difference = measure::interleaved_difference(turns->a, turns->b);
    } else {
        line.difference = measure::difference(a.repeats, b.repeats);
    }
    line.relative = relative_change(line.a.median, line.b.median);
    if (line.objective && line.difference) line.verdict = verdict_of(*line.difference, metric.goal == "maximize");
    return line;
}

// Objectives first, in their order.
std::vector<std::size_t> metric_order(const Experiment& experiment) {
    std::vector<std::size_t> order(experiment.metrics.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto rank = [&](std::size_t i) { return static_cast<std::uint64_t>(experiment.metrics[i].objective); };  // −1: last
    std::stable_sort(order.begin(), order.end(), [&](std::size_t x, std::size_t y) { return rank(x) < rank(y); });
    return order;
}

}  // namespace

Result<Comparison> compare(const storage::Store& store, const Side& a, const Side& b) {
    PARETOP_TRY(const auto first, measure_side(store, a));
    PARETOP_TRY(const auto second, measure_side(store, b));
    Comparison comparison{a.trials.front().number, b.trials.front().number, {}, 0, {}};
    compare_parameters(comparison, a, first.summary, b, second.summary);
    for (const auto i : metric_order(*a.experiment)) {
        const auto& metric = a.experiment->metrics[i];
        const auto other = named(b.experiment->metrics, metric.name);
        if (!other) continue;
        const bool same_run =
            a.trials.front().run == b.trials.front().run;  // rounds of two runs have nothing to do with each other
        const auto turns = same_run ? turns_of(first.first, metric.position, second.first, b.experiment->metrics[*other].position)
                                    : std::nullopt;
        comparison.metrics.push_back(compare_metric(metric, first.summary.metrics[i], second.summary.metrics[*other], turns));
    }
    return comparison;
}

Result<Comparison> compare(const storage::Store& store, storage::RunId run, const std::shared_ptr<const Experiment>& experiment,
                           storage::TrialNumber a, storage::TrialNumber b) {
    return compare(store, Side{experiment, {{run, a}}}, Side{experiment, {{run, b}}});
}

Result<std::vector<storage::TrialKey>> twins(const storage::Store& store, storage::TrialKey trial) {
    std::vector<storage::TrialKey> found{trial};
    PARETOP_TRY(const auto record, storage::get_trial(store, trial));
    PARETOP_TRY(const auto configuration, storage::get_configuration(store, record.configuration));
    PARETOP_CHECK(storage::scan_trials(store, trial.run, 0, [&](const storage::TrialRow& row) {
        if (row.number != trial.number && row.state == storage::TrialState::done && row.compact == configuration.compact)
            found.push_back({trial.run, row.number});
        return true;
    }));
    return found;
}

}  // namespace paretop::model
