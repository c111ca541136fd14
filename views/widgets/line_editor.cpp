#include "views/widgets/line_editor.h"

namespace paretop::views {

void LineEditor::set_text(std::string text) {
    text_ = std::move(text);
    cursor_ = text_.size();
}

void LineEditor::set_history(std::vector<std::string> history) {
    history_ = std::move(history);
    recalled_ = history_.size();
}

std::size_t LineEditor::after(std::size_t at) const {
    const std::string_view rest = std::string_view(text_).substr(at);
    Glyphs walk(rest);
    Glyph glyph;
    walk.next(glyph);
    return at + rest.size() - walk.bytes_left();
}

std::size_t LineEditor::before(std::size_t at) const {
    std::size_t last = 0;
    for (std::size_t i = 0; i < at; i = after(i)) last = i;
    return last;
}

std::size_t LineEditor::word_before(std::size_t at) const {
    while (at > 0 && text_[at - 1] == ' ') --at;
    while (at > 0 && text_[at - 1] != ' ') --at;
    return at;
}

void LineEditor::insert(std::string_view text) {
    for (const char c : text) {
        if (c == '\r') continue;
        text_.insert(cursor_++, 1, c == '\n' || c == '\t' ? ' ' : c);
    }
}

void LineEditor::erase(std::size_t from, std::size_t to) {
    text_.erase(from, to - from);
    cursor_ = from;
}

bool LineEditor::recall(int step) {
    if (history_.empty()) return false;
    if (step < 0 && recalled_ == 0) return true;
    if (step > 0 && recalled_ == history_.size()) return true;
    if (recalled_ == history_.size()) draft_ = text_;
    recalled_ = step < 0 ? recalled_ - 1 : recalled_ + 1;
    set_text(recalled_ == history_.size() ? draft_ : history_[recalled_]);
    return true;
}

bool LineEditor::control(char32_t c) {
    switch (c) {
        case U'a':
            cursor_ = 0;
            return true;
        case U'e':
            cursor_ = text_.size();
            return true;
        case U'u':
            erase(0, cursor_);
            return true;
        case U'k':
            text_.erase(cursor_);
            return true;
        case U'w':
            erase(word_before(cursor_), cursor_);
            return true;
        default:
            return false;
    }
}

bool LineEditor::key(const Key& key) {
    if (key.kind == KeyKind::character && key.ctrl) return control(key.character);
    if (key.is_text()) {
        std::string utf8;
        append_utf8(utf8, key.character);
        insert(utf8);
        return true;
    }
    switch (key.kind) {
        case KeyKind::paste:
            insert(key.text);
            return true;
        case KeyKind::left:
            cursor_ = before(cursor_);
            return true;
        case KeyKind::right:
            cursor_ = after(cursor_);
            return true;
        case KeyKind::home:
            cursor_ = 0;
            return true;
        case KeyKind::end:
            cursor_ = text_.size();
            return true;
        case KeyKind::backspace:
            erase(before(cursor_), cursor_);
            return true;
        case KeyKind::del:
            erase(cursor_, after(cursor_));
            return true;
        case KeyKind::up:
            return recall(-1);
        case KeyKind::down:
            return recall(1);
        default:
            return false;
    }
}

void LineEditor::draw(Surface line, bool focused, Style style) const {
    std::size_t from = 0;
    const std::string_view text = text_;
    while (from < cursor_ && width_of(text.substr(from, cursor_ - from)) >= line.columns()) from = after(from);
    line.text({0, 0}, text.substr(from), style);
    if (focused) line.show_cursor({0, width_of(text.substr(from, cursor_ - from))});
}

}  // namespace paretop::views
