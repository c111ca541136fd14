// Where the time of a profile went, operation by operation, and in the functions beneath each.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <set>

#include "views/charts/small.h"
#include "views/screens/profile_actions.h"
#include "views/screens/profile_panes.h"
#include "views/screens/units.h"
#include "views/widgets/format.h"
#include "views/widgets/table.h"

namespace paretop::views {
namespace {

using storage::OperationRecord;

constexpr double k_ns = 1e-9;
constexpr int k_bar = 9, k_trend = 12;  // columns
constexpr int k_least_name = 12, k_most_name = 20;
constexpr std::size_t k_looked_at = 1000;  // names, for the width of their column
constexpr int k_least_table = 8;           // lines of the table before anything stands below it

struct OperationColumn {
    const char* title;
    bool span;  // in the unit that suits it
    int importance;
    model::OperationValue value;
};
constexpr std::array<OperationColumn, 9> k_columns{{
    {"self", true, 0, [](const OperationRecord& o) { return o.self_ns; }},
    {"share", false, 0, [](const OperationRecord& o) { return o.self_ns; }},
    {"mean", true, 1, [](const OperationRecord& o) { return o.mean_ns; }},
    {"p50", true, 3, [](const OperationRecord& o) { return o.median_ns; }},
    {"p90", true, 4, [](const OperationRecord& o) { return o.p90_ns; }},
    {"p99", true, 2, [](const OperationRecord& o) { return o.p99_ns; }},
    {"count", false, 2, [](const OperationRecord& o) { return static_cast<double>(o.count); }},
    {"total", true, 6, [](const OperationRecord& o) { return o.total_ns; }},
    {"trend", false, 5, nullptr},
}};

class OperationsScreen final : public Screen {
  public:
    OperationsScreen(Context& context, storage::ProfileId profile, std::string operation)
        : context_(context),
          title_(profile_title(profile, "operations")),
          model_(context.store, profile, model::ProfileModel::Batches::read),
          table_({}, [this](std::int64_t row) { return table_row(row); }),
          wanted_(std::move(operation)) {
        rearrange();
    }

    [[nodiscard]] std::string title() const override { return title_; }
    [[nodiscard]] std::string family() const override { return profile_family(model_.record().id); }
    [[nodiscard]] StyledText status() const override { return profile_status(model_.record()); }

    void draw(Surface surface) override {
        const int below = std::min(profile_summary_lines(model_), std::max(0, surface.lines() - k_least_table));
        surface.rule(0, filter_.empty() ? "operations" : "operations · " + filter_, headline());
        arrange();
        table_.draw(surface.lines_from(1, surface.lines() - 1 - below));
        if (below > 0) draw_profile_summary(surface.lines_from(surface.lines() - below), model_);
    }

    bool key(const Key& key) override {
        if (key.kind == KeyKind::click)
            if (const auto column = table_.header_at(key.at)) {
                if (*column > 0 && k_columns[*column - 1].value != nullptr) sort(*column - 1);
                return true;
            }
        arrange();
        if (!table_.key(key)) return false;
        moved_ = true;
        if (table_.count() > 0) cursor_ = row_at(table_.cursor());
        return true;
    }

    std::vector<Action> actions() override {
        arrange();
        const auto chosen = record_of(cursor_.operation);
        const auto name = chosen ? chosen->name : std::string("an operation");
        std::vector<Action> all{
            {(open_.contains(cursor_.operation) ? "close " : "open ") + name, "enter",
             open_.contains(cursor_.operation) ? "close" : "expand", "The native functions and counters beneath an operation.",
             chosen ? why_not_expanded(name) : "there is no operation",
             [this] {
                 if (open_.erase(cursor_.operation) == 0) open_.insert(cursor_.operation);
                 cursor_.beneath = -1;
             }},
            {"filter", "/", "filter", "Part of an operation's name.", {}, [this] { ask_filter(); }},
            {"sort by the next column",
             "o",
             "sort",
             "O turns the order round; so does a click on a header.",
             {},
             [this] { sort((sorted_ + 1) % (k_columns.size() - 1)); }},
            {"turn the order round", "O", "", "Ascending or descending.", {}, [this] { turn_round(); }}};
        add_unfilter(all, filter_, [this] { filter(""); });
        for (auto& visit : profile_visits(context_, model_.record().id, "operations")) all.push_back(std::move(visit));
        return all;
    }

    void resume() override { reload(); }
    void refresh() override { reload(); }

  private:
    struct Row {
        std::int64_t operation = -1;
        int beneath = -1;  // ≥ 0: that function of it; k_counters and on: counters
        friend bool operator==(const Row&, const Row&) = default;
    };
    struct Opened {  // an operation with lines beneath it
        std::int64_t row = 0, operation = 0;
        int functions = 0, counters = 0;
        [[nodiscard]] std::int64_t lines() const { return functions + counters; }
    };
    static constexpr int k_counters = 1 << 20;
    static constexpr std::int64_t k_unmapped = -2;  // in the place of an operation: the last row

    void reload() { load(context_, this, model_); }
    void rearrange() {
        model_.operations().arrange(model::OperationOrder{filter_, k_columns[sorted_].value, descending_});
        reload();
    }

    [[nodiscard]] std::string why_not_expanded(const std::string& name) const {
        if (!model_.functions_of(name).empty() || !model_.counters_of(name).empty()) return "";
        return "no native functions are known of it: `paretop profile map` collects them";
    }

    [[nodiscard]] std::string headline() const {
        const auto& operations = model_.operations();
        if (operations.reading() && !model_.growing()) return reading_text(operations);
        auto text = filter_.empty() ? "" : fmt::format("{} of {} · ", grouped(rows()), count_of(size(), "operation"));
        text += count_of(model_.record().records, "record");
        if (operations.counted_ns() > 0) text += fmt::format(" · {} in all", span_text(operations.counted_ns()));
        if (const auto& rest = model_.unmapped(); rest && filter_.empty())
            text += fmt::format(" · {} % unmapped", fixed(100 * rest->share, 1));
        return text;
    }

    // --- rows ----------------------------------------------------------------------------------------------------------
    [[nodiscard]] std::int64_t rows() const { return static_cast<std::int64_t>(model_.operations().rows()); }
    [[nodiscard]] std::int64_t size() const { return static_cast<std::int64_t>(model_.operations().size()); }

    // Beneath the operations, when all are shown.
    [[nodiscard]] bool shows_unmapped() const {
        return model_.unmapped() && rows() > 0 && filter_.empty() && !model_.operations().reading();
    }

    [[nodiscard]] std::optional<OperationRecord> record_of(std::int64_t operation) const {
        if (operation < 0) return std::nullopt;
        return model_.operations().find(operation).value_or(std::nullopt);
    }

    void sort(std::size_t column) {
        descending_ = column != sorted_ || !descending_;
        sorted_ = column;
        rearrange();
    }
    void turn_round() {
        descending_ = !descending_;
        rearrange();
    }
    void filter(const std::string& text) {
        filter_ = text;
        rearrange();
    }

    void arrange() {
        make_columns();
        table_.set_sorted(1 + sorted_, descending_);
        table_.set_empty(why_empty());
        go_to_wanted();
        place_opened();
        place_cursor();
    }

    [[nodiscard]] std::string why_empty() const {
        if (model_.operations().reading()) return "";
        if (size() > 0) return fmt::format("No operation matches “{}”. / changes the filter.", filter_);
        return model_.growing()      ? "Nothing has been recorded yet."
               : !model_.has_calls() ? "It holds neither operations nor functions."
                                     : "It holds no operations: s lists its functions, i draws them.";
    }

    // As soon as it has been read. One of a million may not be kept: then the cursor stays on the first.
    void go_to_wanted() {
        if (wanted_.empty() || model_.operations().reading()) return;
        const auto& kept = model_.operations().kept();
        const auto found = std::find_if(kept.begin(), kept.end(), [this](const auto& o) { return o.name == wanted_; });
        if (found != kept.end()) {
            cursor_ = {found->number, -1};
            moved_ = true;
            if (why_not_expanded(wanted_).empty()) open_.insert(found->number);
        }
        wanted_.clear();
    }

    void place_opened() {
        opened_.clear();
        for (const auto operation : open_) {
            const auto row = model_.operations().row_of(operation).value_or(std::nullopt);
            const auto record = record_of(operation);
            if (!row || !record) continue;
            opened_.push_back({static_cast<std::int64_t>(*row), operation,
                               static_cast<int>(model_.functions_of(record->name).size()),
                               static_cast<int>(model_.counters_of(record->name).size())});
        }
        std::sort(opened_.begin(), opened_.end(), [](const auto& a, const auto& b) { return a.row < b.row; });
        auto lines = rows() + (shows_unmapped() ? 1 : 0);
        for (const auto& opened : opened_) lines += opened.lines();
        table_.set_count(lines);
    }

    [[nodiscard]] Row row_at(std::int64_t line) const {
        for (const auto& opened : opened_) {
            if (line <= opened.row) break;
            const auto beneath = static_cast<int>(line - opened.row - 1);
            if (beneath < opened.functions) return {opened.operation, beneath};
            if (beneath < opened.lines()) return {opened.operation, k_counters + beneath - opened.functions};
            line -= opened.lines();
        }
        if (line >= rows()) return {k_unmapped, -1};
        return {model_.operations().number_at(static_cast<std::size_t>(line)), -1};
    }

    [[nodiscard]] std::int64_t line_of(std::int64_t row, int beneath) const {
        auto line = row;
        for (const auto& opened : opened_) {
            if (opened.row < row) line += opened.lines();
            if (opened.row == row && beneath >= k_counters) line += 1 + opened.functions + beneath - k_counters;
            if (opened.row == row && beneath >= 0 && beneath < k_counters) line += 1 + beneath;
        }
        return line;
    }

    // Stays on its operation; where that is not shown, it goes to the first row.
    void place_cursor() {
        if (table_.count() == 0) {
            cursor_ = {};
            return;
        }
        if (cursor_ == row_at(table_.cursor())) return;
        if (cursor_.operation == k_unmapped && shows_unmapped()) return table_.move_to(table_.count() - 1);
        const auto row = model_.operations().row_of(cursor_.operation).value_or(std::nullopt);
        table_.move_to(row && moved_ ? line_of(static_cast<std::int64_t>(*row), cursor_.beneath) : 0);
        cursor_ = row_at(table_.cursor());
    }

    // As wide as what is known so far needs.
    void make_columns() {
        if (columns_of_ == std::pair(model_.version(), size())) return;
        columns_of_ = {model_.version(), size()};
        scales_.clear();
        int name = k_least_name;
        const auto& kept = model_.operations().kept();
        for (std::size_t i = 0; i < std::min(kept.size(), k_looked_at); ++i)
            name = std::max(name, std::min(width_of(kept[i].name), k_most_name));
        std::vector<Column> columns{{.title = "operation", .min_width = name, .max_width = 36, .elastic = true}};
        for (const auto& column : k_columns) {
            scales_.push_back(column.span ? span_scale(column.value(model_.operations().most())) : UnitScale());
            const bool graphic = column.value == nullptr || std::string_view(column.title) == "share";
            columns.push_back({.title = scales_.back().title(column.title),
                               .align = graphic       ? Align::left
                                        : column.span ? Align::decimal
                                                      : Align::right,
                               .importance = column.importance,
                               .min_width = graphic ? k_bar + 6 : 0});
        }
        table_.set_columns(std::move(columns));
    }

    // --- cells ---------------------------------------------------------------------------------------------------------
    [[nodiscard]] static std::string share_text(double share) {
        const auto filled = bar(share, k_bar);
        return filled + repeat(" ", k_bar - width_of(filled)) + fmt::format(" {:>3} %", fixed(100 * share, 0));
    }

    [[nodiscard]] TableRow table_row(std::int64_t index) const {
        const auto row = row_at(index);
        if (row.operation == k_unmapped) return unmapped_row();
        const auto found = record_of(row.operation);
        if (!found) return {};
        const auto& operation = *found;
        if (row.beneath >= k_counters) return counter_row(operation, static_cast<std::size_t>(row.beneath - k_counters));
        if (row.beneath >= 0) return function_row(operation, static_cast<std::size_t>(row.beneath));
        const bool counts = profile::counted(operation.kind);
        TableRow cells;
        cells.style = counts ? k_normal : k_dim;
        cells.mark = open_.contains(row.operation) ? "▾" : "";
        cells.cells.push_back({operation.name});
        for (std::size_t i = 0; i < k_columns.size(); ++i) cells.cells.push_back({cell_text(operation, i, counts)});
        return cells;
    }

    [[nodiscard]] std::string cell_text(const OperationRecord& operation, std::size_t column, bool counts) const {
        const auto& of = k_columns[column];
        if (of.value == nullptr) {
            std::vector<double> trend;
            for (const double mean : operation.trend_ns) trend.push_back(mean < 0 ? std::nan("") : mean);
            return sparkline(trend, k_trend);
        }
        const std::string_view title = of.title;
        const double all = model_.operations().counted_ns();
        if (of.span && operation.kind == profile::Kind::consumed) return "";  // a moment: its duration means nothing
        if (title == "share") return counts && all > 0 ? share_text(operation.self_ns / all) : "";
        if (title == "count") return grouped(operation.count);
        return number(of.value(operation) / scales_[column].factor);
    }

    // CPU time, of that of all functions; the operations above it have their own time.
    [[nodiscard]] TableRow unmapped_row() const {
        const auto& rest = *model_.unmapped();
        TableRow cells;
        cells.style = k_dim;
        cells.cells = {
            {"[unmapped]"}, {rest.cpu_s > 0 ? number(rest.cpu_s / k_ns / scales_[0].factor) : ""}, {share_text(rest.share)}};
        return cells;
    }

    [[nodiscard]] TableRow function_row(const OperationRecord& operation, std::size_t index) const {
        const auto functions = model_.functions_of(operation.name);
        const auto& function = functions[index];
        const auto support = function.runs > 0 ? fmt::format("  {}/{}", function.support, function.runs) : "";
        TableRow cells;
        cells.style = k_dim;
        cells.cells.push_back({"  " + function.name, k_normal});
        cells.cells.push_back({operation.self_ns > 0 ? number(function.share * operation.self_ns / scales_[0].factor) : ""});
        cells.cells.push_back({share_text(function.share)});
        cells.cells.push_back({});
        cells.cells.push_back({});
        cells.cells.push_back({});
        cells.cells.push_back({});
        cells.cells.push_back({function.samples > 0 ? grouped(function.samples) : ""});
        cells.cells.push_back({});
        cells.cells.push_back({function.module + support});
        return cells;
    }

    [[nodiscard]] TableRow counter_row(const OperationRecord& operation, std::size_t index) const {
        const auto counters = model_.counters_of(operation.name);
        TableRow cells;
        cells.style = k_dim;
        cells.cells = {{"  " + counters[index].name}, {number(counters[index].value)}};
        return cells;
    }

    void ask_filter() {
        PromptRequest request;
        request.label = "filter";
        request.text = filter_;
        request.history = "operations";
        request.done = [this](const std::string& text) { filter(text); };
        context_.shell.prompt(std::move(request));
    }

    Context& context_;
    std::string title_;
    model::ProfileModel model_;
    Table table_;
    std::vector<UnitScale> scales_;                      // by column
    std::pair<std::uint64_t, std::int64_t> columns_of_;  // the reading and the size for which the columns were made
    std::set<std::int64_t> open_;
    std::vector<Opened> opened_;  // those that are shown, by row
    std::string filter_, wanted_;
    std::size_t sorted_ = 0;
    bool descending_ = true, moved_ = false;
    Row cursor_;
};

}  // namespace

Result<std::unique_ptr<Screen>> make_operations_screen(Context& context, storage::ProfileId profile,
                                                       const std::string& operation) {
    PARETOP_CHECK(storage::get_profile(context.store, profile).map([](const auto&) {}));
    return std::unique_ptr<Screen>(std::make_unique<OperationsScreen>(context, profile, operation));
}

}  // namespace paretop::views
