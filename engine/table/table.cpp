#include "engine/table/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "engine/table/csv.h"
#include "engine/table/gzip.h"
#include "engine/table/json.h"

namespace paretop::table {
namespace {

constexpr std::string_view k_blank = " \t\r\n";

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(k_blank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(k_blank) - first + 1);
}

}  // namespace

std::optional<std::size_t> Table::find(std::string_view column) const {
    const auto it = std::find(columns_.begin(), columns_.end(), column);
    if (it == columns_.end()) return std::nullopt;
    return static_cast<std::size_t>(it - columns_.begin());
}

std::string_view Table::failure(std::size_t row) const { return row < failures_.size() ? failures_[row] : std::string_view(); }

std::string Table::place(std::size_t row, std::size_t column) const {
    const auto& start = starts_[row];
    if (format_ != Format::csv) return fmt::format("{}: result {}", path_, start.line);
    const auto position = csv_position(*text_, separator_, start.offset, start.line, column);
    return fmt::format("{}:{}:{}", path_, position.line, position.column);
}

Result<Table> parse_table(std::string text, std::string name) {
    const auto first = text.find_first_not_of(k_blank);
    if (first == std::string::npos)
        return fail(ErrorKind::usage, "is empty", std::move(name),
                    "write a line with the names of the columns, then the results");
    if (text[first] == '[')
        return fail(ErrorKind::usage, "is an array of JSON, which does not say what its columns are", std::move(name),
                    "`paretop export` writes t4 and kernel-tuner too");
    return text[first] == '{' ? JsonReader::read(text, std::move(name)) : CsvReader::read(std::move(text), std::move(name));
}

Result<Table> read_table(const std::string& path) {
    PARETOP_TRY(auto text, read_whole(path));
    return parse_table(std::move(text), path);
}

std::optional<double> number_in(std::string_view cell) {
    if (cell.starts_with('+')) cell.remove_prefix(1);
    double value = 0;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (cell.empty() || error != std::errc() || end != cell.data() + cell.size()) return std::nullopt;
    return value;
}

std::optional<std::vector<double>> numbers_in(std::string_view cell) {
    const bool is_array = cell.size() > 2 && cell.front() == '[' && cell.back() == ']';
    if (is_array) cell = cell.substr(1, cell.size() - 2);
    std::vector<double> values;
    for (std::size_t start = 0; start <= cell.size();) {
        const auto end = is_array ? std::min(cell.find(',', start), cell.size()) : cell.size();
        const auto value = number_in(trimmed(cell.substr(start, end - start)));
        if (!value || !std::isfinite(*value)) return std::nullopt;
        values.push_back(*value);
        start = end + 1;
    }
    return values;
}

}  // namespace paretop::table
