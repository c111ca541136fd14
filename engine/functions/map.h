// Which native functions an operation runs, from runs in which only that operation was collected (LotusMap).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/functions/table.h"
#include "storage/base/result.h"

namespace paretop::functions {

struct Sighting {
    int seen = 0;              // runs in which the function had a sample
    double weight = 0;         // over those runs: seconds of CPU, or what the collector counts instead
    double cpu_s = 0;          // 0: the collector takes no time
    std::int64_t samples = 0;  // of a simulation: instructions
    friend bool operator==(const Sighting&, const Sighting&) = default;
};

struct MappedOperation {
    int runs = 0;
    std::map<std::string, Sighting> functions;  // by key
    friend bool operator==(const MappedOperation&, const MappedOperation&) = default;
};

// Runs without a single sample count too: they make support smaller.
struct FunctionMap {
    std::map<std::string, MappedOperation> operations;
    std::string weighed_by;  // the metric that the sightings' weights are of, as its first table has it; empty: none had any
    // Whether that is neither seconds nor samples: what an event counted.
    [[nodiscard]] bool counts_events() const;
    void add_run(const std::string& operation, const FunctionTable& table);
    friend bool operator==(const FunctionMap&, const FunctionMap&) = default;
};

// In at least one run, in more than half of them, in all of them.
enum class Merge { union_, majority, intersection };
std::optional<Merge> merge_named(std::string_view name);  // "union", "majority", "intersection"
const char* merge_name(Merge merge);
bool is_kept(const Sighting& sighting, int runs, Merge merge);

using Mapping = std::map<std::string, std::set<std::string>>;  // operation → keys
Mapping merge_runs(const FunctionMap& map, Merge merge);
Mapping shared_functions(const Mapping& mapping);  // key → operations, where there are at least two

// {"op_to_func": {op: [key…]}, "common_funcs_to_op": {key: [op…]}}, sorted. Reading ignores other members and the second one,
// which follows from the first.
std::string mapping_to_json(const Mapping& mapping);
Result<Mapping> mapping_from_json(std::string_view text, const std::string& name);

// How many runs it takes to see a function that runs `function_ms` a call at least once with this confidence, when a sample is
// taken every `interval_ms`: ⌈ln(1−C) / ln(1−f/s)⌉ (LotusMap). 1 where the function is as long as the interval.
std::optional<std::int64_t> runs_needed(double function_ms, double interval_ms, double confidence);
// The other way around: the shortest function that so many runs find with this confidence.
double shortest_found_ms(std::int64_t runs, double interval_ms, double confidence);

}  // namespace paretop::functions
