// Comma-separated values as RFC 4180 has them: fields in quotes may hold separators, line ends and doubled quotes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/table/table.h"

namespace paretop::table {

struct CsvPosition {
    std::int64_t line = 1, column = 1;  // from 1; the column in bytes
};

// Where a field begins, in the row that begins at `offset` on `line`.
CsvPosition csv_position(std::string_view text, char separator, std::size_t offset, std::int64_t line, std::size_t field);

// The first line names the columns; the separator is the one it has: comma, semicolon or tab. Empty lines are passed over.
class CsvReader {
  public:
    static Result<Table> read(std::string text, std::string name);

  private:
    explicit CsvReader(Table& table);
    Result<void> header();
    Result<bool> row();  // false: the end

    Table& table_;
    std::string_view text_;
    std::size_t at_ = 0;
    std::int64_t line_ = 1;
    std::size_t line_start_ = 0;
};

}  // namespace paretop::table
