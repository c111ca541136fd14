#include "app/run_report.h"

#include <fmt/format.h>

#include <limits>

#include "app/figures.h"
#include "app/target.h"
#include "app/text_table.h"
#include "app/words.h"

namespace paretop::app {
namespace {

constexpr double k_second = 1e9;

TextRow cells_of(const model::RunLine& line) {
    const auto& run = line.record;
    return {fmt::format("{}", run.id),
            line.name(),
            line.experiment->record.kind,
            std::string(model::status_word(line.status)),
            fmt::format("{}/{}", line.finished(), run.budget),
            fmt::format("{}", run.failed),
            rate_text(line.per_minute),
            duration_text(line.left),
            fmt::format("{}", line.on_front),
            run.hypervolume ? fmt::format("{:.3f}", *run.hypervolume) : "–",
            run.reason};
}

std::optional<std::int64_t> known(Nanoseconds time) { return time == 0 ? std::nullopt : std::optional(time); }

void append_best(Json& json, const model::RunLine& line) {
    json.key("best").begin_object();
    const auto& heads = line.experiment->objectives;
    for (std::size_t i = 0; i < heads.size() && i < line.best.size(); ++i) json.field(heads[i].name, line.best[i]);
    json.end_object();
}

}  // namespace

RunsReport::RunsReport(const storage::Store& store)
    : experiments_(std::make_unique<model::Experiments>(store)),
      model_(std::make_unique<model::RunsModel>(
          store, *experiments_, [&store](storage::RunId run) { return storage::RunLock::owner(store.path(), run); })) {}

Result<void> RunsReport::update() {
    for (bool more = true; more;) {
        auto budget = model::Budget::of_steps(std::numeric_limits<std::int64_t>::max());
        PARETOP_TRY(more, model_->update(budget));
    }
    return {};
}

Result<RunsReport> RunsReport::read(const storage::Store& store) {
    RunsReport report(store);
    PARETOP_CHECK(report.update());
    return report;
}

Result<std::pair<const model::RunLine*, const model::RunDetail*>> RunsReport::details(storage::RunId run) {
    model_->select(run);
    PARETOP_CHECK(update());
    const auto* line = model_->find(run);
    if (line == nullptr) return fail(ErrorKind::not_found, "there is no such run", name_of(run), "`paretop ls` lists them");
    return std::pair(line, model_->detail());
}

std::string runs_table(const std::vector<const model::RunLine*>& lines, int width) {
    const std::vector<TextColumn> columns{{"#", Align::right},
                                          {"experiment", Align::left, true},
                                          {"job"},
                                          {"state"},
                                          {"trials", Align::right},
                                          {"failed", Align::right},
                                          {"per min", Align::right},
                                          {"left", Align::right},
                                          {"front", Align::right},
                                          {"hypervolume", Align::decimal},
                                          {"reason", Align::left, true}};
    std::vector<TextRow> rows;
    for (const auto* line : lines) rows.push_back(cells_of(*line));
    return text_table(columns, rows, width);
}

void append_run(Json& json, const model::RunLine& line) {
    const auto& run = line.record;
    const auto seconds = [](Nanoseconds time) { return static_cast<double>(time) / k_second; };
    json.begin_object().field("run", run.id).field("experiment", line.name()).field("revision", line.experiment->record.revision);
    json.field("kind", line.experiment->record.kind).field("state", state_word(run.state)).field("live", line.live());
    json.field("cut_off", line.status == model::RunStatus::cut_off).field("trials", line.finished()).field("failed", run.failed);
    json.field("repeated", run.repeated);
    json.field("asked", run.asked).field("budget", run.budget).field("parallel", run.parallel).field("seed", run.seed);
    json.field("method", run.method)
        .field("chosen", run.chosen)
        .field("front", line.on_front)
        .field("hypervolume", run.hypervolume);
    append_best(json, line);
    json.field("rate_per_min", line.per_minute);
    json.field("left_s", line.left ? std::optional(seconds(*line.left)) : std::nullopt).field("active_s", seconds(run.active_ns));
    json.field("created_ns", run.created_ns).field("started_ns", known(run.started_ns)).field("ended_ns", known(run.ended_ns));
    json.field("reason", run.reason).end_object();
}

}  // namespace paretop::app
