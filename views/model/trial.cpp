#include "views/model/trial.h"

#include <algorithm>
#include <limits>

#include "views/model/configurations.h"
#include "views/model/trial_feed.h"

namespace paretop::model {
namespace {

constexpr std::int64_t k_events_searched = 1000;  // of the run's newest: what happened to a trial happened near its end

}  // namespace

std::vector<IntermediateCurve> curves_of(const std::vector<storage::IntermediateRecord>& records) {
    std::vector<IntermediateCurve> curves;
    for (const auto& record : records) {
        if (curves.empty() || curves.back().metric != record.metric || curves.back().repeat != record.repeat)
            curves.push_back({record.metric, record.repeat, {}, {}});
        curves.back().steps.push_back(record.step);
        curves.back().values.push_back(record.value);
    }
    return curves;
}

TrialModel::TrialModel(const storage::Store& store, storage::TrialKey key, std::shared_ptr<const Experiment> experiment,
                       std::string live_log)
    : store_(store), key_(key), experiment_(std::move(experiment)), live_log_(std::move(live_log)) {
    record_.key = key;
}

Result<bool> TrialModel::update(Budget& budget) {
    budget.take();
    return store_
        .read([this]() -> Result<void> {
            if (!settled_) PARETOP_CHECK(read_outcome());
            PARETOP_TRY(note_, storage::get_note(store_, key_));
            return read_events();
        })
        .map([] { return false; });
}

Result<void> TrialModel::read_outcome() {
    PARETOP_TRY(record_, storage::get_trial(store_, key_));
    PARETOP_TRY(summary_, summarize(store_, key_, *experiment_));
    PARETOP_TRY(const auto baseline, storage::get_trial(store_, {key_.run, 0}));
    PARETOP_TRY(baseline_, summarize(store_, baseline.key, *experiment_));
    PARETOP_TRY(executions_, storage::list_executions(store_, key_));
    PARETOP_TRY(const auto intermediates, storage::list_intermediates(store_, key_));
    intermediates_ = curves_of(intermediates);
    if (commands_.run.empty()) {
        PARETOP_TRY(const auto configuration, configuration_of(store_, key_, *experiment_));
        if (configuration) commands_ = command_lines(*experiment_->spec(), *configuration);
    }
    if (!finished(record_.state)) return {};
    PARETOP_TRY(const auto artifacts, storage::list_artifacts(store_, key_));
    for (const auto& artifact : artifacts)
        if (artifact.kind == "log") log_.set(artifact.content, artifact.total_bytes);
    settled_ = finished(baseline.state);
    return {};
}

Result<void> TrialModel::read_events() {
    PARETOP_TRY(events_, storage::list_events(store_, key_.run, std::numeric_limits<std::int64_t>::max(), k_events_searched));
    std::erase_if(events_, [this](const auto& event) { return event.trial != key_.number; });
    return {};
}

Result<bool> TrialModel::follow_log() {
    if (finished(record_.state)) return false;
    return log_.follow(live_log_);
}

std::vector<ParameterLine> TrialModel::parameters() const {
    std::vector<ParameterLine> lines;
    for (std::size_t i = 0; i < summary_.parameters.size(); ++i)
        lines.push_back({experiment_->parameters[i].name, summary_.parameters[i], baseline_.parameters[i]});
    return lines;
}

}  // namespace paretop::model
