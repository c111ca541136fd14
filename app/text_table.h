// Tables in plain text, for people: as wide as they must be, cut to the terminal where there is one.
#pragma once

#include <string>
#include <vector>

#include "app/console.h"

namespace paretop::app {

enum class Align { left, right, decimal };  // decimal: the points of a column stand below each other

struct TextColumn {
    std::string title;
    Align align = Align::left;
    bool elastic = false;  // cut with … when the line is too long
};

using TextRow = std::vector<std::string>;  // one cell a column

// Lines, each ended by a newline. `width` 0: not limited. Cells are made harmless.
std::string text_table(const std::vector<TextColumn>& columns, const std::vector<TextRow>& rows, int width);

}  // namespace paretop::app
