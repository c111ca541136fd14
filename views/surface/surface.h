// A grid of cells, and views into it to draw on. Knows no terminal: tests read the grid as text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "views/surface/geometry.h"
#include "views/surface/style.h"
#include "views/surface/text.h"

namespace paretop::views {

struct Cell {
    Glyph glyph;
    Style style;
    bool continued = false;  // the right half of a wide glyph that begins one cell to the left
    friend bool operator==(const Cell&, const Cell&) = default;
};

struct Span {
    std::string text = {};
    Style style = {};
};
using StyledText = std::vector<Span>;
[[nodiscard]] int width_of(const StyledText& text);

class Surface;

class Grid {
  public:
    explicit Grid(Size size, Charset charset = Charset::unicode);

    [[nodiscard]] Size size() const { return size_; }
    [[nodiscard]] Charset charset() const { return charset_; }
    [[nodiscard]] const Cell& at(Position p) const { return cells_[index(p)]; }
    // A glyph outside is ignored, one that crosses the right edge becomes a space. Charset::ascii translates here.
    void put(Position p, const Glyph& glyph, Style style);
    void restyle(Position p, Style style) { cells_[index(p)].style = style; }

    // One line of text per line of cells, blanks at the end of each left out, each ended by '\n'.
    [[nodiscard]] std::string to_text() const;
    // The same shape, a letter a cell: d dim, a accent, g good, w warning, b bad, '.' normal; a capital is bold ('N': normal
    // and bold), '#' reverse, '_' underlined. Blank cells are blanks unless reverse or underlined.
    [[nodiscard]] std::string to_styles() const;

    // Where the terminal's own cursor is to be shown, if at all: prompts set it.
    [[nodiscard]] const Position* cursor() const { return has_cursor_ ? &cursor_ : nullptr; }
    void set_cursor(Position p);

    friend bool operator==(const Grid&, const Grid&) = default;

  private:
    [[nodiscard]] std::size_t index(Position p) const {
        return static_cast<std::size_t>(p.line) * static_cast<std::size_t>(size_.columns) + static_cast<std::size_t>(p.column);
    }
    void split_wide(Position p);

    Size size_;
    Charset charset_;
    std::vector<Cell> cells_;
    Position cursor_;
    bool has_cursor_ = false;
};

// A rectangle of a grid with its own coordinates. Cheap to copy; must not outlive the grid. Drawing outside is cut off.
class Surface {
  public:
    explicit Surface(Grid& grid) : grid_(&grid), area_{{0, 0}, grid.size()} {}

    [[nodiscard]] Size size() const { return area_.size; }
    [[nodiscard]] int lines() const { return area_.size.lines; }
    [[nodiscard]] int columns() const { return area_.size.columns; }
    [[nodiscard]] Rect area() const { return area_; }  // on the grid: where mouse events are matched
    [[nodiscard]] bool empty() const { return lines() <= 0 || columns() <= 0; }

    // `part` is in this surface's coordinates and is cut to it.
    [[nodiscard]] Surface sub(Rect part) const;
    [[nodiscard]] Surface lines_from(int first, int count) const { return sub({{first, 0}, {count, columns()}}); }
    [[nodiscard]] Surface lines_from(int first) const { return lines_from(first, lines() - first); }
    [[nodiscard]] Surface columns_from(int first, int count) const { return sub({{0, first}, {lines(), count}}); }
    [[nodiscard]] Surface columns_from(int first) const { return columns_from(first, columns() - first); }

    // Each returns the column after what it drew (also when that is beyond the edge).
    int text(Position at, std::string_view text, Style style = {}) const;
    int text(Position at, const StyledText& spans) const;
    // One glyph, only where a blank is.
    void text_if_blank(Position at, std::string_view glyph, Style style) const;
    // Ends before column `end`.
    void text_right(int line, int end, std::string_view text, Style style = {}) const;
    void text_right(int line, int end, const StyledText& spans) const;

    void fill(std::string_view glyph, Style style = {}) const;
    void clear() const { fill(" "); }
    void restyle(Style style) const;  // every cell, the glyphs stay

    // "── title ─────────── right ───" over the whole width; the titles are cut when it is narrow.
    void rule(int line, std::string_view title = {}, std::string_view right = {}, Style title_style = {}) const;
    void vertical_rule(int column) const;  // "│" over the whole height
    void show_cursor(Position at) const;

  private:
    Surface(Grid* grid, Rect area) : grid_(grid), area_(area) {}
    Grid* grid_;
    Rect area_;
};

}  // namespace paretop::views
