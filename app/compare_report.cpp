#include "app/compare_report.h"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "app/figures.h"
#include "app/text_table.h"

namespace paretop::app {
namespace {

using Metric = model::Comparison::Metric;

Result<CompareReport::Side> read_side(const storage::Store& store, model::Experiments& experiments, storage::TrialKey key,
                                      bool pool) {
    CompareReport::Side side;
    PARETOP_TRY(const auto run, storage::get_run(store, key.run));
    PARETOP_TRY(side.of.experiment, experiments.get(run.experiment));
    PARETOP_TRY(const auto trial, storage::get_trial(store, key));
    PARETOP_TRY(const auto stored, storage::get_configuration(store, trial.configuration));
    side.json = stored.json;
    PARETOP_TRY(const auto summary, model::summarize(store, key, *side.of.experiment));
    side.differences = summary.differences;
    side.of.trials = {key};
    if (pool) {
        PARETOP_TRY(side.of.trials, model::twins(store, key));
    }
    return side;
}

std::string side_name(const CompareReport::Side& side) {
    const auto& first = side.of.trials.front();
    return fmt::format("{}/{}", first.run, first.number);
}

std::string head_line(const char* letter, const CompareReport::Side& side) {
    std::string text = fmt::format("{}  {} {}  {}", letter, side.of.experiment->record.name, side_name(side), side.differences);
    if (side.of.trials.size() > 1) {
        text += "  (with";
        for (std::size_t i = 1; i < side.of.trials.size(); ++i)
            text += fmt::format("{} {}", i > 1 ? "," : "", side.of.trials[i].number);
        text += ")";
    }
    return text + "\n";
}

std::string value_text(const model::MetricSummary& metric, double divisor) {
    if (!metric.measured()) return std::string(views::k_unknown);
    if (metric.spread() <= 0) return views::number(metric.median / divisor);
    const auto text = views::measured(metric.median / divisor, metric.spread() / divisor);
    return text.value + " " + text.interval;
}

std::string difference_text(const Metric& metric, double divisor) {
    if (!metric.difference) return {};
    const auto part = [&](double value) { return (value > 0 ? "+" : "") + views::number(value / divisor); };
    return fmt::format("{} to {}", part(metric.difference->low), part(metric.difference->high));
}

std::string verdict_text(const Metric& metric) {
    if (!metric.objective) return {};
    if (metric.verdict != 0) return metric.verdict > 0 ? "B is better" : "A is better";
    return metric.difference ? "not certain" : "single repeats: no telling";
}

TextRow metric_row(const Metric& metric) {
    const auto scale = scale_of(metric.unit, std::array{std::isnan(metric.a.median) ? metric.b.median : metric.a.median});
    return {scale.unit.empty() || scale.unit == metric.name ? metric.name : metric.name + ", " + scale.unit,
            value_text(metric.a, scale.divisor),
            value_text(metric.b, scale.divisor),
            metric.relative ? views::change(*metric.relative) : "",
            difference_text(metric, scale.divisor),
            verdict_text(metric)};
}

// What the intervals cover: the least of them.
std::string difference_title(const model::Comparison& comparison) {
    double confidence = 1;
    bool turns = false;
    for (const auto& metric : comparison.metrics) {
        if (metric.difference) confidence = std::min(confidence, metric.difference->confidence);
        turns = turns || metric.in_turns;
    }
    return confidence < 1 ? fmt::format("B − A ({:.3g} %{})", 100 * confidence, turns ? ", in turns" : "") : "B − A";
}

void append_metric(Json& json, std::string_view name, const model::MetricSummary& metric) {
    json.key(name);
    if (!metric.measured()) {
        json.null();
        return;
    }
    json.begin_object().field("median", metric.median).field("low", metric.interval.low).field("high", metric.interval.high);
    json.field("repeats", static_cast<std::int64_t>(metric.repeats.size())).end_object();
}

void append_difference(Json& json, const Metric& metric) {
    json.key("difference");
    if (!metric.difference) {
        json.null();
        return;
    }
    const auto& difference = *metric.difference;
    json.begin_object().field("estimate", difference.estimate).field("low", difference.low).field("high", difference.high);
    json.field("confidence", difference.confidence).field("in_turns", metric.in_turns).end_object();
}

void append_side(Json& json, std::string_view name, const CompareReport::Side& side) {
    json.key(name).begin_object().field("experiment", side.of.experiment->record.name);
    json.field("run", side.of.trials.front().run).field("trial", side.of.trials.front().number).key("trials").begin_array();
    for (const auto& trial : side.of.trials) json.number(trial.number);
    json.end_array().key("configuration").raw(side.json).end_object();
}

}  // namespace

Result<CompareReport> read_comparison(const storage::Store& store, storage::TrialKey a, storage::TrialKey b, bool pool) {
    CompareReport report;
    model::Experiments experiments(store);
    const auto read = store.read([&]() -> Result<void> {
        PARETOP_TRY(report.a, read_side(store, experiments, a, pool));
        PARETOP_TRY(report.b, read_side(store, experiments, b, pool));
        PARETOP_TRY(report.comparison, model::compare(store, report.a.of, report.b.of));
        return {};
    });
    if (!read) return tl::unexpected(read.error());
    return report;
}

std::string comparison_text(const CompareReport& report, int width) {
    const std::vector<TextColumn> columns{{"", Align::left},
                                          {"A", Align::right},
                                          {"B", Align::right},
                                          {"change", Align::right},
                                          {difference_title(report.comparison), Align::right},
                                          {"", Align::left}};
    std::vector<TextRow> rows;
    for (const auto& metric : report.comparison.metrics) rows.push_back(metric_row(metric));
    for (const auto& parameter : report.comparison.changed) {
        const auto text = [](const std::string& value) { return value.empty() ? std::string(views::k_unknown) : value; };
        rows.push_back({parameter.name, text(parameter.a), text(parameter.b), "", "", ""});
    }
    auto text = head_line("A", report.a) + head_line("B", report.b) + "\n" + text_table(columns, rows, width);
    if (report.comparison.unchanged > 0)
        text +=
            fmt::format("{} the same\n", views::count_of(static_cast<std::int64_t>(report.comparison.unchanged), "parameter") +
                                             (report.comparison.unchanged == 1 ? " is" : " are"));
    return text;
}

void append_comparison(Json& json, const CompareReport& report) {
    json.begin_object();
    append_side(json, "a", report.a);
    append_side(json, "b", report.b);
    json.key("parameters").begin_array();
    for (const auto& parameter : report.comparison.changed)
        json.begin_object().field("name", parameter.name).field("a", parameter.a).field("b", parameter.b).end_object();
    json.end_array().field("unchanged", static_cast<std::int64_t>(report.comparison.unchanged)).key("metrics").begin_array();
    for (const auto& metric : report.comparison.metrics) {
        json.newline().begin_object().field("name", metric.name).field("unit", metric.unit).field("objective", metric.objective);
        append_metric(json, "a", metric.a);
        append_metric(json, "b", metric.b);
        json.field("relative", metric.relative);
        append_difference(json, metric);
        json.key("better");
        metric.verdict == 0 ? json.null() : json.text(metric.verdict > 0 ? "b" : "a");
        json.end_object();
    }
    json.end_array().end_object();
}

}  // namespace paretop::app
