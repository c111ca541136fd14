// What each worker did when: a row a lane, the main process beneath, batches that arrived out of order marked.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "views/charts/axes.h"
#include "views/model/timeline.h"
#include "views/screens/profile_actions.h"
#include "views/screens/units.h"
#include "views/widgets/format.h"

namespace paretop::views {
namespace {

constexpr std::array<std::string_view, 8> k_heights{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
constexpr int k_below = 5;  // lines of the axis, the legend and the record under the cursor
constexpr std::size_t k_letters = 26;
constexpr double k_least_share = 0.02;  // of a column, to be drawn at all

class TimelineScreen final : public Screen {
  public:
    TimelineScreen(Context& context, storage::ProfileId profile)
        : context_(context),
          title_(profile_title(profile, "timeline")),
          model_(context.store, profile),
          timeline_(context.store, model_) {
        reload();
    }

    [[nodiscard]] std::string title() const override { return title_; }
    [[nodiscard]] std::string family() const override { return profile_family(model_.record().id); }
    [[nodiscard]] StyledText status() const override { return profile_status(model_.record()); }

    void draw(Surface surface) override {
        const auto& window = timeline_.window();
        surface.rule(0, "timeline",
                     timeline_.whole()
                         ? ""
                         : fmt::format("{} of {}", span_text(static_cast<double>(window.length())), extent_of(model_.record())));
        if (model_.lanes().empty()) {
            surface.text({2, 2},
                         model_.growing() ? "Nothing has been recorded yet."
                                          : "It holds no timeline: its source told no times. i shows its calls.",
                         k_dim);
            return;
        }
        label_ = label_width(surface.columns());
        const int columns = std::max(1, surface.columns() - label_ - 3);
        timeline_.set_columns(static_cast<std::size_t>(columns));
        keep_loading();
        cursor_ = std::clamp(cursor_, 0, columns - 1);
        row_ = std::min(row_, timeline_.rows().empty() ? 0 : timeline_.rows().size() - 1);
        const int room = surface.lines() - 1 - k_below;
        const int each = static_cast<int>(timeline_.rows().size()) * 3 <= room ? 2 : 1;
        draw_rows(surface.lines_from(1, std::max(1, room)), each);
        draw_below(surface.lines_from(surface.lines() - k_below), columns);
    }

    bool key(const Key& key) override {
        if (key.is(KeyKind::left) || key.is(U'h')) return move(-1);
        if (key.is(KeyKind::right) || key.is(U'l')) return move(1);
        if (key.is(KeyKind::page_up) || key.is(KeyKind::page_down)) {
            timeline_.pan(timeline_.window().length() * (key.is(KeyKind::page_up) ? -3 : 3) / 4);
            return true;
        }
        if (key.is(KeyKind::up) || key.is(U'k')) {
            row_ -= row_ > 0 ? 1 : 0;
            return true;
        }
        if (key.is(KeyKind::down) || key.is(U'j')) {
            if (row_ + 1 < timeline_.rows().size()) ++row_;
            return true;
        }
        if (key.is(KeyKind::home) || key.is(KeyKind::end)) {
            const auto whole = model_.record().last_ns - model_.record().first_ns;
            timeline_.pan(key.is(KeyKind::home) ? -whole : whole);
            return true;
        }
        if (key.kind == KeyKind::wheel_up || key.kind == KeyKind::wheel_down) {
            timeline_.zoom(key.kind == KeyKind::wheel_up ? 0.7 : 1 / 0.7, at_cursor());
            return true;
        }
        return false;
    }

    std::vector<Action> actions() override {
        const std::string none = model_.lanes().empty() ? "it holds no timeline" : "";
        std::vector<Action> all{{"zoom in", "+", "zoom", "Around the cursor; - zooms out, 0 shows everything. So does the wheel.",
                                 none, [this] { timeline_.zoom(0.5, at_cursor()); }},
                                {"zoom out", "-", "", "Around the cursor.", timeline_.whole() ? "everything is shown" : "",
                                 [this] { timeline_.zoom(2, at_cursor()); }},
                                {"show everything", "0", "all", "From the first record to the last.",
                                 timeline_.whole() ? "everything is shown" : "", [this] { timeline_.show_all(); }},
                                {"next out of order", "n", "next early", "To the next batch that arrived before its turn.",
                                 out_of_order() > 0 ? "" : "every batch came in its turn", [this] { next_out_of_order(); }}};
        for (auto& visit : profile_visits(context_, model_.record().id, "timeline")) all.push_back(std::move(visit));
        return all;
    }

    void resume() override { reload(); }
    void refresh() override { reload(); }

  private:
    void reload() { load(context_, this, model_); }

    void keep_loading() {
        const bool stale =
            std::any_of(timeline_.rows().begin(), timeline_.rows().end(), [](const auto& row) { return row.stale; });
        if (stale) load(context_, this, timeline_);
    }

    // --- the cursor ----------------------------------------------------------------------------------------------------
    [[nodiscard]] std::int64_t at_column(int column) const {
        const auto& window = timeline_.window();
        const auto columns = std::max<std::int64_t>(1, static_cast<std::int64_t>(window.columns));
        return window.from_ns + window.length() / columns * column + window.length() % columns * column / columns;
    }
    [[nodiscard]] std::int64_t at_cursor() const { return at_column(cursor_); }
    [[nodiscard]] int column_of(std::int64_t at_ns) const {
        const auto& window = timeline_.window();
        if (at_ns < window.from_ns || at_ns >= window.to_ns) return -1;
        return static_cast<int>(static_cast<double>(at_ns - window.from_ns) / static_cast<double>(window.length()) *
                                static_cast<double>(window.columns));
    }

    // The window goes along at its edges.
    bool move(int by) {
        const int columns = static_cast<int>(timeline_.window().columns);
        if (cursor_ + by < 0 || cursor_ + by >= columns)
            timeline_.pan(by * timeline_.window().length() / 8);
        else
            cursor_ += by;
        return true;
    }

    [[nodiscard]] std::int64_t out_of_order() const { return model_.batches() ? model_.batches()->out_of_order : 0; }

    void next_out_of_order() {
        std::optional<std::int64_t> next;
        for (const auto& batch : model_.all_batches())
            if (batch.out_of_order() && *batch.wait_ns > at_column(cursor_ + 1) && (!next || *batch.wait_ns < *next))
                next = batch.wait_ns;
        if (!next) return context_.shell.say("none is out of order after this");
        if (column_of(*next) < 0) timeline_.pan(*next - timeline_.window().from_ns - timeline_.window().length() / 2);
        cursor_ = std::max(0, column_of(*next));
    }

    // --- rows ----------------------------------------------------------------------------------------------------------
    [[nodiscard]] int label_width(int columns) const {
        int width = 4;
        for (const auto& lane : model_.lanes())
            width = std::max(width, width_of(lane.name) + (lane.role == storage::LaneRole::main ? 6 : 0));
        return std::min(width, std::max(8, columns / 5));
    }

    // Of operations, by their time; what came later is "·".
    [[nodiscard]] std::map<std::int64_t, std::string> letters() const {
        std::vector<const storage::OperationRecord*> order;
        for (const auto& operation : model_.operations())
            if (operation.kind == profile::Kind::operation) order.push_back(&operation);
        std::stable_sort(order.begin(), order.end(), [](const auto* a, const auto* b) { return a->self_ns > b->self_ns; });
        std::map<std::int64_t, std::string> found;
        for (std::size_t i = 0; i < order.size(); ++i)
            found[order[i]->number] = i < k_letters ? std::string(1, static_cast<char>('a' + i)) : "·";
        for (const auto& operation : model_.operations())
            if (operation.kind == profile::Kind::wait) found[operation.number] = "W";
        for (const auto& operation : model_.operations())
            if (operation.kind == profile::Kind::preprocessed && drawn(operation.number)) found[operation.number] = "B";
        return found;
    }

    [[nodiscard]] bool drawn(std::int64_t operation) const {
        return std::any_of(timeline_.rows().begin(), timeline_.rows().end(), [operation](const auto& row) {
            return std::any_of(row.slices.begin(), row.slices.end(), [operation](const auto& s) { return s.name == operation; });
        });
    }

    void draw_rows(Surface surface, int each) {
        const auto& rows = timeline_.rows();
        const int shown = std::max(1, surface.lines() / each - 1);
        const int first = std::clamp(static_cast<int>(row_) - shown + 1, 0, std::max(0, static_cast<int>(rows.size()) - shown));
        const auto names = letters();
        int line = 0;
        for (int i = first; i < static_cast<int>(rows.size()) && line < surface.lines(); ++i) {
            const auto& row = rows[static_cast<std::size_t>(i)];
            draw_row(surface.lines_from(line, each), row, static_cast<std::size_t>(i) == row_, names);
            line += each;
            if (row.waits && line < surface.lines()) draw_arrivals(surface.lines_from(line++, 1));
        }
        surface.columns_from(label_ + 2, 1).fill("│", k_dim);
        if (first + shown < static_cast<int>(rows.size())) surface.text({surface.lines() - 1, 0}, "▾", k_dim);
    }

    void draw_row(Surface surface, const model::TimelineRow& row, bool selected,
                  const std::map<std::int64_t, std::string>& names) const {
        const auto& lane = model_.lanes()[row.lane];
        const auto label = row.waits ? lane.name + " waits" : lane.name;
        surface.text({0, 0}, selected ? "▸" : " ", k_accent);
        surface.text({0, 1}, shorten(label, label_), selected ? k_bold : k_normal);
        const auto inside = surface.columns_from(label_ + 3);
        for (std::size_t i = 0; i < row.slices.size() && static_cast<int>(i) < inside.columns(); ++i) {
            const auto& slice = row.slices[i];
            if (slice.name < 0 || slice.share < k_least_share) continue;
            const int column = static_cast<int>(i);
            const auto style = selected && column == cursor_ ? k_caret : row.stale ? k_dim : k_normal;
            const auto height = std::clamp(static_cast<int>(slice.share * 8), 0, 7);
            const auto name = names.find(slice.name);
            const auto letter = name == names.end() ? std::string("·") : name->second;
            if (surface.lines() == 1) {
                inside.text({0, column}, letter, style);
            } else {
                inside.text({0, column}, k_heights[static_cast<std::size_t>(height)], row.waits ? k_warning : style);
                inside.text({1, column}, letter, k_dim);
            }
        }
        if (selected && inside.columns() > cursor_) inside.text_if_blank({0, cursor_}, "│", k_accent);
    }

    // Where the main process was handed a batch that had come before its turn.
    void draw_arrivals(Surface line) const {
        const auto inside = line.columns_from(label_ + 3);
        for (const auto& batch : model_.all_batches())
            if (const int column = batch.out_of_order() ? column_of(*batch.wait_ns) : -1; column >= 0)
                inside.text({0, column}, "▴", k_warning);
        line.text({0, 1}, shorten("out of order", label_), out_of_order() > 0 ? k_warning : k_dim);
    }

    // --- below ---------------------------------------------------------------------------------------------------------
    void draw_below(Surface surface, int columns) const {
        draw_axis(surface.lines_from(0, 2), columns);
        surface.text({2, 1}, shorten(legend(), surface.columns() - 2), k_dim);
        surface.rule(3);
        draw_record(surface.lines_from(4, 1));
    }

    void draw_axis(Surface surface, int columns) const {
        const auto& window = timeline_.window();
        const auto begin = model_.record().first_ns;
        const auto scale = span_scale(static_cast<double>(window.length()));
        const Scale x{static_cast<double>(window.from_ns - begin) / scale.factor,
                      static_cast<double>(window.to_ns - begin) / scale.factor, false};
        const auto inside = surface.columns_from(label_ + 3);
        surface.text({0, label_ + 2}, "└", k_dim);
        inside.lines_from(0, 1).fill("─", k_dim);
        int free_from = 0;
        for (const auto& tick : ticks(x, std::max(2, columns / 12))) {
            const int column = static_cast<int>(x.place(tick.value) * columns);
            const auto text = tick.label + " " + scale.unit;
            const int at = std::clamp(column - width_of(text) / 2, 0, std::max(0, columns - width_of(text)));
            if (column >= columns || at < free_from) continue;
            inside.text({0, column}, "┬", k_dim);
            free_from = inside.text({1, at}, text, k_dim) + 1;
        }
        inside.text({0, cursor_}, "▴", k_accent);
    }

    [[nodiscard]] std::string legend() const {
        const auto names = letters();
        std::vector<std::pair<std::string, std::string>> entries;
        for (const auto& operation : model_.operations())
            if (const auto found = names.find(operation.number); found != names.end() && found->second != "·")
                entries.emplace_back(found->second, operation.name);
        std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
            const auto upper = [](const auto& entry) { return entry.first == "W" || entry.first == "B"; };
            const bool upper_a = upper(a), upper_b = upper(b);
            return upper_a != upper_b ? upper_b : a.first < b.first;
        });
        std::string text;
        for (const auto& [letter, name] : entries) text += (text.empty() ? "" : "  ") + letter + " " + name;
        return text;
    }

    void draw_record(Surface line) const {
        const auto record = timeline_.record_at(row_, at_cursor());
        if (!record) return context_.shell.report(record.error());
        const auto since = [this](int column) {
            return span_text(static_cast<double>(at_column(column) - model_.record().first_ns));
        };
        int at = line.text({0, 2}, fmt::format("{} to {}:", since(cursor_), since(cursor_ + 1)), k_dim);
        if (!*record) {
            line.text({0, at + 2}, "nothing", k_dim);
            return;
        }
        const auto& found = **record;
        const auto name = static_cast<std::size_t>(found.name);
        const bool early = found.kind == profile::Kind::wait && found.duration_ns == profile::k_out_of_order_ns;
        if (!early) at = line.text({0, at + 1}, "longest", k_dim) - 1;
        at = line.text({0, at + 2}, name < model_.operations().size() ? model_.operations()[name].name : "", k_bold);
        auto text = span_text(static_cast<double>(found.duration_ns));
        if (found.batch >= 0) text += fmt::format(" · batch {}", found.batch);
        if (early) text += " · out of order";
        text += " · began at " + span_text(static_cast<double>(found.start_ns - model_.record().first_ns));
        line.text({0, at + 2}, text);
    }

    Context& context_;
    std::string title_;
    model::ProfileModel model_;
    model::TimelineModel timeline_;
    int label_ = 8;
    int cursor_ = 0;  // column
    std::size_t row_ = 0;
};

}  // namespace

Result<std::unique_ptr<Screen>> make_timeline_screen(Context& context, storage::ProfileId profile) {
    PARETOP_CHECK(storage::get_profile(context.store, profile).map([](const auto&) {}));
    return std::unique_ptr<Screen>(std::make_unique<TimelineScreen>(context, profile));
}

}  // namespace paretop::views
