// All trials of a run: a million scroll without waiting, because only what is seen is read.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "views/model/summary.h"
#include "views/model/trials.h"
#include "views/screens/context.h"
#include "views/screens/run_actions.h"
#include "views/screens/run_marks.h"
#include "views/screens/units.h"
#include "views/widgets/format.h"
#include "views/widgets/table.h"

namespace paretop::views {
namespace {

using model::Field;
using model::TrialLine;

// One column of the table and what it is of.
struct TrialColumn {
    Field field;
    UnitScale scale;
};

bool numeric(const storage::ParameterRecord& parameter) { return parameter.type == "int" || parameter.type == "float"; }

class TrialsScreen final : public Screen {
  public:
    TrialsScreen(Context& context, storage::RunRecord run, std::shared_ptr<const model::Experiment> experiment,
                 const std::string& filter)
        : context_(context),
          run_(std::move(run)),
          model_(context.store, run_.id, std::move(experiment)),
          table_({}, [this](std::int64_t row) { return table_row(row); }) {
        title_ = run_title(model_.experiment(), run_.id, "trials");
        make_columns();
        sort(0, true);
        if (const auto set = model_.set_filter(filter); !set) context_.shell.report(set.error());
        reload();
    }

    [[nodiscard]] std::string title() const override { return title_; }
    [[nodiscard]] std::string family() const override { return run_family(run_.id); }
    [[nodiscard]] StyledText status() const override { return run_status(run_, status_, context_.shell.clock().now_ns()); }

    void draw(Surface surface) override {
        sync();
        surface.rule(0, model_.filter().empty() ? "trials" : "trials · " + model_.filter(), count_text());
        const auto body = surface.lines_from(1);
        height_ = static_cast<std::size_t>(std::max(1, body.lines()));
        lines_.clear();
        table_.draw(body);
    }

    bool key(const Key& key) override {
        if (key.kind == KeyKind::click)
            if (const auto column = table_.header_at(key.at)) {
                if (sortable(columns_[*column].field))
                    sort(*column, sorted_ == *column ? !model_.descending() : descends(*column));
                return true;
            }
        sync();
        if (!table_.key(key)) return false;
        model_.move_to(static_cast<std::size_t>(table_.cursor()));
        return true;
    }

    std::vector<Action> actions() override {
        const auto trial = model_.size() == 0 ? std::nullopt : model_.cursor();
        const std::string none = trial ? "" : "there is no trial here";
        const auto name = trial ? fmt::format("trial {}", *trial) : "trial";
        std::vector<Action> all{
            {"open " + name, "enter", "open", "Its configuration, repeats, resources and log.", none,
             [this, trial] {
                 show(context_, make_trial_screen(context_, {run_.id, *trial}));
             }},
            {"filter",
             "/",
             "filter",
             "wall_s < 0.2 && level > 5, state == 'failed', reason ~ 'timeout'.",
             {},
             [this] { ask_filter(); }},
            {"sort by the next column",
             "o",
             "sort",
             "O turns the order round; so does a click on a header.",
             {},
             [this] { sort_next(); }},
            {"turn the order round", "O", "", "Ascending or descending.", {}, [this] { sort(sorted_, !model_.descending()); }},
            {"measure " + name + " again", "a", "again", "As a new trial with the same configuration.", none,
             [this, trial] { repeat(*trial); }},
            {"only failed trials", "", "", "With the reason of each.", {}, [this] { filter("state == 'failed'"); }}};
        add_unfilter(all, model_.filter(), [this] { filter(""); });
        const auto add = [&all](std::vector<Action> more) { all.insert(all.end(), more.begin(), more.end()); };
        add(visit_actions(context_, run_.id, "trials"));
        add(control_actions(context_, {target_of(run_, status_)}));
        return all;
    }

    void resume() override { reload(); }
    void refresh() override { reload(); }

  private:
    void reload() {
        if (auto run = storage::get_run(context_.store, run_.id))
            run_ = std::move(*run);
        else
            context_.shell.report(run.error());
        status_ = model::status_of(run_.state, context_.owner(run_.id) != 0);
        load(context_, this, model_);
    }

    void make_columns() {
        std::vector<Column> columns{{.title = "#", .align = Align::right}, {.title = "state", .min_width = 9, .max_width = 44}};
        columns_ = {{{Field::Kind::number, 0}, {}}, {{Field::Kind::state, 0}, {}}};
        const auto& experiment = model_.experiment();
        if (repeated()) {
            columns.push_back({.title = "repeats", .importance = 1});
            columns_.push_back({{Field::Kind::repeats, 0}, {}});
        }
        first_metric_ = columns_.size();
        const auto baseline = model::summarize(context_.store, {run_.id, 0}, experiment);
        for (std::size_t i = 0; i < experiment.metrics.size(); ++i) {
            const auto& metric = experiment.metrics[i];
            auto scale = scale_for(metric.unit, baseline ? baseline->metrics[i].median : 1);
            columns.push_back(
                {.title = scale.title(metric.name), .align = Align::decimal, .importance = metric.objective >= 0 ? 1 : 4});
            columns_.push_back({{Field::Kind::metric, i}, std::move(scale)});
        }
        for (std::size_t i = 0; i < experiment.parameters.size(); ++i) {
            const auto& parameter = experiment.parameters[i];
            columns.push_back({.title = parameter.name,
                               .align = numeric(parameter) ? Align::right : Align::left,
                               .importance = 2 + static_cast<int>(i) / 4,
                               .max_width = 20});
            columns_.push_back({{Field::Kind::parameter, i}, {}});
        }
        columns.push_back({.title = "origin", .importance = 9});
        columns_.push_back({{Field::Kind::origin, 0}, {}});
        table_.set_columns(std::move(columns));
    }

    // Is anything measured more than once?
    [[nodiscard]] bool repeated() const {
        const auto* spec = model_.experiment().spec();
        return spec != nullptr && (spec->command.repeats.max > 1 || spec->search.confirm.value_or(0) > 0);
    }

    [[nodiscard]] bool descends(std::size_t column) const {
        const auto kind = columns_[column].field.kind;
        return kind == Field::Kind::number || kind == Field::Kind::state;
    }

    void sort(std::size_t column, bool descending) {
        sorted_ = column;
        table_.set_sorted(column, descending);
        model_.set_sort(columns_[column].field, descending);
        load(context_, this, model_);
    }

    void sort_next() {
        auto next = (sorted_ + 1) % columns_.size();
        while (!sortable(columns_[next].field)) next = (next + 1) % columns_.size();
        sort(next, descends(next));
    }

    void filter(const std::string& text) {
        if (const auto set = model_.set_filter(text); !set) return context_.shell.report(set.error());
        load(context_, this, model_);
    }

    void ask_filter() {
        PromptRequest request;
        request.label = "filter";
        request.text = model_.filter();
        request.history = "trials";
        request.done = [this](const std::string& text) { filter(text); };
        context_.shell.prompt(std::move(request));
    }

    void repeat(storage::TrialNumber trial) {
        const auto asked = context_.actions.request(run_.id, "again", std::to_string(trial));
        if (!asked) return context_.shell.report(asked.error());
        context_.shell.say(fmt::format("trial {} will be measured again, as a new trial", trial));
        reload();
    }

    void sync() {
        table_.set_count(static_cast<std::int64_t>(model_.size()));
        table_.move_to(static_cast<std::int64_t>(model_.cursor_row()));
        if (model_.known() < 1)
            table_.set_empty("Looking…");
        else if (model_.total() > 0)
            table_.set_empty(fmt::format("No trial passes “{}”. / changes the filter.", model_.filter()));
        else if (status_ == model::RunStatus::running)
            table_.set_empty("No trials yet: the run is being prepared.");
        else
            table_.set_empty("No trials: the run has not begun. r takes it up.");
    }

    [[nodiscard]] std::string count_text() const {
        const auto known = model_.known();
        const auto looking = known < 1 ? fmt::format("{} looked at · ", percent(known)) : "";
        if (model_.filter().empty()) return looking + grouped(model_.total());
        return fmt::format("{}{} of {}", looking, grouped(static_cast<std::int64_t>(model_.size())), grouped(model_.total()));
    }

    // The whole window is read with the first row that is drawn of it.
    [[nodiscard]] const TrialLine* line_at(std::size_t row) {
        if (lines_.empty() || row < first_ || row >= first_ + lines_.size()) {
            auto read = model_.lines(row, height_);
            if (!read) {
                context_.shell.report(read.error());
                return nullptr;
            }
            first_ = row;
            lines_ = std::move(*read);
        }
        return row - first_ < lines_.size() ? &lines_[row - first_] : nullptr;
    }

    // Its mark, or where it has one the reason; that of racing and the like is the mark itself.
    [[nodiscard]] static std::string state_of(const TrialLine& line, const Mark& mark) {
        if (!line.status.empty()) return mark.shape + " " + line.status;
        const bool failed = line.state == storage::TrialState::failed || !line.feasible;
        return failed && !line.reason.empty() ? mark.shape + " " + line.reason : mark.text();
    }

    [[nodiscard]] TableRow table_row(std::int64_t row) {
        const auto* line = line_at(static_cast<std::size_t>(row));
        if (line == nullptr) return {};
        const auto mark = mark_of(*line);
        TableRow cells;
        cells.cells = {{std::to_string(line->number)}, {state_of(*line, mark), mark.style}};
        if (repeated()) cells.cells.push_back({repeats_of(line->rounds, model_.experiment().spec()->command.repeats.max), k_dim});
        for (std::size_t i = 0; i < line->metrics.size(); ++i) {
            const bool known = !std::isnan(line->metrics[i]);
            cells.cells.push_back({known ? number(line->metrics[i] / columns_[first_metric_ + i].scale.factor) : ""});
        }
        for (const auto& parameter : line->parameters) cells.cells.push_back({parameter});
        cells.cells.push_back({line->origin, k_dim});
        return cells;
    }

    Context& context_;
    storage::RunRecord run_;
    std::string title_;
    model::RunStatus status_ = model::RunStatus::done;
    model::TrialsModel model_;
    Table table_;
    std::vector<TrialColumn> columns_;
    std::size_t first_metric_ = 2;  // its column
    std::size_t sorted_ = 0;
    std::size_t height_ = 1;
    std::vector<TrialLine> lines_;  // read for this frame
    std::size_t first_ = 0;
};

}  // namespace

Result<std::unique_ptr<Screen>> make_trials_screen(Context& context, storage::RunId run, const std::string& filter) {
    PARETOP_TRY(auto record, storage::get_run(context.store, run));
    PARETOP_TRY(auto experiment, context.experiments.get(record.experiment));
    return std::unique_ptr<Screen>(std::make_unique<TrialsScreen>(context, std::move(record), std::move(experiment), filter));
}

}  // namespace paretop::views
