#include "views/widgets/pager.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "views/widgets/format.h"

namespace paretop::views {
namespace {

constexpr int k_tab = 8;
constexpr int k_sideways = 8;

std::string expand_tabs(std::string_view line) {
    std::string out;
    int column = 0;
    for (std::size_t at = 0; at < line.size();) {
        if (line[at] == '\t') {
            const int spaces = k_tab - column % k_tab;
            out.append(static_cast<std::size_t>(spaces), ' ');
            column += spaces;
            ++at;
            continue;
        }
        const std::string_view run = line.substr(at, line.find('\t', at) - at);
        out += run;
        column += width_of(run);
        at += run.size();
    }
    return out;
}

bool same_letter(char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
}

// Case matters only where the pattern has capitals.
std::size_t find_in(std::string_view line, std::string_view pattern, std::size_t from) {
    const bool exact = std::any_of(pattern.begin(), pattern.end(), [](unsigned char c) { return std::isupper(c) != 0; });
    if (exact) return line.find(pattern, from);
    const auto* found = std::search(line.begin() + static_cast<std::ptrdiff_t>(std::min(from, line.size())), line.end(),
                                    pattern.begin(), pattern.end(), same_letter);
    return found == line.end() ? std::string_view::npos : static_cast<std::size_t>(found - line.begin());
}

}  // namespace

void Pager::split() {
    lines_.clear();
    std::string_view rest = text_;
    while (!rest.empty()) {
        const auto end = rest.find_first_of("\r\n");
        lines_.push_back(expand_tabs(rest.substr(0, end)));
        if (end == std::string_view::npos) break;
        const bool pair = rest.substr(end, 2) == "\r\n";
        rest.remove_prefix(end + (pair ? 2 : 1));
    }
}

bool Pager::at_end() const { return top_ + shown_ >= static_cast<std::int64_t>(lines_.size()); }

void Pager::set_text(std::string text) {
    const bool follow = !lines_.empty() && at_end();
    text_ = std::move(text);
    split();
    if (follow) to_end();
}

void Pager::scroll(std::int64_t lines) { top_ = std::max<std::int64_t>(0, top_ + lines); }

void Pager::draw(Surface surface, bool focused) {
    area_ = surface.area();
    const bool prompt = searching_ || missed_;
    shown_ = std::max(0, surface.lines() - (prompt ? 1 : 0));
    top_ = std::clamp<std::int64_t>(top_, 0, std::max<std::int64_t>(0, static_cast<std::int64_t>(lines_.size()) - shown_));
    for (int i = 0; i < shown_ && top_ + i < static_cast<std::int64_t>(lines_.size()); ++i)
        draw_line(surface.lines_from(i, 1), lines_[static_cast<std::size_t>(top_ + i)]);
    if (lines_.empty()) surface.text({0, 0}, empty_, k_dim);
    const Surface last = surface.lines_from(surface.lines() - 1, 1);
    if (prompt) last.clear();
    if (searching_) editor_.draw(last.columns_from(last.text({0, 0}, "/", k_bold)), focused);
    if (!searching_ && missed_) last.text({0, 0}, "no “" + pattern_ + "” here", k_warning);
}

void Pager::draw_line(Surface line, std::string_view text) const {
    line.text({0, -left_}, text);
    if (pattern_.empty()) return;
    for (std::size_t at = 0; (at = find_in(text, pattern_, at)) != std::string_view::npos; at += pattern_.size())
        line.text({0, width_of(text.substr(0, at)) - left_}, text.substr(at, pattern_.size()), k_caret);
}

// Moves the top to the next line that matches, going round at the ends; stays where there is none.
void Pager::find_from(std::int64_t line, int direction) {
    const auto count = static_cast<std::int64_t>(lines_.size());
    for (std::int64_t i = 0; i < count; ++i) {
        const std::int64_t at = ((line + i * direction) % count + count) % count;
        if (find_in(lines_[static_cast<std::size_t>(at)], pattern_, 0) == std::string::npos) continue;
        top_ = at;
        return;
    }
    missed_ = !pattern_.empty();
}

bool Pager::jump(int direction) {
    if (pattern_.empty()) return false;
    missed_ = false;
    find_from(top_ + direction, direction);
    return true;
}

bool Pager::search_key(const Key& key) {
    if (key.is(KeyKind::enter) || key.is(KeyKind::escape)) {
        searching_ = false;
        pattern_ = key.is(KeyKind::enter) ? editor_.text() : std::string();
        missed_ = false;
        if (!pattern_.empty()) find_from(top_, 1);
        return true;
    }
    editor_.key(key);
    pattern_ = editor_.text();
    return true;
}

bool Pager::key(const Key& key) {
    if (searching_) return search_key(key);
    const std::int64_t page = std::max(shown_ - 1, 1);
    if (key.is(KeyKind::up) || key.is(U'k'))
        scroll(-1);
    else if (key.is(KeyKind::down) || key.is(U'j'))
        scroll(1);
    else if (key.is(KeyKind::page_up))
        scroll(-page);
    else if (key.is(KeyKind::page_down) || key.is(U' '))
        scroll(page);
    else if (key.is(KeyKind::home) || key.is(U'g'))
        top_ = 0;
    else if (key.is(KeyKind::end) || key.is(U'G'))
        to_end();
    else if (key.is(KeyKind::left) || key.is(U'h'))
        left_ = std::max(0, left_ - k_sideways);
    else if (key.is(KeyKind::right) || key.is(U'l'))
        left_ += k_sideways;
    else if (key.is(KeyKind::wheel_up) && area_.contains(key.at))
        scroll(-3);
    else if (key.is(KeyKind::wheel_down) && area_.contains(key.at))
        scroll(3);
    else if (key.is(U'n'))
        return jump(1);
    else if (key.is(U'N'))
        return jump(-1);
    else if (key.is(U'/')) {
        searching_ = true;
        editor_ = LineEditor();
    } else
        return false;
    return true;
}

std::string Pager::place() const {
    if (lines_.empty()) return "empty";
    const auto last = std::min<std::int64_t>(top_ + shown_, static_cast<std::int64_t>(lines_.size()));
    return fmt::format("{}–{} of {}", grouped(top_ + 1), grouped(last), grouped(static_cast<std::int64_t>(lines_.size())));
}

}  // namespace paretop::views
