// Tables and maps of native functions in the form in which the store keeps them.
#pragma once

#include <map>
#include <string>

#include "engine/functions/attribute.h"
#include "engine/functions/map.h"
#include "engine/functions/table.h"
#include "engine/profile/writer.h"

namespace paretop::profile {

// One table, its functions heaviest first: functions, the tree of calls, counters of each function and (function −1) of all. The
// first counter of a simulation stands in `samples`, so that it can be ranked; `samples_meaning` says so.
FunctionTables function_tables(const functions::Reading& reading);
std::string samples_meaning(const functions::FunctionTable& table);  // a remark; empty: samples are samples
// What the profile with these remarks counts in `samples`: "samples", or the event that stands in ("Ir").
std::string samples_word(const std::vector<std::string>& remarks);

// A map alone: what the collected calls themselves took, operation by operation. `elapsed_s` weighs shared functions.
FunctionTables map_tables(const functions::FunctionMap& map, functions::Merge merge,
                          const std::map<std::string, double>& elapsed_s);

// A map with what a whole profile counted, shared out. Functions of the map that the table has none of are there with 0;
// functions of the table that belong to no operation are mapped to the operation "" (unmapped). `map` gives support; it may lack
// operations that `attribution` has (a map that was read as JSON): 0 of 0 runs.
FunctionTables attributed_tables(const functions::FunctionMap& map, const functions::Mapping& mapping,
                                 const functions::Attribution& attribution, const functions::FunctionTable& table);

}  // namespace paretop::profile
