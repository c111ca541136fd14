#include "engine/table/csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace paretop::table {
namespace {

// Reads fields one after another.
struct Scanner {
    std::string_view text;
    char separator;
    std::size_t at;
    std::int64_t line;
    std::size_t line_start;

    enum class After { field, row, end };
    struct Field {
        std::string_view text;
        bool doubled = false;   // has doubled quotes
        bool unclosed = false;  // the quotes never end
        bool trailing = false;  // something follows the closing quote
        After after = After::field;
    };

    [[nodiscard]] CsvPosition position() const { return {line, static_cast<std::int64_t>(at - line_start) + 1}; }
    [[nodiscard]] bool over() const { return at >= text.size(); }

    Field next() {
        while (!over() && text[at] == ' ') ++at;
        Field field = !over() && text[at] == '"' ? quoted() : plain();
        if (over()) {
            field.after = After::end;
        } else if (text[at] == separator) {
            ++at;
        } else {
            end_line();
            field.after = After::row;
        }
        return field;
    }

    void end_line() {
        if (text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n') ++at;
        line_start = ++at;
        ++line;
    }

  private:
    [[nodiscard]] bool ends_field(char c) const { return c == separator || c == '\n' || c == '\r'; }

    Field plain() {
        const std::size_t start = at;
        while (!over() && !ends_field(text[at])) ++at;
        auto found = text.substr(start, at - start);
        while (found.ends_with(' ') || (separator != '\t' && found.ends_with('\t'))) found.remove_suffix(1);
        return {found};
    }

    Field quoted() {
        Field field;
        const std::size_t start = ++at;
        for (;; ++at) {
            if (over()) {
                field.unclosed = true;
                break;
            }
            if (text[at] == '\n') {
                ++line;
                line_start = at + 1;
            }
            if (text[at] != '"') continue;
            if (at + 1 >= text.size() || text[at + 1] != '"') break;
            field.doubled = true;
            ++at;
        }
        field.text = text.substr(start, at - start);
        if (!over()) ++at;
        while (!over() && !ends_field(text[at])) {
            field.trailing = field.trailing || text[at] != ' ';
            ++at;
        }
        return field;
    }
};

std::string undoubled(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        out += text[i];
        if (text[i] == '"') ++i;
    }
    return out;
}

char separator_of(std::string_view text) {
    const auto first = text.substr(0, text.find('\n'));
    for (const char separator : std::array{',', ';', '\t'})
        if (first.find(separator) != std::string_view::npos) return separator;
    return ',';
}

tl::unexpected<Error> wrong(const std::string& path, CsvPosition at, std::string what, std::string remedy) {
    return fail(ErrorKind::usage, std::move(what), fmt::format("{}:{}:{}", path, at.line, at.column), std::move(remedy));
}

// What is wrong with the quotes of a field that began at `at`; nothing where nothing is.
Result<void> check_quotes(const Scanner::Field& field, const std::string& path, CsvPosition at) {
    if (field.unclosed) return wrong(path, at, "the quotes are never closed", "add a quote where the field ends");
    if (field.trailing) return wrong(path, at, "something follows the closing quote", "double the quotes inside the field");
    return {};
}

}  // namespace

CsvPosition csv_position(std::string_view text, char separator, std::size_t offset, std::int64_t line, std::size_t field) {
    Scanner scanner{text, separator, offset, line, offset};
    for (std::size_t i = 0; i < field; ++i) (void)scanner.next();
    return scanner.position();
}

CsvReader::CsvReader(Table& table) : table_(table), text_(*table.text_) {
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = line_start_ = 3;
    table.separator_ = separator_of(text_);
}

Result<void> CsvReader::header() {
    Scanner scanner{text_, table_.separator_, at_, line_, line_start_};
    for (auto after = Scanner::After::field; after == Scanner::After::field;) {
        const auto place = scanner.position();
        const auto field = scanner.next();
        PARETOP_CHECK(check_quotes(field, table_.path_, place));
        auto name = field.doubled ? undoubled(field.text) : std::string(field.text);
        after = field.after;
        if (name.empty()) return wrong(table_.path_, place, "a column has no name", "the first line names the columns");
        if (table_.find(name))
            return wrong(table_.path_, place, fmt::format("two columns are named '{}'", name), "rename or remove one");
        table_.columns_.push_back(std::move(name));
    }
    at_ = scanner.at;
    line_ = scanner.line;
    return {};
}

Result<bool> CsvReader::row() {
    while (at_ < text_.size() && (text_[at_] == '\n' || text_[at_] == '\r'))
        if (text_[at_++] == '\n') ++line_;
    if (at_ >= text_.size()) return false;
    const Table::Start start{at_, line_};
    Scanner scanner{text_, table_.separator_, at_, line_, at_};
    std::size_t count = 0;
    for (auto after = Scanner::After::field; after == Scanner::After::field; ++count) {
        const auto place = scanner.position();
        const auto field = scanner.next();
        PARETOP_CHECK(check_quotes(field, table_.path_, place));
        table_.cells_.push_back(field.doubled ? std::string_view(table_.owned_.emplace_back(undoubled(field.text))) : field.text);
        after = field.after;
    }
    if (count != table_.columns_.size())
        return wrong(table_.path_, {start.line, 1},
                     fmt::format("this row has {} fields, and there are {} columns", count, table_.columns_.size()),
                     "every row has one field a column, perhaps empty");
    table_.starts_.push_back(start);
    at_ = scanner.at;
    line_ = scanner.line;
    return true;
}

Result<Table> CsvReader::read(std::string text, std::string name) {
    Table table;
    table.path_ = std::move(name);
    table.text_ = std::make_unique<const std::string>(std::move(text));
    CsvReader reader(table);
    PARETOP_CHECK(reader.header());
    for (;;) {
        PARETOP_TRY(const bool more, reader.row());
        if (!more) break;
    }
    if (table.rows() == 0)
        return fail(ErrorKind::usage, "names columns, but has no rows", table.path_, "write a row for each result");
    return table;
}

}  // namespace paretop::table
