// One function in the middle: who calls it above, whom it calls below; at the left all functions.
#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "engine/functions/key.h"
#include "views/charts/small.h"
#include "views/screens/profile_actions.h"
#include "views/screens/units.h"
#include "views/widgets/format.h"
#include "views/widgets/table.h"

namespace paretop::views {
namespace {

constexpr int k_bar = 7;
constexpr int k_beside = 100;  // columns from which on the functions stand beside

// Operations are keys without a module.
std::string name_in(const std::string& key) { return std::string(functions::function_of(key)); }
std::string module_in(const std::string& key) { return std::string(functions::module_of(key)); }

class SandwichScreen final : public Screen {
  public:
    SandwichScreen(Context& context, storage::ProfileId profile)
        : context_(context),
          title_(profile_title(profile, "sandwich")),
          model_(context.store, profile),
          functions_({{.title = "function", .min_width = 14, .elastic = true},
                      {.title = "self", .align = Align::right, .min_width = 5},
                      {.title = "total", .align = Align::right, .min_width = 5},
                      {.title = "module", .importance = 2, .max_width = 20}},
                     [this](std::int64_t row) { return function_row(row); }),
          callers_(edge_columns("called by"), [this](std::int64_t row) { return edge_row(sandwich_.callers, row, true); }),
          callees_(edge_columns("calls"), [this](std::int64_t row) { return edge_row(sandwich_.callees, row, false); }) {
        functions_.set_empty("It holds neither calls nor functions nor operations.");
        reload();
    }

    [[nodiscard]] std::string title() const override { return title_; }
    [[nodiscard]] std::string family() const override { return profile_family(model_.record().id); }
    [[nodiscard]] StyledText status() const override { return profile_status(model_.record()); }

    void draw(Surface surface) override {
        sync();
        beside_ = surface.columns() >= k_beside;
        if (!beside_) {
            if (focus_ == 0) return draw_functions(surface);
            return draw_sandwich(surface);
        }
        const int left = surface.columns() * 2 / 5;
        draw_functions(surface.columns_from(0, left));
        surface.lines_from(1).vertical_rule(left + 1);
        draw_sandwich(surface.columns_from(left + 2));
    }

    bool key(const Key& key) override {
        if (key.is(KeyKind::tab) || key.is(KeyKind::back_tab)) {
            focus_ = (focus_ + (key.is(KeyKind::tab) ? 1U : 2U)) % 3;
            return true;
        }
        sync();
        if (key.kind == KeyKind::click || key.kind == KeyKind::double_click) focus_ = table_at(key.at);
        if (!table().key(key)) return false;
        if (focus_ == 0 && !order_.empty()) choose(order_[static_cast<std::size_t>(functions_.cursor())]);
        return true;
    }

    std::vector<Action> actions() override {
        sync();
        const auto& edges = focus_ == 1 ? sandwich_.callers : sandwich_.callees;
        const bool at_edge = focus_ > 0 && static_cast<std::size_t>(table().cursor()) < edges.size();
        const auto next = at_edge ? (focus_ == 1 ? edges[static_cast<std::size_t>(table().cursor())].caller
                                                 : edges[static_cast<std::size_t>(table().cursor())].callee)
                                  : std::string();
        std::vector<Action> all;
        if (focus_ == 0)
            all.push_back({"its callers and callees", "enter", "open", "Tab goes on to them and back.",
                           order_.empty() ? "no calls are known" : "", [this] { focus_ = 1; }});
        else
            all.push_back({"put it in the middle", "enter", "go there",
                           "The caller or callee becomes the function in the middle.", at_edge ? "" : "there is nothing here",
                           [this, next] { go_to(next); }});
        all.push_back({"sort by self time",
                       "o",
                       by_self_ ? "by total" : "by self",
                       "By their own time, or with all beneath them.",
                       {},
                       [this] {
                           by_self_ = !by_self_;
                           rank();
                       }});
        for (auto& visit : profile_visits(context_, model_.record().id, "sandwich")) all.push_back(std::move(visit));
        return all;
    }

    void resume() override { reload(); }
    void refresh() override { reload(); }

  private:
    static std::vector<Column> edge_columns(const std::string& title) {
        return {{.title = title, .min_width = 14, .elastic = true},
                {.title = "share", .min_width = k_bar + 6},
                {.title = "of all", .align = Align::right},
                {.title = "module", .importance = 2, .max_width = 20}};
    }

    // Of those that are drawn.
    [[nodiscard]] std::size_t table_at(Position at) const {
        if ((beside_ || focus_ == 0) && functions_.row_at(at)) return 0;
        if (!beside_ && focus_ == 0) return focus_;
        return callers_.row_at(at) ? 1 : callees_.row_at(at) ? 2 : focus_;
    }

    Table& table() { return focus_ == 0 ? functions_ : focus_ == 1 ? callers_ : callees_; }

    void reload() {
        load(context_, this, model_, [this] { take(); });
    }
    void take() {
        if (read_ == model_.version()) return;
        read_ = model_.version();
        self_ = model_.calls().self_of_functions();
        total_ = model_.totals();
        order_.resize(model_.calls().functions.size());
        std::iota(order_.begin(), order_.end(), std::size_t{0});
        const bool nested = model_.knows_callers();
        callers_.set_empty(nested ? "Nothing calls it: it is a root." : "Its source told no calls.");
        callees_.set_empty(nested ? "It calls nothing." : "Its source told no calls.");
        rank();
    }

    void rank() {
        const auto& by = by_self_ ? self_ : total_;
        std::stable_sort(order_.begin(), order_.end(), [&](auto a, auto b) { return by[a] > by[b]; });
        whole_ = std::accumulate(self_.begin(), self_.end(), 0.0);
        const auto found =
            std::find_if(order_.begin(), order_.end(), [this](auto i) { return model_.calls().functions[i] == middle_; });
        if (!order_.empty()) choose(found == order_.end() ? order_.front() : *found);
    }

    void choose(std::size_t function) { set_middle(model_.calls().functions[function]); }

    void set_middle(const std::string& key) {
        middle_ = key;
        sandwich_ = model_.sandwich_of(key);
        callers_.move_to(0);
        callees_.move_to(0);
    }

    void go_to(const std::string& key) { set_middle(key); }

    void sync() {
        functions_.set_count(static_cast<std::int64_t>(order_.size()));
        const auto at =
            std::find_if(order_.begin(), order_.end(), [this](auto i) { return model_.calls().functions[i] == middle_; });
        if (at != order_.end()) functions_.move_to(at - order_.begin());
        functions_.set_sorted(by_self_ ? 1 : 2, true);
        callers_.set_count(static_cast<std::int64_t>(sandwich_.callers.size()));
        callees_.set_count(static_cast<std::int64_t>(sandwich_.callees.size()));
    }

    void draw_functions(Surface surface) {
        surface.rule(0, "functions", grouped(static_cast<std::int64_t>(order_.size())), focus_ == 0 ? k_bold : k_normal);
        functions_.draw(surface.lines_from(1), focus_ == 0);
    }

    void draw_sandwich(Surface surface) {
        const int above = std::max(4, (surface.lines() - 2) / 2);
        surface.rule(0, "callers", grouped(static_cast<std::int64_t>(sandwich_.callers.size())), focus_ == 1 ? k_bold : k_normal);
        callers_.draw(surface.lines_from(1, above - 1), focus_ == 1);
        surface.rule(above, name_in(middle_), fmt::format("self {} · total {}", share(sandwich_.self), share(sandwich_.total)),
                     k_accent.with_bold());
        callees_.draw(surface.lines_from(above + 1), focus_ == 2);
    }

    [[nodiscard]] std::string share(double weight) const {
        return whole_ > 0 ? percent(weight / whole_) : std::string(k_unknown);
    }

    [[nodiscard]] TableRow function_row(std::int64_t row) const {
        const auto i = order_[static_cast<std::size_t>(row)];
        const auto& key = model_.calls().functions[i];
        TableRow cells;
        cells.cells = {{name_in(key)}, {share(self_[i])}, {share(total_[i])}, {module_in(key), k_dim}};
        return cells;
    }

    [[nodiscard]] TableRow edge_row(const std::vector<functions::CallEdge>& edges, std::int64_t row, bool callers) const {
        const auto& edge = edges[static_cast<std::size_t>(row)];
        const auto& key = callers ? edge.caller : edge.callee;
        const double part = sandwich_.total > 0 ? edge.weight / sandwich_.total : 0;
        const auto filled = bar(part, k_bar);
        TableRow cells;
        cells.cells = {{name_in(key)},
                       {filled + repeat(" ", k_bar - width_of(filled)) + fmt::format(" {:>3} %", fixed(100 * part, 0))},
                       {share(edge.weight), k_dim},
                       {module_in(key), k_dim}};
        return cells;
    }

    Context& context_;
    std::string title_;
    model::ProfileModel model_;
    Table functions_, callers_, callees_;
    std::vector<double> self_, total_;  // by function of the tree
    std::vector<std::size_t> order_;
    double whole_ = 0;
    std::string middle_;  // key
    functions::Sandwich sandwich_;
    bool by_self_ = false;
    bool beside_ = true;     // all three tables are drawn, not the functions or the others
    std::size_t focus_ = 0;  // functions, callers, callees
    std::uint64_t read_ = 0;
};

}  // namespace

Result<std::unique_ptr<Screen>> make_sandwich_screen(Context& context, storage::ProfileId profile) {
    PARETOP_CHECK(storage::get_profile(context.store, profile).map([](const auto&) {}));
    return std::unique_ptr<Screen>(std::make_unique<SandwichScreen>(context, profile));
}

}  // namespace paretop::views
