#include "views/shell/overlays.h"

#include <algorithm>

#include "views/widgets/bars.h"
#include "views/widgets/fuzzy.h"
#include "views/widgets/line_editor.h"
#include "views/widgets/pager.h"
#include "views/widgets/table.h"

namespace paretop::views {
namespace {

// The lowest `lines` of the window, cleared, with a titled rule above: what is left for the content and the keys.
Surface sheet(Surface window, int lines, std::string_view title, std::string_view right = {}) {
    const int height = std::min(lines + 2, window.lines());
    const Surface area = window.lines_from(window.lines() - height);
    area.clear();
    const int margin = window.columns() > 40 ? 1 : 0;
    area.columns_from(margin, area.columns() - 2 * margin).rule(0, title, right, k_bold);
    return area.lines_from(1);
}

class QuestionOverlay final : public Overlay {
  public:
    QuestionOverlay(Question question, std::function<void()> yes) : question_(std::move(question)), yes_(std::move(yes)) {}

    void draw(Surface window) override {
        const Surface area = sheet(window, question_.details.empty() ? 1 : 2, question_.yes);
        const int room = area.columns() - 6;
        area.text({0, 4}, shorten(question_.text, room), k_warning);
        if (!question_.details.empty() && area.lines() > 2) area.text({1, 4}, shorten(question_.details, room), k_dim);
        bar_.draw(area.lines_from(area.lines() - 1, 1), {{"y", question_.yes}, {"n", "keep"}}, {}, {{"esc", "back"}});
    }

    bool key(const Key& pressed) override {
        Key key = pressed;
        if (key.kind == KeyKind::click)
            if (const auto hit = bar_.key_at(key.at)) key = parse_key(*hit);
        agreed_ = key.is(U'y') || key.is(U'Y');
        return agreed_ || key.is(U'n') || key.is(U'N') || key.is(U'q') || key.is(KeyKind::escape) || key == Key::control(U'c');
    }

    void finish() override {
        if (agreed_) yes_();
    }

  private:
    Question question_;
    std::function<void()> yes_;
    KeyBar bar_;
    bool agreed_ = false;
};

class PromptOverlay final : public Overlay {
  public:
    PromptOverlay(PromptRequest request, std::vector<std::string> history, std::function<void(const std::string&)> remember)
        : request_(std::move(request)), remember_(std::move(remember)), editor_(request_.text) {
        editor_.set_history(std::move(history));
    }

    void draw(Surface window) override {
        const Surface line = window.lines_from(window.lines() - 1, 1);
        line.clear();
        const int at = line.text({0, 1}, request_.label + " ", k_bold);
        editor_.draw(line.columns_from(at, line.columns() - at - 1));
    }

    bool key(const Key& key) override {
        entered_ = key.is(KeyKind::enter);
        if (entered_ || key.is(KeyKind::escape) || key == Key::control(U'c')) return true;
        const std::string before = editor_.text();
        editor_.key(key);
        if (request_.changed && editor_.text() != before) request_.changed(editor_.text());
        return false;
    }

    void finish() override {
        if (entered_) remember_(editor_.text());
        if (entered_ && request_.done) request_.done(editor_.text());
        if (!entered_ && request_.cancelled) request_.cancelled();
    }

  private:
    PromptRequest request_;
    std::function<void(const std::string&)> remember_;
    LineEditor editor_;
    bool entered_ = false;
};

class TextOverlay final : public Overlay {
  public:
    TextOverlay(std::string title, std::string text) : title_(std::move(title)), pager_(std::move(text)) {}

    void draw(Surface window) override {
        const Surface area = sheet(window, window.lines() - 3, title_);
        pager_.draw(area.sub({{0, 4}, {area.lines() - 1, area.columns() - 5}}));
        bar_.draw(area.lines_from(area.lines() - 1, 1), {{"/", "search"}, {"n", "next"}}, {}, {{"esc", "back"}});
    }

    bool key(const Key& key) override {
        if (pager_.key(key)) return false;
        return key.is(KeyKind::escape) || key.is(U'q') || key.is(KeyKind::enter) || key == Key::control(U'c');
    }

  private:
    std::string title_;
    Pager pager_;
    KeyBar bar_;
};

class PaletteOverlay final : public Overlay {
  public:
    static constexpr int k_longest_name = 32, k_beside_names = 20;  // columns of a name; of keys, marks and margins

    PaletteOverlay(std::string title, std::string label, std::vector<Action> actions, std::function<void(const Action&)> run)
        : title_(std::move(title)),
          label_(std::move(label)),
          actions_(std::move(actions)),
          run_(std::move(run)),
          table_({{.title = "key", .min_width = 6},
                  {.title = "command", .max_width = k_longest_name},
                  {.title = "what it does", .elastic = true}},
                 [this](std::int64_t i) { return row(actions_[shown_[static_cast<std::size_t>(i)]]); }) {
        table_.set_empty("nothing of that name; Backspace widens the search");
        filter();
    }

    void draw(Surface window) override {
        const int wanted = static_cast<int>(actions_.size()) + 1;
        const Surface area =
            sheet(window, std::clamp(wanted + (cut_in(window.columns()) ? 1 : 0), 3, std::max(3, window.lines() - 4)), title_,
                  std::to_string(shown_.size()) + " of " + std::to_string(actions_.size()));
        const bool room_below = area.lines() > 4 && cut_in(window.columns());
        table_.draw(area.sub({{0, 1}, {area.lines() - (room_below ? 2 : 1), area.columns() - 2}}));
        if (room_below) draw_chosen(area.lines_from(area.lines() - 2, 1));
        const Surface line = area.lines_from(area.lines() - 1, 1);
        const std::string hint = "enter runs it · esc back";
        const int at = line.text({0, 1}, label_ + " ", k_bold);
        const int room = line.columns() - at - width_of(hint) - 3;
        editor_.draw(line.columns_from(at, std::max(room, 8)));
        if (room >= 8) line.text_right(0, line.columns() - 1, hint, k_dim);
    }

    bool key(const Key& key) override {
        chosen_ = key.is(KeyKind::enter);
        if (chosen_ || key.is(KeyKind::escape) || key == Key::control(U'c')) return true;
        if (key.kind == KeyKind::backspace && editor_.text().empty()) return true;
        if (key.kind == KeyKind::double_click && table_.row_at(key.at)) {
            table_.key(key);
            return chosen_ = true;
        }
        if (!key.is_text() && table_.key(key)) return false;
        if (editor_.key(key)) filter();
        return false;
    }

    void finish() override {
        const auto at = static_cast<std::size_t>(table_.cursor());
        if (chosen_ && at < shown_.size()) run_(actions_[shown_[at]]);
    }

  private:
    static const std::string& said_of(const Action& action) { return action.disabled.empty() ? action.help : action.disabled; }

    // Whether a window is too narrow for what is said of some action.
    [[nodiscard]] bool cut_in(int columns) const {
        int name = 0, said = 0;
        for (const auto& action : actions_) {
            name = std::max(name, std::min(width_of(action.name), k_longest_name));
            said = std::max(said, width_of(said_of(action)));
        }
        return name + said + k_beside_names > columns;
    }

    // All of what the narrow column cuts.
    void draw_chosen(Surface line) const {
        const auto at = static_cast<std::size_t>(table_.cursor());
        if (at < shown_.size()) line.text({0, 1}, shorten(said_of(actions_[shown_[at]]), line.columns() - 2));
    }

    static TableRow row(const Action& action) {
        const bool can = action.disabled.empty();
        const std::string& help = said_of(action);
        return {{{action.key, can ? k_bold : k_dim}, {action.name, can ? k_normal : k_dim}, {help, k_dim}}, "", {}};
    }

    [[nodiscard]] std::optional<int> score(const Action& action) const {
        const std::string& typed = editor_.text();
        if (!typed.empty() && typed == action.key) return 1000;
        const auto by_name = fuzzy_score(typed, action.name);
        if (by_name) return *by_name + 100;
        return action.help.find(typed) != std::string::npos ? std::optional<int>(0) : std::nullopt;
    }

    void filter() {
        std::vector<std::pair<int, std::size_t>> fitting;
        for (std::size_t i = 0; i < actions_.size(); ++i)
            if (const auto s = score(actions_[i])) fitting.emplace_back(-*s, i);
        if (!editor_.text().empty())
            std::stable_sort(fitting.begin(), fitting.end(), [](auto& a, auto& b) { return a.first < b.first; });
        shown_.clear();
        for (const auto& [negated, i] : fitting) shown_.push_back(i);
        table_.set_count(static_cast<std::int64_t>(shown_.size()));
        table_.move_to(0);
    }

    std::string title_;
    std::string label_;
    std::vector<Action> actions_;
    std::function<void(const Action&)> run_;
    std::vector<std::size_t> shown_;
    LineEditor editor_;
    Table table_;
    bool chosen_ = false;
};

}  // namespace

std::unique_ptr<Overlay> make_question(Question question, std::function<void()> yes) {
    return std::make_unique<QuestionOverlay>(std::move(question), std::move(yes));
}

std::unique_ptr<Overlay> make_prompt(PromptRequest request, std::vector<std::string> history,
                                     std::function<void(const std::string&)> remember) {
    return std::make_unique<PromptOverlay>(std::move(request), std::move(history), std::move(remember));
}

std::unique_ptr<Overlay> make_text(std::string title, std::string text) {
    return std::make_unique<TextOverlay>(std::move(title), std::move(text));
}

std::unique_ptr<Overlay> make_palette(std::string title, std::string label, std::vector<Action> actions,
                                      std::function<void(const Action&)> run) {
    return std::make_unique<PaletteOverlay>(std::move(title), std::move(label), std::move(actions), std::move(run));
}

}  // namespace paretop::views
