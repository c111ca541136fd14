// Tables and maps of native functions in the form in which the store keeps them.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "engine/functions/attribute.h"
#include "engine/functions/map.h"
#include "engine/functions/table.h"
#include "engine/profile/writer.h"

namespace paretop::profile {

// One table, its functions heaviest first: functions, the tree of calls, counters of each function and (function −1) of all. What
// the first event counted (cycles, instructions of a simulation) stands in `samples`, so that functions are ranked by it, and the
// number of samples is a counter; `samples_meaning` says so.
FunctionTables function_tables(const functions::Reading& reading);
std::string samples_meaning(const functions::FunctionTable& table);  // a remark; empty: samples are samples
std::string samples_meaning(const std::string& metric, bool simulated);
std::vector<std::string> event_remarks(const functions::FunctionTable& table);  // what was sampled, and what is of which event
// What the profile with these remarks counts in `samples`: "samples", or the event that stands in ("Ir").
std::string samples_word(const std::vector<std::string>& remarks);

// A map alone: what the collected calls themselves took, operation by operation. `elapsed_s` weighs shared functions. What the
// merge does not keep is the function "[unmapped]" of its operation.
FunctionTables map_tables(const functions::FunctionMap& map, functions::Merge merge,
                          const std::map<std::string, double>& elapsed_s);

// A map with what a whole profile counted, shared out. Functions of the map that the table has none of are there with 0;
// functions of the table that belong to no operation are mapped to the operation "" (unmapped). `map` gives support; it may lack
// operations that `attribution` has (a map that was read as JSON): 0 of 0 runs.
FunctionTables attributed_tables(const functions::FunctionMap& map, const functions::Mapping& mapping,
                                 const functions::Attribution& attribution, const functions::FunctionTable& table);

// What the shares of mapped functions are made of: seconds of CPU where any is known, else what `samples` counts.
[[nodiscard]] bool are_timed(std::span<const storage::FunctionMapRecord> maps);
[[nodiscard]] double weight_of(const storage::FunctionMapRecord& map, bool timed);

// All functions of an operation, or with an empty name those of none: the bucket "unmapped".
struct MappedPart {
    std::string operation;
    std::int64_t functions = 0;
    double cpu_s = 0;
    std::int64_t samples = 0;
    double share = 0;  // 0 to 1, of all functions' weight
};
// Heaviest first, and what is unmapped last, if only to say that it is nothing. Empty: no map. A function that no record maps is
// unmapped too.
std::vector<MappedPart> mapped_parts(std::span<const storage::FunctionMapRecord> maps,
                                     std::span<const storage::FunctionRecord> functions);

}  // namespace paretop::profile
