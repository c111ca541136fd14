#include "app/trial_report.h"

#include "app/words.h"
#include "engine/measure/aggregate.h"
#include "engine/measure/statistics.h"
#include "views/model/configurations.h"

namespace paretop::app {
namespace {

TrialReport::Metric metric_of(std::vector<double> values) {
    TrialReport::Metric metric{std::move(values), 0, 0, 0};
    if (metric.values.empty()) return metric;
    const auto interval = measure::median_interval(metric.values);
    metric.median = measure::median(metric.values);
    metric.low = interval.low;
    metric.high = interval.high;
    return metric;
}

Result<void> read_parameters(const storage::Store& store, TrialReport& report) {
    PARETOP_TRY(const auto stored, storage::get_configuration(store, report.trial.configuration));
    report.configuration = stored.json;
    PARETOP_TRY(const auto configuration, model::configuration_of(store, report.trial.key, *report.experiment));
    if (!configuration) return {};
    const auto& space = report.experiment->spec()->space;
    report.parameters = model::parameter_texts(space, *configuration);
    report.defaults = model::parameter_texts(space, space.defaults());
    return {};
}

void append_executions(Json& json, const std::vector<storage::ExecutionRecord>& executions) {
    json.begin_array();
    for (const auto& run : executions) {
        json.begin_object().field("phase", phase_word(run.phase)).field("repeat", run.repeat).field("started_ns", run.started_ns);
        json.field("wall_ns", run.wall_ns).field("user_ns", run.user_ns).field("sys_ns", run.sys_ns);
        json.field("max_rss_bytes", run.max_rss).field("exit_code", run.exit_code).field("signal", run.signal).end_object();
    }
    json.end_array();
}

}  // namespace

std::string_view phase_word(storage::Phase phase) {
    switch (phase) {
        case storage::Phase::build:
            return "build";
        case storage::Phase::warmup:
            return "warmup";
        case storage::Phase::run:
            return "run";
        case storage::Phase::verify:
            break;
    }
    return "verify";
}

Result<TrialReport> read_trial(const storage::Store& store, storage::TrialKey key) {
    TrialReport report;
    const auto read = store.read([&]() -> Result<void> {
        PARETOP_TRY(report.trial, storage::get_trial(store, key));
        PARETOP_TRY(const auto run, storage::get_run(store, key.run));
        PARETOP_TRY(report.experiment, model::Experiments(store).get(run.experiment));
        PARETOP_TRY(const auto measurements, storage::list_measurements(store, key));
        for (std::size_t i = 0; i < report.experiment->metrics.size(); ++i)
            report.metrics.push_back(metric_of(measure::values_of(measurements, i)));
        PARETOP_TRY(report.executions, storage::list_executions(store, key));
        return read_parameters(store, report);
    });
    if (!read) return tl::unexpected(read.error());
    return report;
}

void append_trial(Json& json, const TrialReport& report) {
    const auto& trial = report.trial;
    const auto known = [](Nanoseconds time) { return time == 0 ? std::nullopt : std::optional(time); };
    json.begin_object()
        .field("run", trial.key.run)
        .field("trial", trial.key.number)
        .field("experiment", report.experiment->record.name);
    json.field("state", state_word(trial.state)).field("feasible", trial.feasible).field("origin", trial.origin);
    json.field("reason", trial.reason).field("asked_ns", known(trial.asked_ns)).field("started_ns", known(trial.started_ns));
    json.field("ended_ns", known(trial.ended_ns)).key("configuration").raw(report.configuration).key("metrics").begin_object();
    for (std::size_t i = 0; i < report.metrics.size(); ++i) {
        const auto& metric = report.metrics[i];
        if (metric.values.empty()) continue;
        json.key(report.experiment->metrics[i].name).begin_object().field("median", metric.median).field("low", metric.low);
        json.field("high", metric.high).key("values").begin_array();
        for (const double value : metric.values) json.number(value);
        json.end_array().end_object();
    }
    json.end_object().key("realised").raw(trial.realised).key("executions");
    append_executions(json, report.executions);
    json.end_object();
}

}  // namespace paretop::app
