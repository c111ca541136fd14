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
        extent.tail = std::max(extent.tail, width_of(cell.tail));
        if (columns_[i].align != Align::decimal) {
            extent.whole = std::max(extent.whole, width_of(cell.text));
            continue;
        }
        const auto [before, after] = halves(cell.text);
        extent.before_point = std::max(extent.before_point, width_of(before));
        extent.after_point = std::max(extent.after_point, width_of(after));
    }
}

int Table::wanted_width(std::size_t column) const {
    const Column& c = columns_[column];
    const int content = std::min(extents_[column].width(), std::max(c.max_width, c.min_width));
    return std::max({content, c.min_width, width_of(header_text(column))});
}

int Table::least_width(std::size_t column) const {
    return std::min(wanted_width(column), std::max(columns_[column].min_width, 4));
}

// Columns that fit, the important ones first, in the order they are declared in.
std::vector<std::size_t> Table::chosen(int columns) const {
    std::vector<std::size_t> order(columns_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return columns_[a].importance < columns_[b].importance; });
    int used = k_gutter - k_gap;
    std::vector<std::size_t> fitting;
    for (const std::size_t i : order) {
        const int least = columns_[i].elastic ? least_width(i) : wanted_width(i);
        if (!fitting.empty() && columns_[i].importance > 0 && used + k_gap + least > columns) break;
        used += k_gap + least;
        fitting.push_back(i);
    }
    std::sort(fitting.begin(), fitting.end());
    return fitting;
}

void Table::place(int columns) {
    const auto fitting = chosen(columns);
    int missing = k_gutter - k_gap - columns;
    for (const std::size_t i : fitting) missing += k_gap + wanted_width(i);
    std::vector<int> given(columns_.size(), 0);
    for (const bool elastic : {true, false}) {  // names shrink only where the elastic ones do not suffice
        for (const std::size_t i : fitting) {
            if (columns_[i].elastic != elastic || columns_[i].align != Align::left || missing <= 0) continue;
            given[i] = std::min(missing, wanted_width(i) - least_width(i));
            missing -= given[i];
        }
    }
    placed_.clear();
    int at = k_gutter;
    for (const std::size_t i : fitting) {
        placed_.push_back({i, at, wanted_width(i) - given[i]});
        at += placed_.back().width + k_gap;
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
        const std::string text = shorten(header_text(p.column), std::min(p.width, line.columns() - p.at));
        const int numbers = p.width - extents_[p.column].tail;
        const int indent = columns_[p.column].align == Align::left ? 0 : std::max(0, numbers - width_of(text));
        line.text({0, p.at + indent}, text, sorted_ == p.column ? k_normal : k_dim);
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

int Table::room_for(Surface line, const TableRow& row, std::size_t placed_index) const {
    const Placed& placed = placed_[placed_index];
    const int edge = line.columns() - placed.at;
    if (columns_[placed.column].align != Align::left) return std::min(placed.width, edge);
    std::size_t next = placed_index + 1;
    while (next < placed_.size() && is_empty(cell_of(row, placed_[next].column))) ++next;
    return next < placed_.size() ? std::min(edge, placed_[next].at - k_gap - placed.at) : edge;
}

int Table::indent_of(const Placed& placed, std::string_view text) const {
    const Extent& extent = extents_[placed.column];
    const int spare = std::max(0, placed.width - extent.tail - width_of(text));
    switch (columns_[placed.column].align) {
        case Align::left:
            return 0;
        case Align::right:
            return spare;
        case Align::decimal:
            return std::max(0, spare - (extent.after_point - width_of(halves(text).after)));
    }
    return 0;
}

void Table::draw_cell(Surface line, const TableRow& row, std::size_t placed_index, Style style) const {
    const Placed& placed = placed_[placed_index];
    const Column& column = columns_[placed.column];
    const TableCell& cell = cell_of(row, placed.column);
    const int room = room_for(line, row, placed_index) - width_of(cell.tail);
    const std::string text = column.cut_middle ? shorten_middle(cell.text, room) : shorten(cell.text, room);
    const int end = line.text({0, placed.at + indent_of(placed, text)}, text, style);
    const bool numeric = column.align != Align::left;
    line.text({0, numeric ? placed.at + placed.width - extents_[placed.column].tail : end}, cell.tail, k_dim);
}

bool Table::key(const Key& key) {
    const std::int64_t page = std::max<std::int64_t>(shown_ - 1, 1);
    switch (key.kind) {
        case KeyKind::up:
            move_to(cursor_ - 1);
            return true;
        case KeyKind::down:
            move_to(cursor_ + 1);
            return true;
        case KeyKind::page_up:
            move_to(cursor_ - page);
            return true;
        case KeyKind::page_down:
            move_to(cursor_ + page);
            return true;
        case KeyKind::home:
            move_to(0);
            return true;
        case KeyKind::end:
            move_to(count_ - 1);
            return true;
        case KeyKind::wheel_up:
            return area_.contains(key.at) && (move_to(cursor_ - 3), true);
        case KeyKind::wheel_down:
            return area_.contains(key.at) && (move_to(cursor_ + 3), true);
        case KeyKind::click:
        case KeyKind::double_click:
            return click(key);
        default:
            break;
    }
    if (key.is(U'k'))
        move_to(cursor_ - 1);
    else if (key.is(U'j'))
        move_to(cursor_ + 1);
    else if (key.is(U'g'))
        move_to(0);
    else if (key.is(U'G'))
        move_to(count_ - 1);
    else
        return false;
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
