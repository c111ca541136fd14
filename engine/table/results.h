// A table of known results as an experiment sees it: what its metrics are for each configuration of its space.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/space/members.h"
#include "engine/spec/spec.h"
#include "engine/table/table.h"

namespace paretop::table {

class Results {
  public:
    // Reads the table of `spec`. Columns are found by the names of parameters and by `from = "column:NAME"`; rows outside the
    // space are passed over; cells of inactive parameters are not looked at. usage: what is wrong with the file (see read_table),
    // a column that is not there, a cell that is no value of its kind, no row inside the space.
    static Result<Results> read(const spec::Spec& spec);

    struct Found {
        std::string failure;                      // why it has no results; empty: it has
        std::vector<std::vector<double>> values;  // by metric (none for formulas), every repeat: the numbers of all its rows
    };
    // nullopt: the configuration (space::encode) is not in the table.
    [[nodiscard]] std::optional<Found> find(std::string_view compact) const;

    [[nodiscard]] std::size_t rows() const { return table_.rows(); }
    [[nodiscard]] std::size_t outside() const { return outside_; }  // rows that the space leaves out
    [[nodiscard]] std::size_t configurations() const { return rows_.size(); }
    // The configurations that have a row, as the only ones of a space.
    [[nodiscard]] std::shared_ptr<const space::Members> members() const;

  private:
    explicit Results(Table table) : table_(std::move(table)) {}
    Result<void> find_columns(const spec::Spec& spec);
    Result<void> index_rows(const spec::Spec& spec);

    Table table_;
    std::vector<std::size_t> parameter_columns_;
    struct MetricColumn {
        std::size_t metric, column;
    };
    std::vector<MetricColumn> metric_columns_;
    std::size_t metrics_ = 0;
    std::unordered_map<std::string, std::vector<std::uint32_t>> rows_;  // by configuration
    std::size_t outside_ = 0;
};

}  // namespace paretop::table
