// All profiles of the store, or those of one run.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "views/model/profiles.h"
#include "views/screens/profile_actions.h"
#include "views/screens/run_marks.h"
#include "views/screens/units.h"
#include "views/widgets/format.h"
#include "views/widgets/table.h"

namespace paretop::views {
namespace {

class ProfilesScreen final : public Screen {
  public:
    ProfilesScreen(Context& context, std::optional<storage::RunId> run)
        : context_(context),
          model_(context.store, run),
          table_({{.title = "#", .align = Align::right},
                  {.title = "name", .min_width = 20, .elastic = true},
                  {.title = "of", .min_width = 8},
                  {.title = "state", .min_width = 9},
                  {.title = "records", .align = Align::right},
                  {.title = "took", .align = Align::right, .importance = 1},
                  {.title = "format", .importance = 2},
                  {.title = "made", .align = Align::right, .importance = 2},
                  {.title = "from", .importance = 3, .max_width = 60, .cut_middle = true}},
                 [this](std::int64_t row) { return table_row(row); }) {
        if (run)
            if (const auto experiment = experiment_of(context, *run)) title_ = run_title(**experiment, *run, "profiles");
        sort(0, true);
        reload();
    }

    [[nodiscard]] std::string title() const override { return title_; }

    void draw(Surface surface) override {
        sync();
        const auto filter = model_.filter().empty() ? "" : fmt::format("“{}” · ", model_.filter());
        surface.rule(0, "profiles", fmt::format("{}{} of {}", filter, model_.profiles().size(), model_.total()));
        table_.draw(surface.lines_from(1));
    }

    bool key(const Key& key) override {
        if (key.kind == KeyKind::click)
            if (const auto column = table_.header_at(key.at)) {
                if (*column < k_orders.size()) sort(*column, sorted_ == *column ? !model_.descending() : descends(*column));
                return true;
            }
        sync();
        if (!table_.key(key)) return false;
        model_.move_to(static_cast<std::size_t>(table_.cursor()));
        return true;
    }

    std::vector<Action> actions() override {
        const auto* profile = model_.cursor();
        const std::string none = profile == nullptr ? "there is no profile here" : "";
        const auto id = profile == nullptr ? 0 : profile->id;
        const auto name = profile == nullptr ? std::string("profile") : fmt::format("profile {}", id);
        std::vector<Action> all{{"open " + name, "enter", "open", "Where its time went, operation by operation.", none,
                                 [this, id] { show(context_, make_operations_screen(context_, id)); }},
                                {"mark " + name, "space", "mark", "The first is A, the second B; d shows their difference.", none,
                                 [this, id] { model_.toggle_mark(id); }}};
        for (auto& action : list_actions()) all.push_back(std::move(action));
        if (profile == nullptr) return all;
        auto visits = profile_visits(context_, id, "operations");
        if (const auto a = model_.mark_a(), b = model_.mark_b(); a && b)
            *std::find_if(visits.begin(), visits.end(), [](const Action& visit) { return visit.key == "d"; }) =
                diff_action(*a, *b);
        for (auto& visit : visits) all.push_back(std::move(visit));
        all.push_back(remove_action(*profile));
        return all;
    }

    void resume() override { reload(); }
    void refresh() override { reload(); }

  private:
    void reload() { load(context_, this, model_); }

    // --- the list ------------------------------------------------------------------------------------------------------
    static constexpr std::array<model::ProfilesModel::Order, 8> k_orders{
        model::ProfilesModel::Order::number, model::ProfilesModel::Order::name,    model::ProfilesModel::Order::trial,
        model::ProfilesModel::Order::state,  model::ProfilesModel::Order::records, model::ProfilesModel::Order::extent,
        model::ProfilesModel::Order::format, model::ProfilesModel::Order::number};  // by column

    // What a person wants to see first: the newest, the largest.
    static bool descends(std::size_t column) { return column == 0 || column == 2 || column == 4 || column == 5 || column == 7; }

    void sort(std::size_t column, bool descending) {
        sorted_ = column;
        model_.set_sort(k_orders[column], descending);
        table_.set_sorted(column, descending);
    }

    std::vector<Action> list_actions() {
        std::vector<Action> all{
            {"filter", "/", "filter", "Words of the name, format, trial (17/131), number or path.", {}, [this] { ask_filter(); }},
            {"sort by the next column",
             "o",
             "sort",
             "O turns the order round; so does a click on a header.",
             {},
             [this] {
                 const auto next = (sorted_ + 1) % k_sorted_columns;
                 sort(next, descends(next));
             }},
            {"turn the order round", "O", "", "Ascending or descending.", {}, [this] { sort(sorted_, !model_.descending()); }}};
        add_unfilter(all, model_.filter(), [this] { model_.set_filter({}); });
        return all;
    }

    void ask_filter() {
        PromptRequest request;
        request.label = "filter";
        request.text = model_.filter();
        request.history = "profiles list";
        request.changed = [this](const std::string& words) { model_.set_filter(words); };
        request.done = request.changed;
        request.cancelled = [this, before = model_.filter()] { model_.set_filter(before); };
        context_.shell.prompt(std::move(request));
    }

    // Not d, which deletes runs: here it compares.
    Action remove_action(const storage::ProfileRecord& profile) {
        const bool written = profile.state == storage::ProfileState::growing;
        const auto name = fmt::format("profile {}", profile.id);
        return {"delete " + name,
                "D",
                "delete",
                "With all its records; its trial and the trace it was read from stay.",
                written ? name + " is still growing" : "",
                [this, id = profile.id, name, records = profile.records] {
                    Question question{fmt::format("Delete {} with {}?", name, count_of(records, "record")),
                                      "Its trial and the trace it was read from stay.", "delete"};
                    context_.shell.confirm(std::move(question), [this, id, name] {
                        if (const auto done = context_.actions.remove_profile(id); !done)
                            return context_.shell.report(done.error());
                        context_.shell.say(name + " is gone");
                        context_.shell.refresh();
                    });
                }};
    }

    // Growing, complete or cut off, which its remarks tell.
    [[nodiscard]] Mark mark_of(const storage::ProfileRecord& profile) const {
        if (storage::being_removed(profile)) return {"✗", "half removed", k_warning};
        if (profile.state == storage::ProfileState::growing) return {"●", "growing", k_good};
        const bool cut = profile.state == storage::ProfileState::cut_off ||
                         std::any_of(profile.remarks.begin(), profile.remarks.end(),
                                     [](const auto& remark) { return remark.starts_with("cut off"); });
        return cut ? Mark{"✗", "cut off", k_warning} : Mark{"✓", "complete", k_normal};
    }

    Action diff_action(storage::ProfileId a, storage::ProfileId b) {
        return {fmt::format("diff profiles {} and {}", a, b),
                "d",
                "diff",
                "Operation by operation, with intervals.",
                {},
                [this, a, b] { show(context_, make_profile_diff_screen(context_, a, b)); }};
    }

    void sync() {
        table_.set_count(static_cast<std::int64_t>(model_.profiles().size()));
        table_.move_to(static_cast<std::int64_t>(model_.cursor_row()));
        table_.set_empty(model_.total() > 0 ? fmt::format("No profile matches “{}”. / changes the filter.", model_.filter())
                         : model_.run()     ? "No profiles of this run yet."
                                            : "No profiles yet: `paretop profile import PATH` takes in a trace.");
    }

    [[nodiscard]] TableRow table_row(std::int64_t row) const {
        const auto& profile = model_.profiles()[static_cast<std::size_t>(row)];
        const auto mark = mark_of(profile);
        TableRow cells;
        cells.mark = profile.id == model_.mark_a() ? "A" : profile.id == model_.mark_b() ? "B" : "";
        cells.cells = {{std::to_string(profile.id)},
                       {profile.name},
                       {profile.trial ? fmt::format("{}/{}", profile.trial->run, profile.trial->number) : std::string(k_unknown)},
                       {mark.text(), mark.style},
                       {grouped(profile.records)},
                       {extent_of(profile)},
                       {profile.format, k_dim},
                       {ago(profile.created_ns, context_.shell.clock().now_ns()), k_dim},
                       {profile.sources.empty() ? "" : profile.sources.front(), k_dim}};
        return cells;
    }

    Context& context_;
    std::string title_ = "profiles";
    model::ProfilesModel model_;
    Table table_;
    static constexpr std::size_t k_sorted_columns = 7;  // that have an order of their own
    std::size_t sorted_ = 0;
};

}  // namespace

std::unique_ptr<Screen> make_profiles_screen(Context& context, std::optional<storage::RunId> run) {
    return std::make_unique<ProfilesScreen>(context, run);
}

}  // namespace paretop::views
