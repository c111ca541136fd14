// Where the time of a profile went, operation by operation, and in the functions beneath each.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
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

constexpr int k_bar = 9, k_trend = 12;  // columns
constexpr int k_least_name = 12, k_most_name = 20;
constexpr std::size_t k_looked_at = 1000;  // names, for the width of their column
constexpr int k_least_table = 8;           // lines of the table before anything stands below it

struct OperationColumn {
    const char* title;
    bool span;  // in the unit that suits it
    int importance;
    double (*value)(const OperationRecord&);
};
double divided(double total, std::int64_t count) { return count > 0 ? total / static_cast<double>(count) : 0; }
constexpr std::array<OperationColumn, 9> k_columns{{
    {"self", true, 0, [](const OperationRecord& o) { return o.self_ns; }},
    {"share", false, 0, [](const OperationRecord& o) { return o.self_ns; }},
    {"mean", true, 1, [](const OperationRecord& o) { return divided(o.total_ns, o.count); }},
    {"p50", true, 3, [](const OperationRecord& o) { return o.median_ns; }},
    {"p90", true, 4, [](const OperationRecord& o) { return o.p90_ns; }},
    {"p99", true, 2, [](const OperationRecord& o) { return o.p99_ns; }},
    {"count", false, 2, [](const OperationRecord& o) { return static_cast<double>(o.count); }},
    {"total", true, 6, [](const OperationRecord& o) { return o.total_ns; }},
    {"trend", false, 5, nullptr},
}};

bool contains(const std::string& name, const std::string& wanted) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::search(name.begin(), name.end(), wanted.begin(), wanted.end(),
                       [&](char a, char b) { return lower(a) == lower(b); }) != name.end();
}

class OperationsScreen final : public Screen {
  public:
    OperationsScreen(Context& context, storage::ProfileId profile)
        : context_(context),
          title_(profile_title(profile, "operations")),
          model_(context.store, profile, model::ProfileModel::Batches::read),
          table_({}, [this](std::int64_t row) { return table_row(row); }) {
        reload();
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
        if (!rows_.empty()) cursor_ = rows_[static_cast<std::size_t>(table_.cursor())].operation;
        at_function_ = rows_.empty() ? -1 : rows_[static_cast<std::size_t>(table_.cursor())].beneath;
        return true;
    }

    std::vector<Action> actions() override {
        arrange();
        const bool any = !rows_.empty();
        const auto name = any ? model_.operations()[cursor_].name : std::string("an operation");
        const bool open = any && open_.contains(name);
        std::vector<Action> all{
            {(open ? "close " : "open ") + name, "enter", open ? "close" : "expand",
             "The native functions and counters beneath an operation.", any ? why_not_expanded(name) : "there is no operation",
             [this, name] {
                 if (open_.erase(name) == 0) open_.insert(name);
                 at_function_ = -1;
             }},
            {"filter", "/", "filter", "Part of an operation's name.", {}, [this] { ask_filter(); }},
            {"sort by the next column",
             "o",
             "sort",
             "O turns the order round; so does a click on a header.",
             {},
             [this] { sort((sorted_ + 1) % (k_columns.size() - 1)); }},
            {"turn the order round", "O", "", "Ascending or descending.", {}, [this] { descending_ = !descending_; }}};
        add_unfilter(all, filter_, [this] { filter_.clear(); });
        for (auto& visit : profile_visits(context_, model_.record().id, "operations")) all.push_back(std::move(visit));
        return all;
    }

    void resume() override { reload(); }
    void refresh() override { reload(); }

  private:
    struct Row {
        std::size_t operation = 0;
        int beneath = -1;  // ≥ 0: that function of it; k_counters and on: counters
    };
    static constexpr int k_counters = 1 << 20;
    struct Arrangement {  // what the order of the rows depends on
        std::uint64_t version = 0;
        std::string filter;
        std::size_t sorted = 0;
        bool descending = true;
        std::set<std::string> open;
        friend bool operator==(const Arrangement&, const Arrangement&) = default;
    };

    void reload() { load(context_, this, model_); }

    [[nodiscard]] std::string why_not_expanded(const std::string& name) const {
        if (!model_.functions_of(name).empty() || !model_.counters_of(name).empty()) return "";
        return "no native functions are known of it: `paretop profile map` collects them";
    }

    [[nodiscard]] std::string headline() const {
        auto text = count_of(model_.record().records, "record");
        if (model_.counted_ns() > 0) text += fmt::format(" · {} in all", span_text(model_.counted_ns()));
        return text;
    }

    // --- rows ----------------------------------------------------------------------------------------------------------
    void sort(std::size_t column) {
        descending_ = column != sorted_ || !descending_;
        sorted_ = column;
    }

    // Anew only for what has changed: there may be a million names.
    void arrange() {
        auto now = Arrangement{model_.version(), filter_, sorted_, descending_, open_};
        if (now == arranged_) return place_cursor();
        if (arranged_.version != now.version) make_columns();
        arranged_ = std::move(now);
        order_rows();
        place_cursor();
    }

    void order_rows() {
        const auto& operations = model_.operations();
        std::vector<std::size_t> order(operations.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::erase_if(order, [&](std::size_t i) { return !contains(operations[i].name, filter_); });
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            const bool of_a = profile::counted(operations[a].kind), of_b = profile::counted(operations[b].kind);
            if (of_a != of_b) return of_a;  // batches and transforms behind what is summed
            const double x = k_columns[sorted_].value(operations[a]), y = k_columns[sorted_].value(operations[b]);
            return descending_ ? x > y : x < y;
        });
        rows_.clear();
        for (const auto i : order) add_rows(i);
        table_.set_sorted(1 + sorted_, descending_);
        table_.set_empty(operations.empty()
                             ? (model_.growing()      ? "Nothing has been recorded yet."
                                : !model_.has_calls() ? "It holds neither operations nor functions."
                                                      : "It holds no operations: s lists its functions, i draws them.")
                             : fmt::format("No operation matches “{}”. / changes the filter.", filter_));
    }

    void add_rows(std::size_t operation) {
        rows_.push_back({operation, -1});
        const auto& name = model_.operations()[operation].name;
        if (!open_.contains(name)) return;
        const auto functions = static_cast<int>(model_.functions_of(name).size());
        const auto counters = static_cast<int>(model_.counters_of(name).size());
        for (int i = 0; i < functions; ++i) rows_.push_back({operation, i});
        for (int i = 0; i < counters; ++i) rows_.push_back({operation, k_counters + i});
    }

    void place_cursor() {
        table_.set_count(static_cast<std::int64_t>(rows_.size()));
        if (rows_.empty()) return;
        const auto is_it = [this](const Row& row) { return row.operation == cursor_ && row.beneath == at_function_; };
        const auto at = static_cast<std::size_t>(table_.cursor());
        if (at < rows_.size() && is_it(rows_[at])) return;
        const auto found = std::find_if(rows_.begin(), rows_.end(), is_it);
        if (found == rows_.end() || !moved()) {
            cursor_ = rows_.front().operation;
            at_function_ = -1;
            return table_.move_to(0);
        }
        table_.move_to(found - rows_.begin());
    }
    [[nodiscard]] bool moved() const { return cursor_ < model_.operations().size(); }

    void make_columns() {
        scales_.clear();
        int name = k_least_name;
        for (std::size_t i = 0; i < std::min(model_.operations().size(), k_looked_at); ++i)
            name = std::max(name, std::min(width_of(model_.operations()[i].name), k_most_name));
        std::vector<Column> columns{{.title = "operation", .min_width = name, .max_width = 36, .elastic = true}};
        for (const auto& column : k_columns) {
            double most = 0;
            for (const auto& operation : model_.operations())
                if (column.value != nullptr && (model_.counted_ns() <= 0 || profile::counted(operation.kind)))
                    most = std::max(most, column.value(operation));
            scales_.push_back(column.span ? span_scale(most) : UnitScale());
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
        const auto& row = rows_[static_cast<std::size_t>(index)];
        const auto& operation = model_.operations()[row.operation];
        if (row.beneath >= k_counters) return counter_row(operation, static_cast<std::size_t>(row.beneath - k_counters));
        if (row.beneath >= 0) return function_row(operation, static_cast<std::size_t>(row.beneath));
        const bool counts = profile::counted(operation.kind);
        TableRow cells;
        cells.style = counts ? k_normal : k_dim;
        cells.mark = open_.contains(operation.name) ? "▾" : "";
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
        if (of.span && operation.kind == profile::Kind::consumed) return "";  // a moment: its duration means nothing
        if (title == "share") return counts && model_.counted_ns() > 0 ? share_text(operation.self_ns / model_.counted_ns()) : "";
        if (title == "count") return grouped(operation.count);
        return number(of.value(operation) / scales_[column].factor);
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
        request.done = [this](const std::string& text) { filter_ = text; };
        context_.shell.prompt(std::move(request));
    }

    Context& context_;
    std::string title_;
    model::ProfileModel model_;
    Table table_;
    std::vector<UnitScale> scales_;  // by column
    std::vector<Row> rows_;
    std::set<std::string> open_;
    std::string filter_;
    Arrangement arranged_;
    std::size_t sorted_ = 0;
    bool descending_ = true;
    std::size_t cursor_ = std::numeric_limits<std::size_t>::max();  // operation
    int at_function_ = -1;
};

}  // namespace

Result<std::unique_ptr<Screen>> make_operations_screen(Context& context, storage::ProfileId profile) {
    PARETOP_CHECK(storage::get_profile(context.store, profile).map([](const auto&) {}));
    return std::unique_ptr<Screen>(std::make_unique<OperationsScreen>(context, profile));
}

}  // namespace paretop::views
