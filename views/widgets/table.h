// A table of any length. It knows how many rows there are, where it stands, and asks for the rows it shows, no others.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "views/surface/surface.h"
#include "views/terminal/key.h"

namespace paretop::views {

enum class Align { left, right, decimal };  // decimal: the points of one column stand below each other

struct Column {
    std::string title = {};  // with the unit: "size, MiB"
    Align align = Align::left;
    int importance = 0;  // 0: always there; the higher, the wider the window must be
    int min_width = 0;
    int max_width = 40;
    bool elastic = false;     // takes what width is left, and gives first when there is too little
    bool cut_middle = false;  // of paths; names are cut at the end
};

struct TableCell {
    std::string text = {};
    Style style = {};
    std::string tail = {};  // after the text and dim: " ±0.002"
};

struct TableRow {
    // One a column; missing ones are empty. Text on the left that is too long runs on over empty cells to its right.
    std::vector<TableCell> cells = {};
    std::string mark = {};  // one cell wide, beside the selection's edge: "A", "•"
    Style style = {};       // of cells that have none of their own
};

// Called for visible rows while drawing, and with rows in [0, count) only.
using RowSource = std::function<TableRow(std::int64_t row)>;

class Table {
  public:
    Table(std::vector<Column> columns, RowSource rows);

    void set_columns(std::vector<Column> columns);
    void set_count(std::int64_t count);  // the cursor stays where it is, or moves to the last row
    [[nodiscard]] std::int64_t count() const { return count_; }
    [[nodiscard]] std::int64_t cursor() const { return cursor_; }  // 0 also when there are no rows
    [[nodiscard]] std::int64_t top() const { return top_; }
    void move_to(std::int64_t row);
    // Rows drawn last: worth loading. [first, first + count).
    struct Range {
        std::int64_t first = 0;
        std::int64_t count = 0;
    };
    [[nodiscard]] Range visible() const { return {top_, shown_}; }
    // "trials ↓" in the header of that column; no column: none.
    void set_sorted(std::optional<std::size_t> column, bool descending);
    // Said in the place of the rows when there are none: why, and which key fills it.
    void set_empty(std::string text) { empty_ = std::move(text); }

    // A header line and rows; `focused` decides how strong the selection looks.
    void draw(Surface surface, bool focused = true);
    // Arrows, j k, PgUp PgDn, Home End, g G, wheel and click. False: not for a table (also a double click, which moved
    // the cursor: the screen takes it as Enter).
    bool key(const Key& key);
    // The column whose header was clicked.
    [[nodiscard]] std::optional<std::size_t> header_at(Position at) const;
    [[nodiscard]] std::optional<std::int64_t> row_at(Position at) const;

  private:
    struct Extent {  // of what a column has shown so far, in cells
        int whole = 0;
        int before_point = 0;
        int after_point = 0;
        int tail = 0;
        [[nodiscard]] int width() const { return std::max(whole, before_point + after_point) + tail; }
    };
    struct Placed {
        std::size_t column = 0;
        int at = 0;
        int width = 0;
    };
    void measure(const TableRow& row);
    [[nodiscard]] int wanted_width(std::size_t column) const;
    void place(int columns);
    [[nodiscard]] std::vector<std::size_t> chosen(int columns) const;
    void scroll_into_view(int lines);
    void draw_header(Surface line) const;
    void draw_row(Surface line, const TableRow& row, bool selected, bool focused) const;
    void draw_cell(Surface line, const TableRow& row, std::size_t placed_index, Style style) const;
    [[nodiscard]] int room_for(Surface line, const TableRow& row, std::size_t placed_index) const;
    [[nodiscard]] int indent_of(const Placed& placed, std::string_view text) const;
    [[nodiscard]] int least_width(std::size_t column) const;
    [[nodiscard]] std::string header_text(std::size_t column) const;
    bool click(const Key& key);

    std::vector<Column> columns_;
    RowSource rows_;
    std::vector<Extent> extents_;
    std::vector<Placed> placed_;
    std::string empty_;
    std::int64_t count_ = 0;
    std::int64_t cursor_ = 0;
    std::int64_t top_ = 0;
    std::int64_t shown_ = 0;
    std::optional<std::size_t> sorted_;
    bool descending_ = false;
    Rect area_;  // drawn last
};

}  // namespace paretop::views
