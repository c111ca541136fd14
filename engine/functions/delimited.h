// Tables of functions as delimited text: what VTune and uProf share. Columns are found by name.
#pragma once

#include <optional>
#include <string>
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
    // What a row that can be used says of its function; another one (nullopt) is omitted and counted.
    struct Entry {
        std::string key;
        std::size_t depth = 0;  // blanks before its name, where rows are stacks
        double cpu_s = 0;
    };
    std::optional<Entry> row(std::string_view line, TableBuilder& builder, Context& context);
    // Rows are the nodes of a tree of calls, indented by a blank a level: `vtune -report top-down`.
    // Of rows that are of several measurements (a column `config`) no sum means anything: said at the first that differs.
    [[nodiscard]] Result<void> one_configuration(const Context& context) const;
    [[nodiscard]] bool stacks() const { return stacks_; }
    void set_seconds(double unit);  // of a CPU time whose column names no unit

  private:
    enum class Use { unknown, function, module, text, configuration, metric };
    struct Column {
        std::string name;
        Use use = Use::unknown;  // of `unknown`: the first row with something in it decides
        double factor = 1;       // to seconds, for a time with its unit in the header
        bool unit_told = false;
        std::size_t metric = 0;
        std::string first = {}, other = {};  // of `configuration`: what it held first, and what differed from that
    };
    static void note_configuration(Column& column, std::string_view field);
    void decide(Column& column, std::string_view field, TableBuilder& builder) const;
    [[nodiscard]] bool has_clockticks() const;
    bool complete(const Context& context);
    bool read_fields(TableBuilder& builder, std::vector<double>& values, Context& context);

    char separator_;
    bool stacks_ = false;
    DecimalMark mark_;
    std::vector<Column> columns_;
    std::vector<std::string> fields_;
};

}  // namespace paretop::functions
