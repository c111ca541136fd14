// All profiles of the store, or those of one run.
#include <fmt/format.h>

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
                  {.title = "name", .min_width = 12, .elastic = true},
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
        reload();
    }

    [[nodiscard]] std::string title() const override { return title_; }

    void draw(Surface surface) override {
        sync();
        surface.rule(0, "profiles", grouped(static_cast<std::int64_t>(model_.profiles().size())));
        table_.draw(surface.lines_from(1));
    }

    bool key(const Key& key) override {
        if (key.kind == KeyKind::click && table_.header_at(key.at)) return true;
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
        if (profile == nullptr) return all;
        auto visits = profile_visits(context_, id, "operations");
        if (const auto a = model_.mark_a(), b = model_.mark_b(); a && b) visits.back() = diff_action(*a, *b);
        for (auto& visit : visits) all.push_back(std::move(visit));
        if (profile->trial)
            all.push_back({fmt::format("open trial {}", profile->trial->number),
                           "",
                           "",
                           "The trial it is of.",
                           {},
                           [this, trial = *profile->trial] { show(context_, make_trial_screen(context_, trial)); }});
        return all;
    }

    void resume() override { reload(); }
    void refresh() override { reload(); }

  private:
    void reload() { load(context_, this, model_); }

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
        table_.set_empty(model_.run() ? "No profiles of this run yet."
                                      : "No profiles yet: `paretop profile import PATH` takes in a trace.");
    }

    [[nodiscard]] TableRow table_row(std::int64_t row) const {
        const auto& profile = model_.profiles()[static_cast<std::size_t>(row)];
        const bool growing = profile.state == storage::ProfileState::growing;
        TableRow cells;
        cells.mark = profile.id == model_.mark_a() ? "A" : profile.id == model_.mark_b() ? "B" : "";
        cells.cells = {{std::to_string(profile.id)},
                       {profile.name},
                       {profile.trial ? fmt::format("{}/{}", profile.trial->run, profile.trial->number) : std::string(k_unknown)},
                       {growing ? "● growing" : "✓ complete", growing ? k_good : k_normal},
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
};

}  // namespace

std::unique_ptr<Screen> make_profiles_screen(Context& context, std::optional<storage::RunId> run) {
    return std::make_unique<ProfilesScreen>(context, run);
}

}  // namespace paretop::views
