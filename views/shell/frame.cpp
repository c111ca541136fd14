// How the shell draws: the line on top, the screen, the bottom line, what lies over them.
#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "views/shell/shell.h"

namespace paretop::views {
namespace {

constexpr std::string_view k_part = " › ";

KeyHint hint_of(const Action& action) { return {action.key, action.title, action.disabled.empty()}; }

void draw_too_small(Surface window, Size least) {
    const auto line = [&](int at, const std::string& text, Style style) {
        window.text({at, std::max(0, (window.columns() - width_of(text)) / 2)}, shorten(text, window.columns()), style);
    };
    const int middle = std::max(0, window.lines() / 2 - 1);
    line(middle, fmt::format("window {}×{}", window.columns(), window.lines()), k_warning);
    line(middle + 1, fmt::format("needs {}×{}", least.columns, least.lines), k_normal);
}

}  // namespace

bool Shell::draw() {
    if (!dirty_) return false;
    dirty_ = false;
    Grid grid(terminal_.size(), terminal_.charset());
    draw_frame(Surface(grid));
    terminal_.show(grid);
    drawn_at_ = clock_.steady_ns();
    return true;
}

// "zstd › run 17 › trial 5" after "zstd › run 17 › front" is "trial 5".
std::vector<std::string> Shell::path() const {
    std::vector<std::string> titles, whole;
    for (std::size_t i = screens_.size() == 1 ? 0 : 1; i < screens_.size(); ++i) {
        whole.push_back(screens_[i]->title());
        titles.push_back(whole.back());
        const auto last = whole.back().rfind(k_part);
        if (last == std::string::npos) continue;
        const auto parts = whole.back().substr(0, last + k_part.size());
        const bool said = std::any_of(whole.begin(), whole.end() - 1, [&](const auto& t) { return t.starts_with(parts); });
        if (said) titles.back().erase(0, parts.size());
    }
    return titles;
}

void Shell::draw_frame(Surface window) {
    Screen* screen = top();
    if (window.lines() < k_least.lines || window.columns() < k_least.columns) return draw_too_small(window, k_least);
    if (screen != nullptr) {
        StyledText status = screen->status();
        if (status.empty() && status_) status = status_();
        draw_title_bar(window.lines_from(0, 1), path(), status);
        screen->draw(window.sub({{1, 1}, {window.lines() - 2, window.columns() - 2}}));
    }
    draw_bottom(window.lines_from(window.lines() - 1, 1));
    for (const auto& overlay : overlays_) overlay->draw(window);
}

void Shell::draw_bottom(Surface line) {
    if (!message_.empty()) return draw_message(line, message_, message_role_, message_role_ == Role::bad);
    std::vector<KeyHint> left;
    const auto of_screen = top() == nullptr ? std::vector<Action>() : top()->actions();
    for (const Action& action : of_screen)
        if (!action.title.empty() && !action.key.empty()) left.push_back(hint_of(action));
    std::vector<KeyHint> kept;
    std::vector<KeyHint> right;
    for (const Action& action : own_actions(of_screen)) {
        if (action.title.empty()) continue;
        (action.name == "back" || action.name == "quit" ? right : kept).push_back(hint_of(action));
    }
    bar_.draw(line, left, kept, right);
}

}  // namespace paretop::views
