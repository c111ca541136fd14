// Which operation a function's CPU time and counters belong to.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/functions/map.h"

namespace paretop::functions {

// An operation's part of one row of the table.
struct Share {
    std::size_t row = 0;
    double weight = 0;  // w(op) = E_op / Σ E over the operations that share the function
};

struct AttributedOperation {
    std::string name;
    double elapsed_s = 0;        // E_op
    std::vector<double> values;  // as Attribution::metrics; NaN: no row has any
    std::int64_t functions = 0;  // in the map …
    std::int64_t missing = 0;    // … of which the table has none
    std::vector<Share> shares;   // by row
};

// For every added metric: Σ over operations + unmapped = Σ over the table.
struct Attribution {
    std::vector<Metric> metrics;
    std::vector<AttributedOperation> operations;  // by name
    std::vector<double> mapped, unmapped;         // sums and averages over rows that belong to operations, and to none
    std::vector<std::size_t> unmapped_rows;
};

// `elapsed_s`: E_op, Σ of the operation's time over all workers; an operation that is not there has 0. Where none of the
// operations that share a function has any, they share it equally. Rates are Σ w·m·c / Σ w·c with c the row's clockticks (or what
// stands for them, see FunctionTable::weight_metric); rows without the metric or with no weight add nothing. A row whose module
// is unknown belongs to what the map has of that function's name.
Attribution attribute(const Mapping& mapping, const FunctionTable& table, const std::map<std::string, double>& elapsed_s);

// E_op from a file: lines `operation,seconds` (or ; or tab between them; a first line without a number names the columns).
Result<std::map<std::string, double>> read_elapsed_file(const std::string& path);

}  // namespace paretop::functions
