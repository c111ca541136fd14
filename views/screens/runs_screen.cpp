// Every run of the store: what it does, how far it is, and what it has found.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "views/charts/small.h"
#include "views/model/runs.h"
#include "views/screens/context.h"
#include "views/screens/run_actions.h"
#include "views/screens/run_detail.h"
#include "views/screens/run_marks.h"
#include "views/screens/units.h"
#include "views/widgets/format.h"
#include "views/widgets/table.h"

namespace paretop::views {
namespace {

using model::RunColumn;
using model::RunLine;
using model::RunStatus;

struct ColumnInfo {
    Column column;
    RunColumn sort;
    bool descending;  // what a person wants to see first
};

const std::vector<ColumnInfo>& column_infos() {
    static const std::vector<ColumnInfo> infos{
        {{.title = "#", .align = Align::right}, RunColumn::id, true},
        {{.title = "experiment", .min_width = 12, .max_width = 28, .elastic = true}, RunColumn::name, false},
        {{.title = "job", .importance = 4}, RunColumn::kind, false},
        {{.title = "state", .min_width = 9}, RunColumn::state, false},
        {{.title = "trials", .align = Align::right}, RunColumn::trials, true},
        {{.title = "per min", .align = Align::right, .importance = 3}, RunColumn::per_minute, true},
        {{.title = "left", .align = Align::right, .importance = 1}, RunColumn::left, false},
        {{.title = "failed", .align = Align::right, .importance = 5}, RunColumn::failed, true},
        {{.title = "front", .align = Align::right, .importance = 2}, RunColumn::front, true},
        {{.title = "hypervolume", .importance = 1, .min_width = 17}, RunColumn::hypervolume, true},
        {{.title = "best", .importance = 6}, RunColumn::best, false}};
    return infos;
}

std::vector<Column> table_columns() {
    std::vector<Column> columns;
    for (const auto& info : column_infos()) columns.push_back(info.column);
    return columns;
}

std::string best_of(const RunLine& line) {
    std::string text;
    for (std::size_t i = 0; i < line.best.size(); ++i)
        if (!std::isnan(line.best[i]))
            text += (text.empty() ? "" : " · ") + quantity(line.best[i], line.experiment->objectives[i].unit);
    return text;
}

std::string hypervolume_of(const RunLine& line) {
    if (!line.record.hypervolume) return {};
    const std::vector<double> values(line.trend.begin(), line.trend.end());
    return fmt::format("{}  {}", sparkline(values, static_cast<int>(values.size())), fixed(*line.record.hypervolume, 3));
}

TableRow row_of(const RunLine& line, bool marked) {
    const auto mark = mark_of(line.status);
    const auto unknown = TableCell{std::string(k_unknown), k_dim};
    const auto hypervolume = hypervolume_of(line);
    TableRow row;
    row.mark = marked ? "•" : "";
    row.cells = {{std::to_string(line.id())},
                 {line.name()},
                 {line.experiment->record.kind, k_dim},
                 {mark.text(), mark.style},
                 {trials_of(line.record)},
                 line.per_minute ? TableCell{number(*line.per_minute)} : unknown,
                 line.left ? TableCell{duration(static_cast<double>(*line.left) / 1e9)} : unknown,
                 {line.record.failed == 0 ? "" : std::to_string(line.record.failed), k_warning},
                 line.on_front > 0 ? TableCell{std::to_string(line.on_front)} : unknown,
                 {hypervolume, k_accent},
                 {best_of(line)}};
    if (line.status == RunStatus::failed) row.cells[9] = {line.record.reason, k_bad};
    return row;
}

class RunsScreen final : public Screen {
  public:
    explicit RunsScreen(Context& context)
        : context_(context),
          model_(context.store, context.experiments, context.owner),
          table_(table_columns(), [this](std::int64_t row) { return table_row(row); }) {
        context.shell.set_status([this] { return store_status(); });
        sort(0, true);
        reload();
    }

    [[nodiscard]] std::string title() const override { return "runs"; }

    void draw(Surface surface) override {
        sync();
        const auto* line = model_.find(selected_);
        const int wanted = line == nullptr ? 0 : run_detail_lines(*line, model_.detail(), surface.columns());
        const int detail = surface.lines() >= wanted + k_least_table ? wanted : 0;
        surface.rule(0, "runs", count_text());
        table_.draw(surface.lines_from(1, surface.lines() - 1 - detail));
        if (detail > 0)
            draw_run_detail(surface.lines_from(surface.lines() - detail), *line, model_.detail(),
                            context_.shell.clock().now_ns());
    }

    bool key(const Key& key) override {
        if (key.kind == KeyKind::click)
            if (const auto column = table_.header_at(key.at)) {
                const bool again = sorted_ == *column;
                sort(*column, again ? !model_.descending() : column_infos()[*column].descending);
                return true;
            }
        if (!table_.key(key)) return false;
        take_cursor();
        return true;
    }

    std::vector<Action> actions() override {
        sync();
        const auto* line = model_.find(selected_);
        const auto on = targets();
        std::vector<Action> all;
        std::vector<Action> visits;
        if (line != nullptr) {
            visits = visit_actions(context_, line->id(), "");
            for (auto& visit : visits)
                if (visit.key == "P") visit.key.clear();  // here it shows those of all runs
            all.push_back({"open " + run_name(line->id()), "enter", "open", visits[0].help, {}, visits[0].run});
        }
        all.push_back({"new run", "n", "new", "Picks an experiment file and starts it.", {}, [this] {
                           context_.shell.push(make_launch_screen(context_));
                       }});
        const auto add = [&all](std::vector<Action> more) { all.insert(all.end(), more.begin(), more.end()); };
        add(control_actions(context_, on));
        add(list_actions(line != nullptr));
        add_unfilter(all, model_.filter(), [this] { model_.set_filter({}); });
        all.push_back(remove_action(context_, on));
        if (!visits.empty()) visits.erase(visits.begin());
        add(visits);
        all.push_back({"all profiles",
                       "P",
                       "profiles",
                       "Where time went, operation by operation, of trials and of imported traces.",
                       {},
                       [this] { context_.shell.push(make_profiles_screen(context_, {})); }});
        all.push_back({"events of all runs", "W", "", "What happened in this store.", {}, [this] {
                           context_.shell.push(make_events_screen(context_, {}));
                       }});
        return all;
    }

    void resume() override { reload(); }
    void refresh() override { reload(); }

  private:
    static constexpr int k_least_table = 6;  // lines for the rule, the header and a few runs

    std::vector<Action> list_actions(bool any) {
        std::vector<Action> all;
        all.push_back({"filter", "/", "filter", "Words of the name, state, method or number.", {}, [this] { ask_filter(); }});
        all.push_back(
            {"sort by the next column", "o", "sort", "O turns the order round; so does a click on a header.", {}, [this] {
                 const auto next = (sorted_ + 1) % column_infos().size();
                 sort(next, column_infos()[next].descending);
             }});
        all.push_back(
            {"turn the order round", "O", "", "Ascending or descending.", {}, [this] { sort(sorted_, !model_.descending()); }});
        all.push_back({"mark", "space", "mark", "Marked runs are paused, resumed, stopped and deleted together.",
                       any ? "" : "there is no run to mark", [this] { mark(); }});
        return all;
    }

    void reload() { load(context_, this, model_); }

    [[nodiscard]] StyledText store_status() const {
        const auto now = context_.shell.clock().now_ns();
        const auto live = static_cast<std::int64_t>(model_.live());
        return {{context_.store_name + " · ", k_dim},
                {fmt::format("{} live", live), live > 0 ? k_good : k_dim},
                {" · " + clock_time(now, now), k_dim}};
    }

    [[nodiscard]] std::string count_text() const {
        const auto filter = model_.filter().empty() ? "" : fmt::format("“{}” · ", model_.filter());
        return fmt::format("{}{} of {}", filter, model_.lines().size(), model_.total());
    }

    // The cursor follows its run; where that is gone it stays on its row.
    void sync() {
        table_.set_count(static_cast<std::int64_t>(model_.lines().size()));
        if (const auto row = model_.row_of(selected_))
            table_.move_to(static_cast<std::int64_t>(*row));
        else
            take_cursor();
        table_.set_empty(model_.total() == 0 ? "No runs yet. n starts one from an experiment file."
                                             : fmt::format("No run matches “{}”. / changes the filter.", model_.filter()));
    }

    void take_cursor() {
        if (model_.lines().empty()) return;
        const auto row = std::min(static_cast<std::size_t>(table_.cursor()), model_.lines().size() - 1);
        const auto chosen = model_.lines()[row]->id();
        if (chosen == selected_) return;
        selected_ = chosen;
        model_.select(chosen);
        reload();
    }

    [[nodiscard]] TableRow table_row(std::int64_t row) const {
        const auto& line = *model_.lines()[static_cast<std::size_t>(row)];
        return row_of(line, model_.marked().contains(line.id()));
    }

    [[nodiscard]] std::vector<RunTarget> targets() const {
        std::vector<RunTarget> all;
        for (const auto run : model_.marked()) all.push_back(target_of(model_.find(run)->record, model_.find(run)->status));
        const auto* line = model_.find(selected_);
        if (all.empty() && line != nullptr) all.push_back(target_of(line->record, line->status));
        return all;
    }

    void sort(std::size_t column, bool descending) {
        sorted_ = column;
        model_.set_sort(column_infos()[column].sort, descending);
        table_.set_sorted(column, descending);
    }

    void mark() {
        model_.toggle_mark(selected_);
        table_.move_to(table_.cursor() + 1);
        take_cursor();
    }

    void ask_filter() {
        PromptRequest request;
        request.label = "filter";
        request.text = model_.filter();
        request.history = "runs";
        request.changed = [this](const std::string& words) { model_.set_filter(words); };
        request.done = request.changed;
        request.cancelled = [this, before = model_.filter()] { model_.set_filter(before); };
        context_.shell.prompt(std::move(request));
    }

    Context& context_;
    model::RunsModel model_;
    Table table_;
    std::size_t sorted_ = 0;
    storage::RunId selected_ = 0;
};

}  // namespace

std::unique_ptr<Screen> make_runs_screen(Context& context) { return std::make_unique<RunsScreen>(context); }

}  // namespace paretop::views
