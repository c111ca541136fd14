#include "app/importance_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/text_table.h"
#include "views/charts/small.h"
#include "views/model/trial_fields.h"
#include "views/widgets/format.h"

namespace paretop::app {
namespace {

constexpr int k_bar = 24;            // cells
constexpr double k_doubtful = 0.25;  // R² below which a model is said to know little

std::vector<model::ObjectiveHead> chosen(const model::Experiment& experiment, const std::string& name) {
    auto heads = experiment.objectives;
    if (!name.empty()) std::erase_if(heads, [&](const auto& head) { return head.name != name; });
    return heads;
}

tl::unexpected<Error> unknown_objective(const model::Experiment& experiment, const std::string& name) {
    std::vector<std::string> known;
    for (const auto& head : experiment.objectives) known.push_back(head.name);
    return fail(ErrorKind::not_found, fmt::format("there is no objective {}", name), experiment.record.name,
                fmt::format("its objectives are {}", fmt::join(known, ", ")));
}

// What was measured of each objective, failed and unmeasured trials apart.
struct Measured {
    std::vector<space::Configuration> configurations;
    std::vector<double> values;
};

Result<std::vector<Measured>> read_trials(const storage::Store& store, storage::RunId run,
                                          const std::shared_ptr<const model::Experiment>& experiment,
                                          const std::vector<model::ObjectiveHead>& heads) {
    std::vector<Measured> measured(heads.size());
    model::RowReader reader(experiment);
    PARETOP_CHECK(storage::scan_trials(store, run, 0, [&](const storage::TrialRow& row) {
        if (row.state != storage::TrialState::done) return true;
        reader.set(row);
        for (std::size_t i = 0; i < heads.size(); ++i) {
            const auto value = reader.metric(heads[i].metric);
            const auto* const configuration = value && std::isfinite(*value) ? reader.configuration() : nullptr;
            if (configuration == nullptr) continue;
            measured[i].configurations.push_back(*configuration);
            measured[i].values.push_back(*value);
        }
        return true;
    }));
    return measured;
}

std::string head_line(const ImportanceReport& report, const ImportanceReport::Part& part) {
    if (part.analysis.constant) return fmt::format("{}: the same in all {} trials\n", part.objective, part.trials);
    const bool main = report.method == importance::Method::fanova;
    return fmt::format("{}: {} of its variance, from {} trials (R² {:.2f} on trials not learnt from)\n", part.objective,
                       main ? "main effects, as shares" : "total effects, as shares", part.trials, part.analysis.r_squared);
}

std::string doubt(const ImportanceReport::Part& part) {
    if (part.analysis.constant) return "no parameter is known to matter to it\n";
    if (part.analysis.r_squared >= k_doubtful) return {};
    return "the model predicts little: believe the order only with more trials, or less noise\n";
}

std::string part_table(const ImportanceReport& report, const ImportanceReport::Part& part, int width) {
    if (part.analysis.constant) return {};
    const std::vector<TextColumn> columns{
        {"parameter", Align::left, true}, {"share", Align::right}, {"±", Align::right}, {"", Align::left}};
    std::vector<TextRow> rows;
    for (const auto& share : part.analysis.shares)
        rows.push_back({report.experiment->spec()->space.parameters()[share.parameter].name,
                        fmt::format("{:.1f} %", 100 * share.share), fmt::format("{:.1f}", 100 * share.spread),
                        views::bar(share.share, k_bar)});
    if (report.method == importance::Method::fanova)
        rows.push_back({"(together)", fmt::format("{:.1f} %", 100 * std::max(0.0, 1 - part.analysis.explained)), "", ""});
    return text_table(columns, rows, width);
}

}  // namespace

Result<ImportanceReport> read_importance(const storage::Store& store, storage::RunId run, const std::string& objective,
                                         importance::Method method) {
    PARETOP_TRY(const auto record, storage::get_run(store, run));
    ImportanceReport report;
    report.method = method;
    PARETOP_TRY(report.experiment, model::Experiments(store).get(record.experiment));
    const auto* spec = report.experiment->spec();
    if (spec == nullptr)
        return fail(ErrorKind::usage, "its experiment file cannot be read by this version", report.experiment->record.name,
                    "use the version of paretop that wrote it");
    const auto heads = chosen(*report.experiment, objective);
    if (heads.empty()) return unknown_objective(*report.experiment, objective);
    PARETOP_TRY(const auto measured, read_trials(store, run, report.experiment, heads));
    for (std::size_t i = 0; i < heads.size(); ++i) {
        PARETOP_TRY(auto analysis, importance::analyse(spec->space, measured[i].configurations, measured[i].values, {method}));
        report.parts.push_back({heads[i].name, heads[i].unit, measured[i].values.size(), std::move(analysis)});
    }
    return report;
}

std::string importance_text(const ImportanceReport& report, int width) {
    std::string text;
    for (const auto& part : report.parts)
        text += (text.empty() ? "" : "\n") + head_line(report, part) + doubt(part) + part_table(report, part, width);
    return text;
}

void append_importance(Json& json, const ImportanceReport& report) {
    json.begin_array();
    for (const auto& part : report.parts) {
        json.newline().begin_object().field("objective", part.objective).field("method", importance::method_name(report.method));
        json.field("trials", static_cast<std::int64_t>(part.trials)).field("r_squared", part.analysis.r_squared);
        json.field("constant", part.analysis.constant)
            .field("explained", part.analysis.explained)
            .key("parameters")
            .begin_array();
        for (const auto& share : part.analysis.shares) {
            json.begin_object().field("name", report.experiment->spec()->space.parameters()[share.parameter].name);
            json.field("share", share.share).field("spread", share.spread).end_object();
        }
        json.end_array().end_object();
    }
    json.end_array();
}

}  // namespace paretop::app
