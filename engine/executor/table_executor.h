// Trials without processes: outcomes are looked up in a table of known results.
#pragma once

#include "engine/executor/executor.h"
#include "engine/table/results.h"

namespace paretop::executor {

// A configuration that is not in the table, or has no results there, is a failed trial that says so. The numbers of all its rows
// are its repeats. At most `parallel` trials are open at once, so a searcher learns as it would from real measurements.
std::unique_ptr<Executor> make_table_executor(boost::asio::io_context& loop, const Clock& clock, const spec::Spec& spec,
                                              std::shared_ptr<const table::Results> results, std::int64_t parallel);

}  // namespace paretop::executor
