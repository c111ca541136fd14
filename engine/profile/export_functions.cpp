#include "engine/profile/export_functions.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "engine/profile/function_records.h"

namespace paretop::profile {
namespace {

using Place = std::pair<std::int64_t, std::string>;  // function (−1: all of them), operation

// All that stands in a line; counters by name.
struct Line {
    std::string function, module, self_s, total_s, samples;
    std::map<std::string, double> counters;
};

// Seconds are told of profiles that have some, and samples where none of the counters holds the same.
struct Columns {
    bool timed = false, sampled = false;
    std::string samples;
    std::set<std::string> counters;

    [[nodiscard]] std::string seconds(double value) const { return timed ? fmt::format("{}", value) : std::string(); }
    [[nodiscard]] std::string count(std::int64_t value) const { return sampled ? std::to_string(value) : std::string(); }
    [[nodiscard]] std::string titles() const {
        std::string text = "function,module,operation,self_s,total_s";
        if (sampled) text += "," + csv_text(samples);
        for (const auto& name : counters) text += "," + csv_text(name);
        return text + "\n";
    }
    [[nodiscard]] std::string text_of(const std::string& operation, const Line& line) const {
        auto text = fmt::format("{},{},{},{},{}", csv_text(line.function), csv_text(line.module), csv_text(operation),
                                line.self_s, line.total_s);
        if (sampled) text += "," + line.samples;
        for (const auto& name : counters) {
            const auto found = line.counters.find(name);
            text += found == line.counters.end() ? "," : fmt::format(",{}", found->second);
        }
        return text + "\n";
    }
};

Columns columns_of(const StoredTrace& trace, const std::vector<storage::FunctionRecord>& functions,
                   const std::vector<storage::CounterRecord>& counters) {
    Columns columns;
    for (const auto& counter : counters) columns.counters.insert(counter.name);
    columns.samples = samples_word(trace.profile.remarks);
    columns.sampled = !columns.counters.contains(columns.samples);
    columns.timed = std::any_of(functions.begin(), functions.end(), [](const auto& f) { return f.self_s > 0 || f.total_s > 0; });
    return columns;
}

}  // namespace

Result<std::vector<storage::CallRecord>> calls_or_functions(const storage::Store& store, const StoredTrace& trace) {
    PARETOP_TRY(auto calls, storage::list_calls(store, trace.profile.id));
    if (!calls.empty()) return calls;
    PARETOP_TRY(const bool records, has_records(store, trace));
    if (records) return calls;
    PARETOP_TRY(const auto functions, storage::list_functions(store, trace.profile.id));
    for (const auto& f : functions) calls.push_back({static_cast<std::int64_t>(calls.size()), -1, f.number, f.self_s, f.samples});
    return calls;
}

Result<bool> export_functions(const storage::Store& store, const StoredTrace& trace, const Write& write) {
    PARETOP_TRY(const auto functions, storage::list_functions(store, trace.profile.id));
    if (functions.empty()) return false;
    PARETOP_TRY(const auto maps, storage::list_function_maps(store, trace.profile.id));
    PARETOP_TRY(const auto counters, storage::list_counters(store, trace.profile.id));
    const auto columns = columns_of(trace, functions, counters);
    std::map<Place, Line> lines;
    std::map<std::int64_t, const storage::FunctionRecord*> by_number;
    for (const auto& f : functions) {
        by_number[f.number] = &f;
        lines[{f.number, {}}] = {
            f.name, f.module, columns.seconds(f.self_s), columns.seconds(f.total_s), columns.count(f.samples), {}};
    }
    const auto line_of = [&](std::int64_t function, const std::string& operation) -> Line& {
        auto& line = lines[{function, operation}];
        if (const auto known = by_number.find(function); known != by_number.end()) {
            line.function = known->second->name;
            line.module = known->second->module;
        }
        return line;
    };
    for (const auto& map : maps) {
        if (map.operation.empty()) continue;  // unmapped: the function's own line says it all
        auto& line = line_of(map.function, map.operation);
        line.self_s = columns.seconds(map.self_s);
        line.samples = columns.count(map.samples);
    }
    for (const auto& counter : counters) line_of(counter.function, counter.operation).counters[counter.name] = counter.value;
    if (!write(columns.titles())) return true;
    for (const auto& [place, line] : lines)
        if (!write(columns.text_of(place.second, line))) break;
    return true;
}

}  // namespace paretop::profile
