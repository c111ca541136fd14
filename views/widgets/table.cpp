#include "views/widgets/table.h"

#include <algorithm>
#include <numeric>

namespace paretop::views {
namespace {

constexpr int k_gutter = 3;  // the selection's edge, the mark, a space
constexpr int k_gap = 2;

const TableCell& cell_of(const TableRow& row, std::size_t column) {
    static const TableCell k_empty;
    return column < row.cells.size() ? row.cells[column] : k_empty;
}

bool is_empty(const TableCell& cell) { return cell.text.empty() && cell.tail.empty(); }

struct Halves {
    std::string_view before;
    std::string_view after;  // with the point
};

Halves halves(std::string_view text) {
    const auto point = text.find('.');
    if (point == std::string_view::npos) return {text, {}};
    return {text.substr(0, point), text.substr(point)};
}

}  // namespace

Table::Table(std::vector<Column> columns, RowSource rows) : rows_(std::move(rows)) { set_columns(std::move(columns)); }

void Table::set_columns(std::vector<Column> columns) {
    columns_ = std::move(columns);
    extents_.assign(columns_.size(), {});
}

void Table::set_count(std::int64_t count) {
    count_ = std::max<std::int64_t>(count, 0);
    move_to(cursor_);
}

void Table::move_to(std::int64_t row) { cursor_ = std::clamp<std::int64_t>(row, 0, std::max<std::int64_t>(count_ - 1, 0)); }

void Table::set_sorted(std::optional<std::size_t> column, bool descending) {
    sorted_ = column;
    descending_ = descending;
}

std::string Table::header_text(std::size_t column) const {
    const std::string& title = columns_[column].title;
    if (sorted_ != column) return title;
    const std::string arrow = descending_ ? "↓" : "↑";
    return columns_[column].align == Align::left ? title + " " + arrow : arrow + " " + title;
}

void Table::measure(const TableRow& row) {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        const TableCell& cell = cell_of(row, i);
        const bool runs_on = columns_[i].align == Align::left && i + 1 < columns_.size() && is_empty(cell_of(row, i + 1));
        if (is_empty(cell) || (runs_on && !columns_[i].elastic)) continue;
        Extent& extent = extents_[i];
        if (columns_[i].align != Align::decimal) {
            extent.whole = std::max(extent.whole, width_of(cell.text) + width_of(cell.tail));
            continue;
        }
        const auto [before, after] = halves(cell.text);
        extent.before_point = std::max(extent.before_point, width_of(before));
        extent.after_point = std::max(extent.after_point, width_of(after) + width_of(cell.tail));
    }
}

int Table::wanted_width(std::size_t column) const {
    const Column& c = columns_[column];
    const int content = std::min(extents_[column].width(), std::max(c.max_width, c.min_width));
    return std::max({content, c.min_width, width_of(header_text(column))});
}

// Columns that fit, the important ones first, in the order they are declared in.
std::vector<std::size_t> Table::chosen(int columns) const {
    std::vector<std::size_t> order(columns_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](auto a, auto b) { return columns_[a].importance < columns_[b].importance; });
    int used = k_gutter - k_gap;
    std::vector<std::size_t> fitting;
    for (const std::size_t i : order) {
        const int least = columns_[i].elastic ? std::min(wanted_width(i), std::max(columns_[i].min_width, 4)) : wanted_width(i);
        if (!fitting.empty() && columns_[i].importance > 0 && used + k_gap + least > columns) break;
        used += k_gap + least;
        fitting.push_back(i);
    }
    std::sort(fitting.begin(), fitting.end());
    return fitting;
}

void Table::place(int columns) {
    const auto fitting = chosen(columns);
    int spare = columns - k_gutter + k_gap;
    for (const std::size_t i : fitting) spare -= k_gap + wanted_width(i);
    placed_.clear();
    int at = k_gutter;
    for (const std::size_t i : fitting) {
        int width = wanted_width(i);
        if (columns_[i].elastic && spare < 0) {
            const int given = std::min(-spare, std::max(0, width - std::max(columns_[i].min_width, 4)));
            width -= given;
            spare += given;
        }
        placed_.push_back({i, at, width});
        at += width + k_gap;
    }
}

void Table::scroll_into_view(int lines) {
    top_ = std::min(top_, std::max<std::int64_t>(count_ - lines, 0));
    if (cursor_ < top_) top_ = cursor_;
    if (cursor_ >= top_ + lines) top_ = cursor_ - lines + 1;
}

void Table::draw(Surface surface, bool focused) {
    area_ = surface.area();
    const int lines = std::max(surface.lines() - 1, 0);
    scroll_into_view(std::max(lines, 1));
    shown_ = std::min<std::int64_t>(lines, count_ - top_);
    std::vector<TableRow> rows;
    for (std::int64_t i = 0; i < shown_; ++i) rows.push_back(rows_(top_ + i));
    for (const TableRow& row : rows) measure(row);
    place(surface.columns());
    draw_header(surface.lines_from(0, 1));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const bool selected = top_ + static_cast<std::int64_t>(i) == cursor_;
        draw_row(surface.lines_from(static_cast<int>(i) + 1, 1), rows[i], selected, focused);
    }
    if (count_ == 0) surface.text({1, k_gutter}, shorten(empty_, surface.columns() - k_gutter), k_dim);
}

void Table::draw_header(Surface line) const {
    for (const Placed& p : placed_) {
        const std::string text = shorten(header_text(p.column), p.width);
        const bool left = columns_[p.column].align == Align::left;
        line.text({0, p.at}, left ? text : pad_left(text, p.width), sorted_ == p.column ? k_normal : k_dim);
    }
}

void Table::draw_row(Surface line, const TableRow& row, bool selected, bool focused) const {
    const bool strong = selected && focused;
    if (selected) line.text({0, 0}, "▸", focused ? k_accent : k_dim);
    line.text({0, 1}, row.mark, k_accent.with_bold());
    for (std::size_t i = 0; i < placed_.size(); ++i) {
        const TableCell& cell = cell_of(row, placed_[i].column);
        const Style style = cell.style == Style{} ? row.style : cell.style;
        draw_cell(line, row, i, strong ? style.with_bold() : style);
    }
}

void Table::draw_cell(Surface line, const TableRow& row, std::size_t placed_index, Style style) const {
    const Placed& place = placed_[placed_index];
    const Column& column = columns_[place.column];
    const TableCell& cell = cell_of(row, place.column);
    int width = place.width;
    if (column.align == Align::left) {
        std::size_t next = placed_index + 1;
        while (next < placed_.size() && is_empty(cell_of(row, placed_[next].column))) ++next;
        width = (next < placed_.size() ? placed_[next].at - k_gap : line.columns()) - place.at;
    }
    const int room = width - width_of(cell.tail);
    const std::string text = column.cut_middle ? shorten_middle(cell.text, room) : shorten(cell.text, room);
    int at = place.at;
    if (column.align == Align::right) at += std::max(0, room - width_of(text));
    if (column.align == Align::decimal) {
        const int after = width_of(halves(text).after) + width_of(cell.tail);
        at += std::max(0, std::min(room - width_of(text), width - extents_[place.column].after_point - width_of(text) + after - width_of(cell.tail)));
    }
    at = line.text({0, at}, text, style);
    line.text({0, at}, cell.tail, k_dim);
}

bool Table::key(const Key& key) {
    const std::int64_t page = std::max<std::int64_t>(shown_ - 1, 1);
    switch (key.kind) {
        case KeyKind::up: move_to(cursor_ - 1); return true;
        case KeyKind::down: move_to(cursor_ + 1); return true;
        case KeyKind::page_up: move_to(cursor_ - page); return true;
        case KeyKind::page_down: move_to(cursor_ + page); return true;
        case KeyKind::home: move_to(0); return true;
        case KeyKind::end: move_to(count_ - 1); return true;
        case KeyKind::wheel_up: return area_.contains(key.at) && (move_to(cursor_ - 3), true);
        case KeyKind::wheel_down: return area_.contains(key.at) && (move_to(cursor_ + 3), true);
        case KeyKind::click:
        case KeyKind::double_click: return click(key);
        default: break;
    }
    if (key.is(U'k')) move_to(cursor_ - 1);
    else if (key.is(U'j')) move_to(cursor_ + 1);
    else if (key.is(U'g')) move_to(0);
    else if (key.is(U'G')) move_to(count_ - 1);
    else return false;
    return true;
}

bool Table::click(const Key& key) {
    const auto row = row_at(key.at);
    if (!row) return false;
    move_to(*row);
    return key.kind == KeyKind::click;
}

std::optional<std::int64_t> Table::row_at(Position at) const {
    if (!area_.contains(at)) return std::nullopt;
    const std::int64_t line = at.line - area_.at.line - 1;
    if (line < 0 || line >= shown_) return std::nullopt;
    return top_ + line;
}

std::optional<std::size_t> Table::header_at(Position at) const {
    if (!area_.contains(at) || at.line != area_.at.line) return std::nullopt;
    const int column = at.column - area_.at.column;
    for (const Placed& p : placed_)
        if (column >= p.at && column < p.at + p.width) return p.column;
    return std::nullopt;
}

}  // namespace paretop::views
