#include "app/show_report.h"

#include <fmt/format.h>

#include <ctime>

#include "app/figures.h"
#include "app/front_report.h"
#include "app/intermediates.h"
#include "app/run_report.h"
#include "app/target.h"
#include "app/text_table.h"
#include "app/trial_report.h"
#include "app/words.h"
#include "engine/measure/rounds.h"

namespace paretop::app {
namespace {

std::string moment_text(Nanoseconds since_epoch) {
    const auto seconds = static_cast<std::time_t>(since_epoch / 1'000'000'000);
    std::tm local{};
    char text[32] = "";
    if (localtime_r(&seconds, &local) != nullptr) std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &local);
    return text;
}

// "name   value" lines; empty values are left out.
class Facts {
  public:
    void add(std::string_view name, const std::string& value) {
        if (!value.empty()) text_ += views::pad_right(name, 12) + views::harmless(value) + "\n";
    }
    void when(std::string_view name, Nanoseconds time) {
        if (time != 0) add(name, moment_text(time));
    }
    [[nodiscard]] const std::string& text() const { return text_; }

  private:
    std::string text_;
};

Facts run_facts(const model::RunLine& line) {
    const auto& run = line.record;
    Facts facts;
    facts.add("run", fmt::format("{} of {} (revision {}, {})", run.id, line.name(), line.experiment->record.revision,
                                 line.experiment->record.kind));
    facts.add("about", line.experiment->record.about);
    facts.add("state", std::string(model::status_word(line.status)) + (run.reason.empty() ? "" : ": " + run.reason));
    facts.add("trials", fmt::format("{} of {}, {} failed{}", line.finished(), run.budget, run.failed,
                                    run.repeated > 0 ? fmt::format(", {} repeated", run.repeated) : ""));
    facts.add("method", run.chosen.empty() || run.chosen == run.method ? run.method : run.method + " → " + run.chosen);
    facts.add("seed", fmt::format("{}", run.seed));
    facts.add("parallel", fmt::format("{}", run.parallel));
    if (line.per_minute) facts.add("rate", rate_text(line.per_minute) + " per min, " + duration_text(line.left) + " left");
    facts.add("front", fmt::format("{} configuration{}", line.on_front, line.on_front == 1 ? "" : "s"));
    if (run.hypervolume) facts.add("hypervolume", fmt::format("{:.4f}", *run.hypervolume));
    facts.when("created", run.created_ns);
    facts.when("started", run.started_ns);
    facts.when("ended", run.ended_ns);
    facts.add("active", duration_text(run.active_ns));
    return facts;
}

std::string examples_table(const model::RunDetail& detail, const model::Experiment& experiment, int width) {
    std::vector<TextColumn> columns{{"", Align::left}, {"trial", Align::right}};
    for (const auto& head : experiment.objectives) columns.push_back({head.name, Align::right});
    columns.push_back({"configuration", Align::left, true});
    std::vector<TextRow> rows;
    for (const auto& example : detail.examples) {
        TextRow row{example.label, fmt::format("{}", example.trial)};
        for (std::size_t i = 0; i < experiment.objectives.size(); ++i)
            row.push_back(quantity_text(example.objectives[i], experiment.objectives[i].unit));
        row.push_back(example.differences);
        rows.push_back(std::move(row));
    }
    return rows.empty() ? "" : "\n" + text_table(columns, rows, width);
}

std::string failures_text(const model::RunDetail& detail) {
    std::string text;
    for (const auto& failure : detail.failures)
        text += fmt::format("{}{} × {}\n", text.empty() ? "\nfailures\n" : "", failure.count, views::harmless(failure.reason));
    return text;
}

Result<std::string> labels_text(const storage::Store& store, storage::TrialKey key) {
    Facts facts;
    if (key.number < 0) {
        PARETOP_TRY(const auto tags, storage::list_tags(store, key.run));
        facts.add("tags", fmt::format("{}", fmt::join(tags, " ")));
    }
    PARETOP_TRY(const auto note, storage::get_note(store, key));
    facts.add("note", note);
    return facts.text();
}

Result<std::string> run_json(const storage::Store& store, const model::RunLine& line) {
    PARETOP_TRY(const auto front, read_front(store, line.id()));
    PARETOP_TRY(const auto tags, storage::list_tags(store, line.id()));
    PARETOP_TRY(const auto note, storage::get_note(store, {line.id(), -1}));
    Json json;
    json.begin_object().key("run");
    append_run(json, line);
    json.field("note", note).key("tags").begin_array();
    for (const auto& tag : tags) json.text(tag);
    json.end_array().key("front");
    append_front(json, front);
    return json.end_object().take() + "\n";
}

Facts trial_facts(const TrialReport& report) {
    const auto& trial = report.trial;
    Facts facts;
    facts.add("trial", fmt::format("{} of run {} of {}", trial.key.number, trial.key.run, report.experiment->record.name));
    facts.add("state", std::string(state_word(trial.state)) + (trial.reason.empty() ? "" : ": " + trial.reason));
    facts.add("status", trial.status);
    facts.add("origin", trial.origin);
    if (!trial.feasible) facts.add("feasible", "no");
    facts.when("asked", trial.asked_ns);
    facts.when("started", trial.started_ns);
    facts.when("ended", trial.ended_ns);
    facts.add("realised", trial.realised);
    return facts;
}

std::string parameters_table(const TrialReport& report) {
    std::vector<TextRow> rows;
    for (std::size_t i = 0; i < report.summary.parameters.size(); ++i) {
        const auto& value = report.summary.parameters[i];
        rows.push_back({report.experiment->parameters[i].name, value.empty() ? "–" : value,
                        report.defaults.empty() || value == report.defaults[i] ? "" : report.defaults[i]});
    }
    return rows.empty() ? "" : "\n" + text_table({{"parameter"}, {"value", Align::right}, {"default", Align::right}}, rows, 0);
}

std::string metrics_table(const TrialReport& report) {
    std::vector<TextRow> rows;
    for (std::size_t i = 0; i < report.summary.metrics.size(); ++i) {
        const auto& metric = report.summary.metrics[i];
        if (!metric.measured()) continue;
        const auto& record = report.experiment->metrics[i];
        rows.push_back({record.name, quantity_text(metric.median, record.unit), quantity_text(metric.interval.low, record.unit),
                        quantity_text(metric.interval.high, record.unit), fmt::format("{}", metric.repeats.size())});
    }
    const std::vector<TextColumn> columns{
        {"metric"}, {"median", Align::right}, {"low", Align::right}, {"high", Align::right}, {"repeats", Align::right}};
    return rows.empty() ? "" : "\n" + text_table(columns, rows, 0);
}

// As it was always written in the search; "confirming repeat 3" and the like after it.
std::string repeat_text(std::int64_t repeat) {
    return measure::round_of(repeat) == 0 ? fmt::format("{}", repeat) : measure::repeat_name(repeat);
}

std::string executions_table(const TrialReport& report) {
    const auto seconds = [](Nanoseconds time) { return views::number(static_cast<double>(time) / 1e9); };
    std::vector<TextRow> rows;
    for (const auto& run : report.executions)
        rows.push_back({std::string(phase_word(run.phase)), run.repeat < 0 ? "" : repeat_text(run.repeat), seconds(run.wall_ns),
                        seconds(run.user_ns), seconds(run.sys_ns), quantity_text(static_cast<double>(run.max_rss), "bytes"),
                        run.signal != 0 ? fmt::format("signal {}", run.signal) : fmt::format("exit {}", run.exit_code)});
    const std::vector<TextColumn> columns{{"process"},
                                          {"repeat", Align::right},
                                          {"wall, s", Align::decimal},
                                          {"user, s", Align::decimal},
                                          {"sys, s", Align::decimal},
                                          {"rss", Align::right},
                                          {"ended"}};
    return rows.empty() ? "" : "\n" + text_table(columns, rows, 0);
}

}  // namespace

Result<std::string> show_run(const storage::Store& store, storage::RunId run, bool json, int width) {
    PARETOP_TRY(auto runs, RunsReport::read(store));
    PARETOP_TRY(const auto details, runs.details(run));
    const auto& line = *details.first;
    if (json) return run_json(store, line);
    PARETOP_TRY(const auto labels, labels_text(store, {run, -1}));
    auto text = run_facts(line).text() + labels;
    if (details.second != nullptr)
        text += examples_table(*details.second, *line.experiment, width) + failures_text(*details.second);
    return text;
}

Result<std::string> show_trial(const storage::Store& store, storage::TrialKey trial, bool json) {
    PARETOP_TRY(const auto report, read_trial(store, trial));
    if (json) {
        Json out;
        append_trial(out, report);
        return out.take() + "\n";
    }
    PARETOP_TRY(const auto labels, labels_text(store, trial));
    return trial_facts(report).text() + labels + parameters_table(report) + metrics_table(report) +
           intermediates_table(*report.experiment, report.intermediates) + executions_table(report);
}

}  // namespace paretop::app
