#include "app/intermediates.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/figures.h"
#include "app/text_table.h"
#include "engine/measure/rounds.h"
#include "views/model/trial.h"

namespace paretop::app {
namespace {

constexpr std::size_t k_shown = 8;  // steps of one curve

const storage::MetricRecord& metric_of(const model::Experiment& experiment, const model::IntermediateCurve& curve) {
    return experiment.metrics.at(static_cast<std::size_t>(curve.metric));
}

std::string values_text(const model::IntermediateCurve& curve, std::string_view unit) {
    const auto count = std::min(curve.steps.size(), k_shown);
    std::string text;
    std::size_t last = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const auto at = i == 0 ? 0 : i * (curve.steps.size() - 1) / (count - 1);
        text += i == 0 ? "" : at > last + 1 ? " … " : ", ";
        text += fmt::format("{}: {}", curve.steps[at], quantity_text(curve.values[at], unit));
        last = at;
    }
    return text;
}

}  // namespace

void append_intermediates(Json& json, const model::Experiment& experiment,
                          const std::vector<storage::IntermediateRecord>& intermediates) {
    json.begin_array();
    for (const auto& curve : model::curves_of(intermediates)) {
        json.begin_object().field("metric", metric_of(experiment, curve).name).field("repeat", curve.repeat);
        json.key("steps").begin_array();
        for (const auto step : curve.steps) json.number(step);
        json.end_array().key("values").begin_array();
        for (const double value : curve.values) json.number(value);
        json.end_array().end_object();
    }
    json.end_array();
}

std::string intermediates_table(const model::Experiment& experiment,
                                const std::vector<storage::IntermediateRecord>& intermediates) {
    std::vector<TextRow> rows;
    for (const auto& curve : model::curves_of(intermediates)) {
        const auto& metric = metric_of(experiment, curve);
        const auto repeat =
            measure::round_of(curve.repeat) == 0 ? fmt::format("{}", curve.repeat) : measure::repeat_name(curve.repeat);
        rows.push_back({metric.name, repeat, fmt::format("{}", curve.steps.size()), values_text(curve, metric.unit)});
    }
    const std::vector<TextColumn> columns{{"on its way"}, {"repeat", Align::right}, {"steps", Align::right}, {"step: value"}};
    return rows.empty() ? "" : "\n" + text_table(columns, rows, 0);
}

}  // namespace paretop::app
