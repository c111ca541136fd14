// Reads a text of any origin: a log, an error's whole story. Search, scrolling both ways; follows a text that grows.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "views/surface/surface.h"
#include "views/terminal/key.h"
#include "views/widgets/line_editor.h"

namespace paretop::views {

class Pager {
  public:
    explicit Pager(std::string text = {}) { set_text(std::move(text)); }
    // Stays where it is; at the end when it was there (a log that grows).
    void set_text(std::string text);
    void set_empty(std::string text) { empty_ = std::move(text); }
    void to_end() { top_ = static_cast<std::int64_t>(lines_.size()); }

    // Lines, and while a search is typed its prompt on the last one. Matches stand out.
    void draw(Surface surface, bool focused = true);
    // Arrows, hjkl, PgUp PgDn space, Home End g G, `/` search, n N next and previous. False: not for a pager.
    bool key(const Key& key);
    [[nodiscard]] bool searching() const { return searching_; }
    [[nodiscard]] std::string place() const;  // "1–20 of 300"

  private:
    void split();
    [[nodiscard]] bool at_end() const;
    bool search_key(const Key& key);
    bool jump(int direction);
    void find_from(std::int64_t line, int direction);
    void scroll(std::int64_t lines);
    void draw_line(Surface line, std::string_view text) const;

    std::string text_;
    std::vector<std::string> lines_;  // tabs made spaces
    std::string empty_ = "nothing here";
    std::int64_t top_ = 0;
    int left_ = 0;
    int shown_ = 0;
    Rect area_;
    LineEditor editor_;
    std::string pattern_;
    bool searching_ = false;
    bool missed_ = false;
};

}  // namespace paretop::views
