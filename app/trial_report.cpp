#include "app/trial_report.h"

#include "app/intermediates.h"
#include "app/words.h"
#include "views/model/configurations.h"

namespace paretop::app {
namespace {

Result<void> read_parameters(const storage::Store& store, TrialReport& report) {
    PARETOP_TRY(const auto stored, storage::get_configuration(store, report.trial.configuration));
    report.configuration = stored.json;
    PARETOP_TRY(report.summary, model::summarize(store, report.trial.key, *report.experiment));
    if (const auto* spec = report.experiment->spec())
        report.defaults = model::parameter_texts(spec->space, spec->space.defaults());
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
        PARETOP_TRY(report.executions, storage::list_executions(store, key));
        PARETOP_TRY(report.intermediates, storage::list_intermediates(store, key));
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
    for (std::size_t i = 0; i < report.summary.metrics.size(); ++i) {
        const auto& metric = report.summary.metrics[i];
        if (!metric.measured()) continue;
        json.key(report.experiment->metrics[i].name)
            .begin_object()
            .field("median", metric.median)
            .field("low", metric.interval.low);
        json.field("high", metric.interval.high).key("values").begin_array();
        for (const double value : metric.repeats) json.number(value);
        json.end_array().end_object();
    }
    append_intermediates(json.end_object().key("intermediates"), *report.experiment, report.intermediates);
    json.key("realised").raw(trial.realised).key("executions");
    append_executions(json, report.executions);
    json.end_object();
}

}  // namespace paretop::app
