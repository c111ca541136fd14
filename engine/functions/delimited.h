// Tables of functions as delimited text: what VTune and uProf share. Columns are found by name.
#pragma once

#include <string_view>
#include <vector>

#include "engine/functions/fields.h"
#include "engine/functions/reader.h"

namespace paretop::functions {

class DelimitedTable {
  public:
    // Whether this could be the line of column names: it names functions and the time they took.
    static bool is_header(std::string_view line);

    DelimitedTable(std::string_view header, DecimalMark mark);
    // A row that cannot be used is omitted and counted.
    void row(std::string_view line, TableBuilder& builder, Context& context);

  private:
    enum class Use { unknown, function, module, text, metric };
    struct Column {
        std::string name;
        Use use = Use::unknown;  // of `unknown`: the first row with something in it decides
        double factor = 1;       // to seconds, for a time with its unit in the header
        std::size_t metric = 0;
    };
    void decide(Column& column, std::string_view field, TableBuilder& builder) const;
    [[nodiscard]] bool has_clockticks() const;
    bool read_fields(TableBuilder& builder, std::vector<double>& values, Context& context);

    char separator_;
    DecimalMark mark_;
    std::vector<Column> columns_;
    std::vector<std::string> fields_;
};

}  // namespace paretop::functions
