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

// Lines, each ended by a newline. Cells are made harmless. `width` 0, as where a program reads: nothing is cut; names that are
// longer than most push the rest of their line to the right, and two or more blanks stand between cells only (awk -F'  +').
std::string text_table(const std::vector<TextColumn>& columns, const std::vector<TextRow>& rows, int width);

}  // namespace paretop::app
