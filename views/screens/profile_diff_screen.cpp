// Two profiles against each other, operation by operation.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "engine/profile/diff.h"
#include "views/charts/small.h"
#include "views/screens/profile_actions.h"
#include "views/screens/units.h"
#include "views/widgets/format.h"
#include "views/widgets/table.h"

namespace paretop::views {
namespace {

using profile::OperationChange;
using profile::Presence;

constexpr int k_half = 7;                                      // columns of the bar on either side of no change
constexpr std::array<std::size_t, 4> k_column_of{6, 3, 5, 0};  // by order: share, change, percent, name

std::string signed_number(double value) { return (value > 0 ? "+" : "") + number(value); }

// Less to the left of the middle, more to the right: "   ▐██│       ", "       │███▌   ".
std::string change_bar(double share) {
    const auto filled = bar(std::abs(share), k_half);
    if (share >= 0) return repeat(" ", k_half) + "│" + filled + repeat(" ", k_half - width_of(filled));
    const int whole = std::min(k_half, std::max(1, static_cast<int>(std::lround(-share * k_half))));
    return repeat(" ", k_half - whole) + repeat("█", whole) + "│" + repeat(" ", k_half);
}

class ProfileDiffScreen final : public Screen {
  public:
    ProfileDiffScreen(Context& context, storage::ProfileRecord a, storage::ProfileRecord b)
        : context_(context), a_(std::move(a)), b_(std::move(b)), table_({}, [this](std::int64_t row) { return table_row(row); }) {
        reload();
    }

    [[nodiscard]] std::string title() const override { return fmt::format("profile {} against {}", a_.id, b_.id); }
    [[nodiscard]] StyledText status() const override {
        const bool growing = a_.state == storage::ProfileState::growing || b_.state == storage::ProfileState::growing;
        return growing ? StyledText{{"● growing", k_good}} : StyledText{{"", k_dim}};
    }

    void draw(Surface surface) override {
        arrange();
        surface.rule(0, "operations", headline());
        surface.text({1, 2}, fmt::format("A  {}", named(a_)), k_dim);
        surface.text({2, 2}, fmt::format("B  {}", named(b_)), k_dim);
        table_.draw(surface.lines_from(4, surface.lines() - 6));
        surface.rule(surface.lines() - 2);
        draw_chosen(surface.lines_from(surface.lines() - 1));
    }

    bool key(const Key& key) override {
        if (key.kind == KeyKind::click)
            if (const auto column = table_.header_at(key.at)) {
                const auto order = std::find(k_column_of.begin(), k_column_of.end(), *column);
                if (order != k_column_of.end()) sorted_ = static_cast<std::size_t>(order - k_column_of.begin());
                return true;
            }
        arrange();
        return table_.key(key);
    }

    std::vector<Action> actions() override {
        arrange();
        constexpr std::array<const char*, 4> k_orders{"share", "change", "percent", "name"};
        const auto next = (sorted_ + 1) % k_orders.size();
        return {open_action(),
                {fmt::format("sort by {}", k_orders[next]),
                 "o",
                 "sort",
                 "By share of the whole change, change of the mean, percent or name.",
                 {},
                 [this, next] { sorted_ = next; }},
                {"exchange A and B",
                 "x",
                 "exchange",
                 "What was more is less.",
                 {},
                 [this] {
                     std::swap(a_, b_);
                     diff_ = {};
                     reload();
                 }},
                {fmt::format("operations of profile {}", a_.id),
                 "a",
                 "open A",
                 "Where its time went.",
                 {},
                 [this, id = a_.id] { show(context_, make_operations_screen(context_, id)); }},
                {fmt::format("operations of profile {}", b_.id), "b", "open B", "Where its time went.", {}, [this, id = b_.id] {
                     show(context_, make_operations_screen(context_, id));
                 }}};
    }

    // Where it goes on to the functions beneath an operation: in B, or in A where B has none of it.
    Action open_action() {
        if (order_.empty()) return {"open an operation", "enter", "open", "In its profile.", "there is no operation", {}};
        const auto& chosen = diff_.changes[order_[static_cast<std::size_t>(table_.cursor())]];
        const auto id = chosen.presence == Presence::vanished ? a_.id : b_.id;
        return {fmt::format("{} in profile {}", chosen.name, id),
                "enter",
                "open",
                "Among the operations of its profile, with the functions beneath it.",
                {},
                [this, id, name = chosen.name] { show(context_, make_operations_screen(context_, id, name)); }};
    }

    void resume() override { reload(); }
    void refresh() override { reload(); }

  private:
    void reload() {
        bool changed = diff_.changes.empty();
        for (auto* each : {&a_, &b_}) {
            auto now = storage::get_profile(context_.store, each->id);
            if (!now) return context_.shell.report(now.error());
            changed = changed || *now != *each;
            *each = std::move(*now);
        }
        if (!changed) return;
        auto diff = profile::diff_profiles(context_.store, a_.id, b_.id);
        if (!diff) return context_.shell.report(diff.error());
        diff_ = std::move(*diff);
        order_.resize(diff_.changes.size());
        make_columns();
    }

    static std::string named(const storage::ProfileRecord& profile) {
        auto text = fmt::format("profile {} · {} · {}", profile.id, profile.name, extent_of(profile));
        if (profile.trial) text += fmt::format(" · trial {}/{}", profile.trial->run, profile.trial->number);
        return text;
    }

    // All operations together.
    [[nodiscard]] std::string headline() const {
        if (!(diff_.total_a_ns > 0)) return span_text(diff_.total_b_ns) + " in B";
        return fmt::format("{} to {} in all · {}", span_text(diff_.total_a_ns), span_text(diff_.total_b_ns),
                           change((diff_.total_b_ns - diff_.total_a_ns) / diff_.total_a_ns));
    }

    void make_columns() {
        double longest = 0;
        most_ = 0;
        for (const auto& each : diff_.changes) {
            if (!profile::counted(each.kind)) continue;
            longest = std::max({longest, each.mean_a_ns, each.mean_b_ns});
            most_ = std::max(most_, std::abs(each.self_change_ns));
        }
        if (!(most_ > 0)) most_ = 1;
        scale_ = span_scale(longest);
        table_.set_columns({{.title = "operation", .min_width = 16, .max_width = 32, .elastic = true},
                            {.title = scale_.title("mean A"), .align = Align::decimal, .importance = 2},
                            {.title = scale_.title("mean B"), .align = Align::decimal, .importance = 2},
                            {.title = scale_.title("change"), .align = Align::decimal},
                            {.title = "95 % interval", .align = Align::right, .importance = 1},
                            {.title = "", .align = Align::right, .importance = 1},
                            {.title = "share of the change", .min_width = 2 * k_half + 8},
                            {.title = "total", .align = Align::right, .importance = 3},
                            {.title = "records", .align = Align::right, .importance = 4}});
        table_.set_empty("Neither of them has operations.");
    }

    void arrange() {
        std::iota(order_.begin(), order_.end(), std::size_t{0});
        const auto& all = diff_.changes;
        const auto key = [&](std::size_t i) {
            const auto& each = all[i];
            return sorted_ == 1 ? std::abs(each.change_ns) : sorted_ == 2 ? std::abs(each.percent.value_or(0)) : 0.0;
        };
        std::stable_sort(order_.begin(), order_.end(), [&](auto x, auto y) {
            const bool of_x = profile::counted(all[x].kind), of_y = profile::counted(all[y].kind);
            if (of_x != of_y) return of_x;
            return sorted_ == 3 ? all[x].name < all[y].name : key(x) > key(y);  // as they come: by share
        });
        table_.set_count(static_cast<std::int64_t>(order_.size()));
        table_.set_sorted(k_column_of[sorted_], sorted_ != 3);
    }

    // + more time, worse; − less. A word where one of them has none of it.
    [[nodiscard]] static Style style_of(const OperationChange& change) {
        if (!profile::counted(change.kind)) return k_dim;
        if (change.presence == Presence::appeared) return k_warning;
        if (change.presence == Presence::vanished) return k_good;
        return !change.certain() ? k_dim : change.change_ns > 0 ? k_bad : k_good;
    }

    // Its interval holds 0.
    [[nodiscard]] static bool doubtful(const OperationChange& change) {
        return profile::counted(change.kind) && change.low_ns && !change.certain();
    }

    [[nodiscard]] std::string interval_of(const OperationChange& change) const {
        if (change.presence == Presence::appeared) return "appeared";
        if (change.presence == Presence::vanished) return "vanished";
        if (!change.low_ns || !change.high_ns) return "one record";
        return fmt::format("{} to {}", signed_number(*change.low_ns / scale_.factor),
                           signed_number(*change.high_ns / scale_.factor));
    }

    [[nodiscard]] TableRow table_row(std::int64_t row) const {
        const auto& each = diff_.changes[order_[static_cast<std::size_t>(row)]];
        const auto style = style_of(each);
        const auto mean = [&](double value, std::int64_t count) {
            return count > 0 ? number(value / scale_.factor) : std::string(k_unknown);
        };
        TableRow cells;
        cells.mark = each.presence == Presence::appeared   ? "+"
                     : each.presence == Presence::vanished ? "−"
                     : doubtful(each)                      ? "~"
                                                           : "";
        if (!profile::counted(each.kind)) cells.style = k_dim;
        cells.cells = {
            {each.name},
            {mean(each.mean_a_ns, each.count_a)},
            {mean(each.mean_b_ns, each.count_b)},
            {signed_number(each.change_ns / scale_.factor), style},
            {interval_of(each), style},
            {each.percent ? change(*each.percent / 100) : "", style},
            {each.share ? change_bar(each.self_change_ns / most_) + fmt::format("{:>5} %", fixed(100 * *each.share, 0)) : ""},
            {(each.total_change_ns > 0 ? "+" : "") + span_text(each.total_change_ns), k_dim},
            {fmt::format("{} to {}", grouped(each.count_a), grouped(each.count_b)), k_dim}};
        return cells;
    }

    void draw_chosen(Surface line) const {
        if (order_.empty()) return;
        const auto& each = diff_.changes[order_[static_cast<std::size_t>(table_.cursor())]];
        int at = line.text({0, 2}, each.name, k_bold);
        const auto verdict = each.presence == Presence::appeared   ? std::string("only B has it")
                             : each.presence == Presence::vanished ? std::string("only A has it")
                             : !each.low_ns                        ? std::string("single records: no telling")
                             : !each.certain()                     ? std::string("~ no certain change")
                             : each.change_ns > 0                  ? std::string("takes longer in B")
                                                                   : std::string("takes less in B");
        line.text({0, at + 2}, fmt::format("{} · {}{} in all · {} to {} records", verdict, each.total_change_ns > 0 ? "+" : "",
                                           span_text(each.total_change_ns), grouped(each.count_a), grouped(each.count_b)));
    }

    Context& context_;
    storage::ProfileRecord a_, b_;
    profile::ProfileDiff diff_;
    Table table_;
    UnitScale scale_;
    double most_ = 1;  // the largest change of self time
    std::vector<std::size_t> order_;
    std::size_t sorted_ = 0;
};

}  // namespace

Result<std::unique_ptr<Screen>> make_profile_diff_screen(Context& context, storage::ProfileId a, storage::ProfileId b) {
    PARETOP_TRY(auto first, storage::get_profile(context.store, a));
    PARETOP_TRY(auto second, storage::get_profile(context.store, b));
    return std::unique_ptr<Screen>(std::make_unique<ProfileDiffScreen>(context, std::move(first), std::move(second)));
}

}  // namespace paretop::views
