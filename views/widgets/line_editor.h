// One line of text being edited. UTF-8; the cursor stands between glyphs.
#pragma once

#include <string>
#include <vector>

#include "views/surface/surface.h"
#include "views/terminal/key.h"

namespace paretop::views {

class LineEditor {
  public:
    explicit LineEditor(std::string text = {}) : text_(std::move(text)), cursor_(text_.size()) {}

    [[nodiscard]] const std::string& text() const { return text_; }
    void set_text(std::string text);  // the cursor goes to its end
    // Earlier lines, oldest first; Up and Down walk through them.
    void set_history(std::vector<std::string> history);

    // Characters, paste (line ends become spaces), Left Right Home End, Backspace Del, ctrl-a e u k w, Up Down. False: not for an
    // editor.
    bool key(const Key& key);
    // Scrolled so that the cursor is in view; the terminal's cursor is shown when `focused`.
    void draw(Surface line, bool focused = true, Style style = {}) const;

  private:
    void insert(std::string_view text);
    void erase(std::size_t from, std::size_t to);
    bool control(char32_t c);
    bool recall(int step);
    [[nodiscard]] std::size_t before(std::size_t at) const;
    [[nodiscard]] std::size_t after(std::size_t at) const;
    [[nodiscard]] std::size_t word_before(std::size_t at) const;

    std::string text_;
    std::size_t cursor_ = 0;  // bytes
    std::vector<std::string> history_;
    std::size_t recalled_ = 0;
    std::string draft_;  // what was typed before history was walked
};

}  // namespace paretop::views
