// What a collector saw in one run, function by function: the value that every reader answers.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/functions/call_tree.h"

namespace paretop::functions {

enum class Format { perf_script, perf_report, collapsed, callgrind, vtune, uprof };
const char* format_name(Format format);  // "perf-script", "vtune", …
std::optional<Format> format_named(std::string_view name);
std::string format_names();  // for messages: "perf-script, perf-report, …"

// Names that mean the same in every format; others are what the source calls them ("L1 Bound", "DLmr").
inline constexpr const char* k_cpu_s = "cpu_s";  // seconds of CPU
inline constexpr const char* k_samples = "samples";
inline constexpr const char* k_clockticks = "clockticks";

// A rate (a share, cycles an instruction, a frequency) is averaged, weighted by clockticks; everything else is added.
struct Metric {
    std::string name;
    bool rate = false;
    friend bool operator==(const Metric&, const Metric&) = default;
};

struct Row {
    std::string key;             // see key.h
    std::vector<double> values;  // as FunctionTable::metrics; NaN: the source has none
    double total = 0;            // of the weight metric, with callees, where the source knows calls; else its own
};

// What a source held and the table does not: counted, with the first place.
struct Omission {
    std::int64_t count = 0;
    std::int64_t first_line = 0;
    friend bool operator==(const Omission&, const Omission&) = default;
};

struct FunctionTable {
    std::vector<Metric> metrics;
    std::vector<Row> rows;            // distinct keys, in the order of their first appearance
    bool simulated = false;           // values are a model's (valgrind), not a machine's
    std::vector<std::string> events;  // what was sampled, as the source calls it: "cycles", "cpu-clock"; the first one ranks
    std::vector<std::int64_t> event_samples;  // how often each of them was, where the source has single samples

    [[nodiscard]] std::optional<std::size_t> metric(std::string_view name) const;
    // What rates are weighted by, and runs compared by: what the first event counts, else clockticks, CPU time,
    // samples, or whatever is added first.
    [[nodiscard]] std::optional<std::size_t> weight_metric() const;
    // What ranks functions in the place of samples, each sample weighing as much as its period: the first event's counts (cycles,
    // instructions of a simulation), or shares. None where there are seconds, or nothing but samples.
    [[nodiscard]] std::optional<std::size_t> stand_in() const;
    [[nodiscard]] double value(std::size_t row, std::string_view name) const;  // 0: has none
    [[nodiscard]] double total(std::string_view name) const;
};

struct Reading {
    Format format{};
    FunctionTable table;
    std::optional<CallTree> tree;             // where the source has stacks
    std::vector<CallEdge> edges;              // where it has only who called whom: callgrind
    std::map<std::string, Omission> omitted;  // by kind: "damaged line"
};

// Gathers rows of one table; a key that comes again is merged.
class TableBuilder {
  public:
    // The index of a metric, new or known. Rows made before have NaN there.
    std::size_t metric(std::string_view name, bool rate = false);
    std::size_t row(std::string key);
    void add(std::size_t row, std::size_t metric, double value);  // for what is added
    // One whole line of a source, in the order of the metrics: rates are averaged with what the key had before.
    void merge(std::string key, const std::vector<double>& values);
    void set_totals(const std::vector<std::size_t>& rows, const std::vector<double>& totals);  // Row::total, one a row
    FunctionTable take();
    [[nodiscard]] const FunctionTable& table() const { return table_; }

  private:
    FunctionTable table_;
    std::unordered_map<std::string, std::size_t> rows_;
};

}  // namespace paretop::functions
