// Files of known results, as rows of texts: CSV (RFC 4180; also with ';' or tabs), Kernel Tuner's cache files and T4 results
// files in JSON; each of them also compressed with gzip.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/result.h"

namespace paretop::table {

enum class Format { csv, kernel_tuner, t4 };

class Table {
  public:
    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] Format format() const { return format_; }
    [[nodiscard]] const std::vector<std::string>& columns() const { return columns_; }
    [[nodiscard]] std::size_t rows() const { return starts_.size(); }
    [[nodiscard]] std::optional<std::size_t> find(std::string_view column) const;

    // What stands there, without the blanks around it; empty: nothing. An array of JSON comes as "[1.5,2]".
    [[nodiscard]] std::string_view cell(std::size_t row, std::size_t column) const {
        return cells_[row * columns_.size() + column];
    }
    // JSON: the columns that are parameters, and those that were sought after (empty: the file does not say).
    [[nodiscard]] const std::vector<std::string>& parameters() const { return parameters_; }
    [[nodiscard]] const std::vector<std::string>& objectives() const { return objectives_; }
    // Of those, what is known to be better when it is higher.
    [[nodiscard]] const std::vector<std::string>& maximized() const { return maximized_; }
    // Why this row has no results, where the file says so (T4's invalidity); empty: it does not.
    [[nodiscard]] std::string_view failure(std::size_t row) const;
    // "results.csv:17:9" (in bytes), "cache.json: result 17". For messages.
    [[nodiscard]] std::string place(std::size_t row, std::size_t column) const;

  private:
    friend class CsvReader;
    friend class JsonReader;
    struct Start {
        std::size_t offset = 0;  // CSV: of the row in the text
        std::int64_t line = 0;   // CSV: counted from 1; JSON: the number of the result
    };
    std::string path_;
    Format format_ = Format::csv;
    char separator_ = ',';
    std::vector<std::string> columns_, parameters_, objectives_, maximized_;
    std::unique_ptr<const std::string> text_;  // what most cells are parts of, at a fixed place
    std::deque<std::string> owned_;            // cells that had to be rewritten
    std::vector<std::string_view> cells_;      // row by row
    std::vector<Start> starts_;
    std::vector<std::string_view> failures_;  // by row; may be empty
};

// usage: what is wrong with the file, with its line and column. The format is known by the first character that is not blank.
Result<Table> read_table(const std::string& path);
// `name` stands for the file in messages.
Result<Table> parse_table(std::string text, std::string name);

// A number as CSV and JSON write it, whatever the locale; also inf and nan. nullopt: it is none.
std::optional<double> number_in(std::string_view cell);
// The numbers of a cell: one, or those of an array. nullopt: something in it is not a finite number, or it is empty.
std::optional<std::vector<double>> numbers_in(std::string_view cell);

}  // namespace paretop::table
