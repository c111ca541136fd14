#include "app/front_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <map>

#include "app/figures.h"
#include "app/front_certainty.h"
#include "app/text_table.h"
#include "views/model/configurations.h"
#include "views/model/front_members.h"

namespace paretop::app {
namespace {

constexpr std::size_t k_most_columns = 8;  // more differing parameters than these are shown in one column, as differences

Result<FrontReport::Row> read_row(const storage::Store& store, storage::TrialKey key, const model::Experiment& experiment) {
    FrontReport::Row row;
    PARETOP_TRY(row.summary, model::summarize(store, key, experiment));
    PARETOP_TRY(const auto trial, storage::get_trial(store, key));
    PARETOP_TRY(const auto stored, storage::get_configuration(store, trial.configuration));
    row.json = stored.json;
    return row;
}

Result<void> mark_outdone(const storage::Store& store, const storage::RunRecord& run, FrontReport& report) {
    model::FrontMembers front(store, report.experiment);
    auto all = model::Budget::of_steps(std::numeric_limits<std::int64_t>::max());
    PARETOP_CHECK(front.update(run, all, true));
    std::map<storage::TrialNumber, std::optional<storage::TrialNumber>> outdone;
    for (const auto& member : front.members()) outdone[member.trial] = member.outdone_by;
    for (auto& row : report.rows) row.outdone_by = outdone[row.summary.trial];
    return {};
}

bool differs(const FrontReport& report, std::size_t parameter) {
    return std::any_of(report.rows.begin(), report.rows.end(), [&](const FrontReport::Row& row) {
        return row.summary.parameters[parameter] != report.rows.front().summary.parameters[parameter];
    });
}

std::vector<std::size_t> differing_parameters(const FrontReport& report) {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < report.experiment->parameters.size(); ++i)
        if (differs(report, i)) found.push_back(i);
    return found;
}

class TableBuilder {
  public:
    explicit TableBuilder(const FrontReport& report) : report_(report), rows_(report.rows.size()) {}

    void add(TextColumn column, const std::function<std::string(const FrontReport::Row&)>& cell) {
        columns_.push_back(std::move(column));
        for (std::size_t i = 0; i < rows_.size(); ++i) rows_[i].push_back(cell(report_.rows[i]));
    }

    // The digits of a value go as far as its interval says.
    void add_objective(const model::ObjectiveHead& head) {
        std::vector<double> values;
        for (const auto& row : report_.rows) values.push_back(row.summary.metrics[head.metric].median);
        const auto scale = scale_of(head.unit, values);
        const auto measured = [&](const FrontReport::Row& row) {
            const auto& metric = row.summary.metrics[head.metric];
            if (metric.repeats.size() < 2) return views::Measured{views::number(metric.median / scale.divisor), ""};
            return views::measured(metric.median / scale.divisor, metric.spread() / scale.divisor);
        };
        const auto title = scale.unit.empty() ? head.name : head.name + ", " + scale.unit;
        add({title, Align::decimal}, [&](const FrontReport::Row& row) { return measured(row).value; });
        const bool repeated = std::any_of(report_.rows.begin(), report_.rows.end(),
                                          [&](const auto& row) { return !measured(row).interval.empty(); });
        if (repeated) add({"", Align::decimal}, [&](const FrontReport::Row& row) { return measured(row).interval; });
    }

    std::string text(int width) const { return text_table(columns_, rows_, width); }

  private:
    const FrontReport& report_;
    std::vector<TextColumn> columns_;
    std::vector<TextRow> rows_;
};

void append_metric(Json& json, const std::string& name, const model::MetricSummary& metric) {
    json.key(name).begin_object().field("median", metric.median).field("low", metric.interval.low);
    json.field("high", metric.interval.high).field("repeats", static_cast<std::int64_t>(metric.repeats.size())).end_object();
}

}  // namespace

Result<FrontReport> read_front(const storage::Store& store, storage::RunId run) {
    FrontReport report;
    report.run = run;
    const auto read = store.read([&]() -> Result<void> {
        PARETOP_TRY(const auto record, storage::get_run(store, run));
        PARETOP_TRY(report.experiment, model::Experiments(store).get(record.experiment));
        PARETOP_TRY(const auto members, storage::list_front(store, run));
        for (const auto& member : members) {
            PARETOP_TRY(auto row, read_row(store, {run, member.trial}, *report.experiment));
            report.rows.push_back(std::move(row));
        }
        PARETOP_CHECK(mark_outdone(store, record, report));
        PARETOP_TRY(const auto certainty, read_certainty(store, run, *report.experiment, members));
        for (std::size_t i = 0; i < certainty.size(); ++i) report.rows[i].non_dominated = certainty[i];
        return {};
    });
    if (!read) return tl::unexpected(read.error());
    const auto& head = report.experiment->objectives.front();
    std::stable_sort(report.rows.begin(), report.rows.end(), [&](const FrontReport::Row& a, const FrontReport::Row& b) {
        return head.better(a.summary.metrics[head.metric].median, b.summary.metrics[head.metric].median);
    });
    return report;
}

std::string front_table(const FrontReport& report, int width) {
    TableBuilder table(report);
    table.add({"trial", Align::right}, [](const FrontReport::Row& row) { return fmt::format("{}", row.summary.trial); });
    for (const auto& head : report.experiment->objectives) table.add_objective(head);
    if (!report.rows.empty() && report.rows.front().non_dominated)
        table.add({"sure", Align::right}, [](const FrontReport::Row& row) {
            return row.non_dominated ? fmt::format("{:.0f} %", 100 * *row.non_dominated) : "";
        });
    if (std::any_of(report.rows.begin(), report.rows.end(), [](const auto& row) { return row.outdone_by.has_value(); }))
        table.add({"outdone by", Align::right},
                  [](const FrontReport::Row& row) { return row.outdone_by ? fmt::format("{}", *row.outdone_by) : ""; });
    const auto shown = differing_parameters(report);
    if (shown.empty() || shown.size() > k_most_columns) {
        table.add({"configuration", Align::left, true}, [](const FrontReport::Row& row) { return row.summary.differences; });
        return table.text(width);
    }
    for (const auto index : shown) {
        const auto& parameter = report.experiment->parameters[index];
        const bool number = parameter.type == "int" || parameter.type == "float";
        table.add({parameter.name, number ? Align::decimal : Align::left, !number},
                  [&](const FrontReport::Row& row) { return model::readable(parameter.type, row.summary.parameters[index]); });
    }
    return table.text(width);
}

void append_front(Json& json, const FrontReport& report) {
    json.begin_array();
    for (const auto& row : report.rows) {
        json.newline().begin_object().field("trial", row.summary.trial).field("non_dominated", row.non_dominated);
        json.field("outdone_by", row.outdone_by);
        json.key("objectives").begin_object();
        for (const auto& head : report.experiment->objectives) append_metric(json, head.name, row.summary.metrics[head.metric]);
        json.end_object().key("metrics").begin_object();
        for (std::size_t i = 0; i < row.summary.metrics.size(); ++i)
            append_metric(json, report.experiment->metrics[i].name, row.summary.metrics[i]);
        json.end_object().key("configuration").raw(row.json).end_object();
    }
    json.end_array();
}

}  // namespace paretop::app
