#include "app/text_table.h"

#include <algorithm>

#include "views/widgets/format.h"

namespace paretop::app {
namespace {

constexpr int k_gap = 2;
constexpr int k_least_elastic = 8;
constexpr int k_most_padded = 48;  // cells, of elastic columns in a pipe

struct Extent {
    int whole = 0, before = 0, after = 0;  // cells: of the longest, up to the point, from the point on
    [[nodiscard]] int width() const { return std::max(whole, before + after); }
};

// Cells of a number before its point: "0.093 ±2" has one.
int before_point(const std::string& text) {
    const auto end = text.find_first_of(".e ");
    return views::width_of(std::string_view(text).substr(0, std::min(end, text.size())));
}

Extent extent_of(const TextColumn& column, std::size_t index, const std::vector<TextRow>& rows) {
    Extent extent{views::width_of(column.title), 0, 0};
    for (const auto& row : rows) {
        const int width = views::width_of(row[index]);
        extent.whole = std::max(extent.whole, width);
        if (column.align != Align::decimal) continue;
        const int before = before_point(row[index]);
        extent.before = std::max(extent.before, before);
        extent.after = std::max(extent.after, width - before);
    }
    return extent;
}

void shrink(const std::vector<TextColumn>& columns, std::vector<int>& widths, int limit) {
    int total = -k_gap;
    for (const int width : widths) total += width + k_gap;
    for (std::size_t i = columns.size(); i-- > 0 && total > limit;) {
        if (!columns[i].elastic) continue;
        const int less = std::min(total - limit, std::max(0, widths[i] - k_least_elastic));
        widths[i] -= less;
        total -= less;
    }
}

std::string with_single_blanks(std::string_view cell) {
    std::string text;
    for (const char c : cell)
        if (c != ' ' || (!text.empty() && text.back() != ' ')) text += c;
    if (text.ends_with(' ')) text.pop_back();
    return text;
}

// Two blanks end a cell for the program that reads: there are none within one, and none is empty but at the end of its line.
void make_parseable(TextRow& row) {
    bool last = true;
    for (auto cell = row.rbegin(); cell != row.rend(); ++cell) {
        *cell = with_single_blanks(*cell);
        if (cell->empty() && !last) *cell = views::k_unknown;
        last = last && cell->empty();
    }
}

std::string place(const TextColumn& column, const Extent& extent, const std::string& text, int width, bool cut) {
    if (column.align == Align::left) return views::pad_right(cut ? views::shorten(text, width) : text, width);
    if (column.align == Align::right) return views::pad_left(text, width);
    const int tail = extent.after - (views::width_of(text) - before_point(text));
    return views::pad_left(text + std::string(static_cast<std::size_t>(std::max(0, tail)), ' '), width);
}

void append_line(std::string& out, const std::vector<std::string>& cells) {
    std::string line;
    for (const auto& cell : cells) line += (line.empty() ? "" : std::string(k_gap, ' ')) + cell;
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + '\n';
}

}  // namespace

std::string text_table(const std::vector<TextColumn>& columns, const std::vector<TextRow>& given, int width) {
    const bool piped = width == 0 && std::any_of(columns.begin(), columns.end(), [](const auto& c) { return c.elastic; });
    auto rows = given;
    for (auto& row : rows) {
        row.resize(columns.size());
        for (auto& cell : row) cell = views::harmless(cell);
        if (piped) make_parseable(row);
    }
    std::vector<Extent> extents;
    std::vector<int> widths;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        extents.push_back(extent_of(columns[i], i, rows));
        widths.push_back(extents.back().width());
    }
    if (width > 0) shrink(columns, widths, width);
    for (std::size_t i = 0; width == 0 && i < columns.size(); ++i)
        if (columns[i].elastic) widths[i] = std::min(widths[i], k_most_padded);

    std::string out;
    std::vector<std::string> cells(columns.size());
    for (std::size_t i = 0; i < columns.size(); ++i)
        cells[i] = columns[i].align == Align::left ? views::pad_right(columns[i].title, widths[i])
                                                   : views::pad_left(columns[i].title, widths[i]);
    append_line(out, cells);
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < columns.size(); ++i) cells[i] = place(columns[i], extents[i], row[i], widths[i], width > 0);
        append_line(out, cells);
    }
    return out;
}

}  // namespace paretop::app
