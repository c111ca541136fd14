#include <fmt/format.h>

#include "engine/job/histories.h"
#include "engine/measure/aggregate.h"

namespace paretop::job {
namespace {

constexpr std::int64_t k_chunk = 4096;

std::vector<exchange::Metric> metrics_of(const spec::Spec& spec) {
    std::vector<exchange::Metric> out;
    for (const auto& metric : spec.metrics)
        out.push_back({metric.name, metric.unit, spec::Goal::none, metric.lower, metric.upper});
    for (const auto& objective : spec.objectives) out[objective.metric].goal = objective.goal;
    return out;
}

Result<exchange::Trial> trial_of(const storage::Store& store, const spec::Spec& spec, const storage::TrialRecord& record) {
    exchange::Trial trial;
    trial.number = record.key.number;
    trial.state = record.state == storage::TrialState::running ? storage::TrialState::asked : record.state;
    if (trial.state == storage::TrialState::failed) trial.reason = record.reason;
    trial.started_ns = record.started_ns;
    trial.ended_ns = record.ended_ns;
    trial.realised = record.realised;
    PARETOP_TRY(const auto stored, storage::get_configuration(store, record.configuration));
    PARETOP_TRY(const auto configuration, space::decode(spec.space, stored.compact));
    for (std::size_t i = 0; i < configuration.values.size(); ++i) {
        const auto& value = configuration.values[i];
        const bool inactive = std::holds_alternative<space::Inactive>(value);
        trial.values.push_back(inactive ? std::nullopt : std::optional(space::to_text(spec.space.parameters()[i], value)));
    }
    PARETOP_TRY(const auto measurements, storage::list_measurements(store, record.key));
    for (std::size_t i = 0; i < spec.metrics.size(); ++i) trial.measured.push_back(measure::values_of(measurements, i));
    PARETOP_TRY(trial.steps, storage::list_intermediates(store, record.key));
    for (auto& step : trial.steps) step.trial = 0;
    return trial;
}

// Notes that are not objects of JSON become one.
std::string note_of(const std::string& text) {
    if (text.empty() || text.starts_with('{')) return text;
    std::string quoted;
    for (const char c : text) quoted += c == '"' || c == '\\' ? std::string{'\\', c} : c == '\n' ? "\\n" : std::string(1, c);
    return fmt::format("{{\"note\":\"{}\"}}", quoted);
}

}  // namespace

Result<exchange::History> read_history(const storage::Store& store, storage::RunId id) {
    PARETOP_TRY(const auto loaded, load_run(store, id));
    exchange::History history;
    history.source = fmt::format("run {}", id);
    history.name = loaded.spec.name;
    history.parameters = loaded.spec.space.parameters();
    history.metrics = metrics_of(loaded.spec);
    PARETOP_TRY(const auto artifacts, storage::list_artifacts(store, {id, 0}));
    for (const auto& artifact : artifacts)
        if (artifact.kind == k_choices) history.choices[artifact.name] = artifact.content;
    PARETOP_TRY(const auto note, storage::get_note(store, {id, -1}));
    history.note = note_of(note);
    for (storage::TrialNumber first = 0;; first += k_chunk) {
        PARETOP_TRY(const auto records, storage::list_trials(store, id, first, k_chunk));
        for (const auto& record : records) {
            PARETOP_TRY(auto trial, trial_of(store, loaded.spec, record));
            history.trials.push_back(std::move(trial));
        }
        if (records.size() < static_cast<std::size_t>(k_chunk)) break;
    }
    return history;
}

}  // namespace paretop::job
