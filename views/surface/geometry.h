// Places and extents on a grid of cells. Lines count down from 0, columns to the right from 0.
#pragma once

#include <algorithm>

namespace paretop::views {

struct Position {
    int line = 0;
    int column = 0;
    friend bool operator==(const Position&, const Position&) = default;
};

struct Size {
    int lines = 0;
    int columns = 0;
    friend bool operator==(const Size&, const Size&) = default;
};

struct Rect {
    Position at;
    Size size;
    friend bool operator==(const Rect&, const Rect&) = default;

    [[nodiscard]] constexpr int end_line() const { return at.line + size.lines; }
    [[nodiscard]] constexpr int end_column() const { return at.column + size.columns; }
    [[nodiscard]] constexpr bool contains(Position p) const {
        return p.line >= at.line && p.line < end_line() && p.column >= at.column && p.column < end_column();
    }
    // What both cover; an empty extent where they do not meet.
    [[nodiscard]] constexpr Rect intersection(const Rect& other) const {
        const Position start{std::max(at.line, other.at.line), std::max(at.column, other.at.column)};
        const int lines = std::min(end_line(), other.end_line()) - start.line;
        const int columns = std::min(end_column(), other.end_column()) - start.column;
        return {start, {std::max(lines, 0), std::max(columns, 0)}};
    }
};

}  // namespace paretop::views
