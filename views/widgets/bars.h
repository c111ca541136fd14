// The line on top and the line at the bottom.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "views/surface/surface.h"

namespace paretop::views {

// "paretop › zstd-levels › run 17" and, at the right while there is room for both, `status`.
void draw_title_bar(Surface line, const std::vector<std::string>& path, const StyledText& status);

struct KeyHint {
    std::string key = {};    // "enter"
    std::string title = {};  // "open"
    bool enabled = true;
};

// " enter open  n new  p pause      q quit". Hints of `left` are shown while they fit, first ones first; `kept` (help) always.
class KeyBar {
  public:
    void draw(Surface line, const std::vector<KeyHint>& left, const std::vector<KeyHint>& kept,
              const std::vector<KeyHint>& right);
    // The key whose hint was clicked.
    [[nodiscard]] std::optional<std::string> key_at(Position at) const;

  private:
    int draw_hint(Surface line, int column, const KeyHint& hint);

    struct Hit {
        Rect area;
        std::string key;
    };
    std::vector<Hit> hits_;
};

// One line: "✗ what; remedy", cut at the end.
void draw_message(Surface line, std::string_view text, Role role, bool has_story);

}  // namespace paretop::views
