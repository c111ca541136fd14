#include "views/surface/surface.h"

#include <cctype>

namespace paretop::views {
namespace {

bool blank(const Cell& cell) { return cell.glyph.text() == " "; }

char style_letter(const Cell& cell) {
    static constexpr std::string_view k_letters = ".dagwb";
    const Style& style = cell.style;
    if (style.reverse) return '#';
    if (style.underline) return '_';
    if (blank(cell)) return ' ';
    const char letter = k_letters[static_cast<std::size_t>(style.role)];
    if (!style.bold) return letter;
    return letter == '.' ? 'N' : static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
}

Glyph narrow(Glyph glyph) {
    glyph.width = glyph.length = 1;
    return glyph;
}

void end_line(std::string& out) {
    out.erase(out.find_last_not_of(' ') + 1);
    out += '\n';
}

}  // namespace

int width_of(const StyledText& text) {
    int width = 0;
    for (const Span& span : text) width += width_of(span.text);
    return width;
}

Grid::Grid(Size size, Charset charset)
    : size_{std::max(size.lines, 0), std::max(size.columns, 0)},
      charset_(charset),
      cells_(static_cast<std::size_t>(size_.lines) * static_cast<std::size_t>(size_.columns)) {}

// Before half of a wide glyph is overwritten, the other half becomes a space.
void Grid::split_wide(Position p) {
    Cell& cell = cells_[index(p)];
    if (cell.continued) cells_[index(p) - 1].glyph = Glyph{};
    if (cell.glyph.width == 2 && !cell.continued) {
        Cell& right = cells_[index(p) + 1];
        right.glyph = Glyph{};
        right.continued = false;
    }
    cell.continued = false;
}

void Grid::put(Position p, const Glyph& glyph, Style style) {
    if (!Rect{{0, 0}, size_}.contains(p)) return;
    const bool crosses = p.column + glyph.width > size_.columns;
    if (charset_ == Charset::ascii && glyph.width == 2 && !crosses) {  // two stand-ins, a cell each
        put(p, narrow(ascii_glyph(glyph)), style);
        return put({p.line, p.column + 1}, narrow(ascii_glyph(glyph)), style);
    }
    split_wide(p);
    Cell& cell = cells_[index(p)];
    cell.style = style;
    cell.glyph = crosses ? Glyph{} : charset_ == Charset::ascii ? ascii_glyph(glyph) : glyph;
    if (glyph.width == 1 || crosses) return;
    split_wide({p.line, p.column + 1});
    Cell& right = cells_[index(p) + 1];
    right.style = style;
    right.continued = true;
    right.glyph = Glyph{};
}

void Grid::set_cursor(Position p) {
    cursor_ = p;
    has_cursor_ = true;
}

std::string Grid::to_text() const {
    std::string out;
    for (int line = 0; line < size_.lines; ++line) {
        std::string text;
        for (int column = 0; column < size_.columns; ++column) {
            const Cell& cell = at({line, column});
            if (!cell.continued) text += cell.glyph.text();
        }
        end_line(text);
        out += text;
    }
    return out;
}

std::string Grid::to_styles() const {
    std::string out;
    for (int line = 0; line < size_.lines; ++line) {
        std::string letters;
        for (int column = 0; column < size_.columns; ++column) {
            const Cell& cell = at({line, column});
            letters += style_letter(cell.continued ? at({line, column - 1}) : cell);
        }
        end_line(letters);
        out += letters;
    }
    return out;
}

Surface Surface::sub(Rect part) const {
    const Rect moved{{area_.at.line + part.at.line, area_.at.column + part.at.column}, part.size};
    return {grid_, moved.intersection(area_)};
}

int Surface::text(Position at, std::string_view text, Style style) const {
    Glyphs walk(text);
    for (Glyph glyph; walk.next(glyph);) {
        const Position p{area_.at.line + at.line, area_.at.column + at.column};
        if (glyph.width == 2 && at.column + 1 == columns()) glyph = Glyph{};
        if (area_.contains(p)) grid_->put(p, glyph, style);
        at.column += glyph.width;
    }
    return at.column;
}

int Surface::text(Position at, const StyledText& spans) const {
    for (const Span& span : spans) at.column = text(at, span.text, span.style);
    return at.column;
}

void Surface::text_if_blank(Position at, std::string_view glyph, Style style) const {
    const Position p{area_.at.line + at.line, area_.at.column + at.column};
    if (area_.contains(p) && !grid_->at(p).continued && blank(grid_->at(p))) text(at, glyph, style);
}

void Surface::text_right(int line, int end, std::string_view text, Style style) const {
    this->text({line, end - width_of(text)}, text, style);
}

void Surface::text_right(int line, int end, const StyledText& spans) const { this->text({line, end - width_of(spans)}, spans); }

void Surface::fill(std::string_view glyph, Style style) const {
    Glyph drawn;
    Glyphs(glyph).next(drawn);
    for (int line = area_.at.line; line < area_.end_line(); ++line)
        for (int column = area_.at.column; column < area_.end_column(); ++column) grid_->put({line, column}, drawn, style);
}

void Surface::restyle(Style style) const {
    for (int line = area_.at.line; line < area_.end_line(); ++line)
        for (int column = area_.at.column; column < area_.end_column(); ++column) grid_->restyle({line, column}, style);
}

void Surface::rule(int line, std::string_view title, std::string_view right, Style title_style) const {
    lines_from(line, 1).fill("─", k_dim);
    const int room = columns() - 8;  // "── " before the title and " ───" after it
    if (!title.empty() && room > 0) {
        const int end = text({line, 2}, " " + shorten(title, room) + " ", title_style);
        if (!right.empty() && end + width_of(right) + 6 <= columns())
            text_right(line, columns() - 3, " " + std::string(right) + " ");
    } else if (!right.empty() && width_of(right) + 7 <= columns()) {
        text_right(line, columns() - 3, " " + std::string(right) + " ");
    }
}

void Surface::vertical_rule(int column) const { columns_from(column, 1).fill("│", k_dim); }

void Surface::show_cursor(Position at) const {
    const Position p{area_.at.line + at.line, area_.at.column + at.column};
    if (area_.contains(p)) grid_->set_cursor(p);
}

}  // namespace paretop::views
