#include "app/trial_export.h"

#include <fmt/format.h>

#include <array>
#include <set>

#include "app/intermediates.h"
#include "app/words.h"
#include "engine/measure/aggregate.h"
#include "storage/intermediates.h"
#include "views/model/configurations.h"

namespace paretop::app {
namespace {

constexpr std::array<std::string_view, 6> k_fixed{"trial", "state", "feasible", "origin", "reason", "ended_ns"};

// The names of the columns, those that are taken told apart by what they are.
std::vector<std::string> column_names(const model::Experiment& experiment) {
    std::vector<std::string> names(k_fixed.begin(), k_fixed.end());
    std::set<std::string> taken(names.begin(), names.end());
    const auto add = [&](std::string_view kind, const std::string& name) {
        names.push_back(taken.insert(name).second ? name : fmt::format("{}.{}", kind, name));
    };
    for (const auto& parameter : experiment.parameters) add("parameter", parameter.name);
    for (const auto& metric : experiment.metrics) add("metric", metric.name);
    return names;
}

std::string csv_line(const std::vector<std::string>& fields) {
    std::string line;
    for (const auto& field : fields) line += (line.empty() ? "" : ",") + csv_field(field);
    return line + "\r\n";
}

}  // namespace

std::string csv_field(std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
    std::string quoted = "\"";
    for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
    return quoted + '"';
}

CsvExport::CsvExport(std::shared_ptr<const model::Experiment> experiment)
    : experiment_(std::move(experiment)), reader_(experiment_) {}

std::string CsvExport::head() const { return csv_line(column_names(*experiment_)); }

std::string CsvExport::row(const storage::TrialRow& trial) {
    reader_.set(trial);
    std::vector<std::string> fields{
        fmt::format("{}", trial.number),   std::string(state_word(trial.state)),
        trial.feasible ? "true" : "false", std::string(trial.origin),
        std::string(trial.reason),         trial.ended_ns == 0 ? "" : fmt::format("{}", trial.ended_ns)};
    const auto* configuration = reader_.configuration();
    auto parameters = configuration != nullptr ? model::parameter_texts(experiment_->spec()->space, *configuration)
                                               : std::vector<std::string>();
    parameters.resize(experiment_->parameters.size());
    fields.insert(fields.end(), parameters.begin(), parameters.end());
    for (std::size_t i = 0; i < experiment_->metrics.size(); ++i) {
        const auto median = reader_.metric(i);
        fields.push_back(median ? fmt::format("{}", *median) : "");
    }
    return csv_line(fields);
}

JsonExport::JsonExport(const storage::Store& store, storage::RunId run, std::shared_ptr<const model::Experiment> experiment)
    : store_(&store), run_(run), experiment_(std::move(experiment)), reader_(experiment_) {}

Result<void> JsonExport::append(Json& json, const storage::TrialRow& trial) {
    reader_.set(trial);
    const auto* configuration = reader_.configuration();
    json.begin_object().field("trial", trial.number).field("state", state_word(trial.state)).field("feasible", trial.feasible);
    json.field("origin", trial.origin).field("reason", trial.reason);
    json.field("ended_ns", trial.ended_ns == 0 ? std::nullopt : std::optional(trial.ended_ns));
    json.key("configuration").raw(configuration != nullptr ? space::to_json(experiment_->spec()->space, *configuration) : "");
    append_metrics(json.key("metrics"), trial);
    PARETOP_CHECK(append_intermediates(json.key("intermediates"), trial.number));
    json.end_object();
    return {};
}

// A run without any is asked once.
Result<void> JsonExport::append_intermediates(Json& json, storage::TrialNumber trial) {
    if (more_ && (ahead_.empty() || ahead_.front().trial < trial)) {
        PARETOP_TRY(ahead_, storage::next_intermediates(*store_, run_, trial));
        more_ = !ahead_.empty();
    }
    const bool its = !ahead_.empty() && ahead_.front().trial == trial;
    app::append_intermediates(json, *experiment_, its ? ahead_ : std::vector<storage::IntermediateRecord>());
    return {};
}

void JsonExport::append_metrics(Json& json, const storage::TrialRow& trial) {
    json.begin_object();
    for (std::size_t i = 0; i < experiment_->metrics.size(); ++i) {
        const auto median = reader_.metric(i);
        if (!median) continue;
        json.key(experiment_->metrics[i].name).begin_object().field("median", *median).key("values").begin_array();
        for (const double value : measure::values_of(trial.measurements, i, measure::Round::last)) json.number(value);
        json.end_array().end_object();
    }
    json.end_object();
}

}  // namespace paretop::app
