#include "views/widgets/bars.h"

namespace paretop::views {
namespace {

constexpr int k_gap = 2;

int width_of_hint(const KeyHint& hint) { return width_of(hint.key) + 1 + width_of(hint.title); }

int width_of_hints(const std::vector<KeyHint>& hints) {
    int width = 0;
    for (const KeyHint& hint : hints) width += width_of_hint(hint) + k_gap;
    return width;
}

}  // namespace

void draw_title_bar(Surface line, const std::vector<std::string>& path, const StyledText& status) {
    StyledText crumbs{{"paretop", k_bold}};
    for (std::size_t i = 0; i < path.size(); ++i) {
        crumbs.push_back({" › ", k_dim});
        crumbs.push_back({path[i], i + 1 == path.size() ? k_bold : k_normal});
    }
    for (std::size_t i = 1; i < crumbs.size() && width_of(crumbs) > line.columns() - 2; i += 2) {
        const int over = width_of(crumbs) - (line.columns() - 2);
        std::string& text = crumbs[std::min(i + 1, crumbs.size() - 1)].text;
        text = shorten(text, std::max(1, width_of(text) - over));
    }
    const int end = line.text({0, 1}, crumbs);
    if (end + 2 + width_of(status) + 1 <= line.columns()) line.text_right(0, line.columns() - 1, status);
}

int KeyBar::draw_hint(Surface line, int column, const KeyHint& hint) {
    const Style strong = hint.enabled ? k_bold : k_dim;
    const int title = line.text({0, column}, hint.key, strong) + 1;
    const int end = line.text({0, title}, hint.title, hint.enabled ? k_normal : k_dim);
    hits_.push_back({line.sub({{0, column}, {1, end - column}}).area(), hint.key});
    return end + k_gap;
}

void KeyBar::draw(Surface line, const std::vector<KeyHint>& left, const std::vector<KeyHint>& kept,
                  const std::vector<KeyHint>& right) {
    hits_.clear();
    const int right_width = width_of_hints(right);
    const int room = line.columns() - 1 - right_width - width_of_hints(kept);
    int at = 1;
    for (const KeyHint& hint : left) {
        if (at + width_of_hint(hint) + k_gap > room + 1) break;
        at = draw_hint(line, at, hint);
    }
    for (const KeyHint& hint : kept) at = draw_hint(line, at, hint);
    at = std::max(at, line.columns() - right_width + k_gap - 1);
    for (const KeyHint& hint : right) at = draw_hint(line, at, hint);
}

std::optional<std::string> KeyBar::key_at(Position at) const {
    for (const Hit& hit : hits_)
        if (hit.area.contains(at)) return hit.key;
    return std::nullopt;
}

void draw_message(Surface line, std::string_view text, Role role, bool has_story) {
    const std::string more = has_story ? "  e more" : "";
    const std::string mark = role == Role::bad ? "✗ " : "";
    const int room = line.columns() - 2 - width_of(more) - width_of(mark);
    const int end = line.text({0, 1}, mark + shorten(text, room), {.role = role});
    if (has_story) line.text({0, end}, {{"  e", k_bold}, {" more", k_normal}});
}

}  // namespace paretop::views
