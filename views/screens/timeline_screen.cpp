// What each worker did when: a row a lane, the main process beneath, batches that arrived out of order marked.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "views/charts/axes.h"
#include "views/model/timeline.h"
#include "views/screens/profile_actions.h"
#include "views/screens/timeline_letters.h"
#include "views/screens/units.h"
#include "views/widgets/format.h"

namespace paretop::views {
namespace {

constexpr std::array<std::string_view, 8> k_heights{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
constexpr int k_below = 5;  // lines of the axis, the legend and the record under the cursor
constexpr Nanoseconds k_piece = 3'000'000;
constexpr int k_tallest = 4;            // lines of a row
constexpr int k_waits = 6;              // columns of " waits"
constexpr double k_least_share = 0.02;  // of a column, to be drawn at all

class TimelineScreen final : public Screen {
  public:
    TimelineScreen(Context& context, storage::ProfileId profile)
        : context_(context),
          title_(profile_title(profile, "timeline")),
          model_(context.store, profile, model::ProfileModel::Batches::read),
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
        const auto rows = std::max(1, static_cast<int>(timeline_.rows().size()));
        each_ = std::clamp((room - arrival_lines()) / rows, 1, k_tallest);
        draw_rows(surface.lines_from(1, std::max(1, room)));
        draw_below(surface.lines_from(surface.lines() - k_below), columns);
    }

    bool key(const Key& key) override {
        if (key.is_mouse()) return mouse(key);
        if (key.is(KeyKind::left) || key.is(U'h')) return move(-1);
        if (key.is(KeyKind::right) || key.is(U'l')) return move(1);
        if (key.is(KeyKind::page_up) || key.is(KeyKind::page_down)) return move_by_page(key.is(KeyKind::page_up) ? -1 : 1);
        if (key.is(KeyKind::up) || key.is(U'k')) {
            row_ -= row_ > 0 ? 1 : 0;
            return true;
        }
        if (key.is(KeyKind::down) || key.is(U'j')) {
            if (row_ + 1 < timeline_.rows().size()) ++row_;
            return true;
        }
        const bool home = key.is(KeyKind::home) || key.is(U'g'), end = key.is(KeyKind::end) || key.is(U'G');
        if (!home && !end) return false;
        const auto whole = model_.record().last_ns - model_.record().first_ns;
        timeline_.pan(home ? -whole : whole);
        cursor_ = home ? 0 : std::max(0, static_cast<int>(timeline_.window().columns) - 1);
        return true;
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
    void reload() {
        load(context_, this, model_, [this] { take(); });
    }
    void take() {
        if (lettered_ == model_.version()) return;
        lettered_ = model_.version();
        letters_.assign(model_);
    }

    void keep_loading() {
        const bool stale =
            std::any_of(timeline_.rows().begin(), timeline_.rows().end(), [](const auto& row) { return row.stale; });
        if (!stale) return;
        const auto piece = [this] {  // beside "load", which reads the batches meanwhile
            auto budget = model::Budget::of_time(context_.shell.clock(), k_piece);
            const auto more = timeline_.update(budget);
            if (!more) context_.shell.report(more.error());
            return more.value_or(false);
        };
        if (piece()) context_.shell.work(this, "rows", piece);
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

    bool move_by_page(int by) {
        const int columns = static_cast<int>(timeline_.window().columns), page = std::max(1, columns * 3 / 4);
        if (timeline_.whole())
            cursor_ = std::clamp(cursor_ + by * page, 0, std::max(0, columns - 1));
        else
            timeline_.pan(by * timeline_.window().length() * 3 / 4);
        return true;
    }

    // A click chooses, the wheel zooms around where it is.
    bool mouse(const Key& key) {
        const Position at{key.at.line - area_.at.line, key.at.column - area_.at.column};
        if (!area_.contains(key.at)) return false;
        if (at.column >= 0) cursor_ = at.column;
        if (key.kind == KeyKind::wheel_up || key.kind == KeyKind::wheel_down) {
            timeline_.zoom(key.kind == KeyKind::wheel_up ? 0.7 : 1 / 0.7, at_cursor());
            return true;
        }
        for (const auto& [line, row] : lines_of_rows_)
            if (at.line >= line) row_ = row;
        return key.kind == KeyKind::click;
    }

    [[nodiscard]] std::int64_t out_of_order() const { return static_cast<std::int64_t>(model_.out_of_order().size()); }

    void next_out_of_order() {
        const auto& all = model_.out_of_order();
        const auto next = std::upper_bound(all.begin(), all.end(), at_column(cursor_ + 1));
        if (next == all.end()) return context_.shell.say("none is out of order after this");
        if (column_of(*next) < 0) timeline_.pan(*next - timeline_.window().from_ns - timeline_.window().length() / 2);
        cursor_ = std::max(0, column_of(*next));
    }

    // --- rows ----------------------------------------------------------------------------------------------------------
    [[nodiscard]] int label_width(int columns) const {
        int width = 4;
        for (const auto& lane : model_.lanes())
            width = std::max(width, width_of(lane.name) + (lane.role == storage::LaneRole::main ? k_waits : 0));
        return std::min(width, std::max(8, columns / 4));
    }

    [[nodiscard]] int arrival_lines() const {
        return static_cast<int>(
            std::count_if(timeline_.rows().begin(), timeline_.rows().end(), [](const auto& row) { return row.waits; }));
    }

    // Of what is drawn.
    [[nodiscard]] std::set<std::int64_t> drawn() const {
        std::set<std::int64_t> names;
        for (const auto& [line, row] : lines_of_rows_)
            for (const auto& slice : timeline_.rows()[row].slices)
                if (slice.name >= 0 && slice.share >= k_least_share) names.insert(slice.name);
        return names;
    }

    void draw_rows(Surface surface) {
        const auto& rows = timeline_.rows();
        const int shown = std::max(1, (surface.lines() - arrival_lines()) / each_);
        const int first = std::clamp(static_cast<int>(row_) - shown + 1, 0, std::max(0, static_cast<int>(rows.size()) - shown));
        area_ = surface.columns_from(label_ + 3).area();
        lines_of_rows_.clear();
        int line = 0;
        for (int i = first; i < static_cast<int>(rows.size()) && line < surface.lines(); ++i) {
            const auto& row = rows[static_cast<std::size_t>(i)];
            lines_of_rows_.emplace_back(line, static_cast<std::size_t>(i));
            draw_row(surface.lines_from(line, std::min(each_, surface.lines() - line)), row, static_cast<std::size_t>(i) == row_);
            line += each_;
            if (row.waits && line < surface.lines()) draw_arrivals(surface.lines_from(line++, 1));
        }
        surface.columns_from(label_ + 2, 1).fill("│", k_dim);
        if (first + shown < static_cast<int>(rows.size())) surface.text({surface.lines() - 1, 0}, "▾", k_dim);
    }

    // Heights stand on the letters; in a row of one line there are letters alone.
    void draw_row(Surface surface, const model::TimelineRow& row, bool selected) const {
        const auto& lane = model_.lanes()[row.lane];
        const auto label = row.waits ? shorten(lane.name, label_ - k_waits) + " waits" : shorten(lane.name, label_);
        const int bars = surface.lines() - 1;
        surface.text({bars, 0}, selected ? "▸" : " ", k_accent);
        surface.text({bars, 1}, label, selected ? k_bold : k_normal);
        const auto inside = surface.columns_from(label_ + 3);
        for (std::size_t i = 0; i < row.slices.size() && static_cast<int>(i) < inside.columns(); ++i) {
            const auto& slice = row.slices[i];
            if (slice.name < 0 || slice.share < k_least_share) continue;
            const int column = static_cast<int>(i);
            const auto style = selected && column == cursor_ ? k_caret : row.stale ? k_dim : k_normal;
            const int eighths = std::max(1, static_cast<int>(slice.share * 8 * bars));
            for (int bar = 0; bar < bars && eighths > 8 * bar; ++bar)
                inside.text({bars - 1 - bar, column}, k_heights[static_cast<std::size_t>(std::min(eighths - 8 * bar, 8) - 1)],
                            row.waits && style == k_normal ? k_warning : style);
            inside.text({bars, column}, letters_.of(slice.name), bars == 0 || selected ? style : k_dim);
        }
        for (int line = 0; selected && line <= bars && inside.columns() > cursor_; ++line)
            inside.text_if_blank({line, cursor_}, "│", k_accent);
    }

    // Where the main process was handed a batch that had come before its turn.
    void draw_arrivals(Surface line) const {
        const auto inside = line.columns_from(label_ + 3);
        const auto& all = model_.out_of_order();
        for (int column = 0; column < inside.columns(); ++column) {
            const auto first = std::lower_bound(all.begin(), all.end(), at_column(column));
            if (first != all.end() && *first < at_column(column + 1)) inside.text({0, column}, "▴", k_warning);
        }
        line.text({0, 1}, shorten("out of order", label_), out_of_order() > 0 ? k_warning : k_dim);
    }

    // --- below ---------------------------------------------------------------------------------------------------------
    void draw_below(Surface surface, int columns) const {
        draw_axis(surface.lines_from(0, 2), columns);
        surface.text({2, 1}, shorten(letters_.legend(drawn()), surface.columns() - 2), k_dim);
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
        const bool early = found.kind == profile::Kind::wait && found.duration_ns == profile::k_out_of_order_ns;
        if (!early) at = line.text({0, at + 1}, found.longest ? "longest" : "for one", k_dim) - 1;
        const auto operation = model_.operations().find(static_cast<std::int64_t>(found.name));
        at = line.text({0, at + 2}, operation && *operation ? (*operation)->name : "", k_bold);
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
    TimelineLetters letters_;
    std::uint64_t lettered_ = 0;                              // for this reading
    int label_ = 8, each_ = 1;                                // columns of the labels, lines of a row
    Rect area_;                                               // of the rows, without their labels
    std::vector<std::pair<int, std::size_t>> lines_of_rows_;  // drawn last: where each begins
    int cursor_ = 0;                                          // column
    std::size_t row_ = 0;
};

}  // namespace

Result<std::unique_ptr<Screen>> make_timeline_screen(Context& context, storage::ProfileId profile) {
    PARETOP_CHECK(storage::get_profile(context.store, profile).map([](const auto&) {}));
    return std::unique_ptr<Screen>(std::make_unique<TimelineScreen>(context, profile));
}

}  // namespace paretop::views
