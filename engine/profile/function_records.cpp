#include "engine/profile/function_records.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>
#include <unordered_map>

#include "engine/functions/key.h"

namespace paretop::profile {
namespace {

using functions::FunctionTable;

constexpr std::string_view k_counted = "what is counted is ";

std::int64_t whole(double value) { return value > 0 ? static_cast<std::int64_t>(std::min(value, 9e15)) : 0; }

double samples_of(const FunctionTable& table, std::size_t row) {
    const auto other = table.stand_in();
    const auto value = other ? table.rows[row].values[*other] : table.value(row, functions::k_samples);
    return std::isnan(value) ? 0 : value;
}

storage::FunctionRecord function_record(const std::string& key, std::int64_t number) {
    return {number, std::string(functions::function_of(key)), std::string(functions::module_of(key)), 0, 0, 0};
}

// Rows of a table, the heaviest first.
std::vector<std::size_t> ranked(const FunctionTable& table) {
    std::vector<std::size_t> order(table.rows.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto weight = table.metric(functions::k_cpu_s) ? table.metric(functions::k_cpu_s) : table.weight_metric();
    const auto heaviness = [&](std::size_t row) {
        const auto value = weight ? table.rows[row].values[*weight] : 0;
        return std::isnan(value) ? 0 : value;
    };
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return heaviness(a) > heaviness(b); });
    return order;
}

// Samples are one where something else stands in for them.
void add_counters(std::vector<storage::CounterRecord>& counters, const std::string& operation, std::int64_t function,
                  const FunctionTable& table, const std::vector<double>& values) {
    const auto& metrics = table.metrics;
    const bool samples = table.stand_in().has_value();
    for (std::size_t i = 0; i < metrics.size(); ++i)
        if (std::isfinite(values[i]) && (samples || metrics[i].name != functions::k_samples) &&
            metrics[i].name != functions::k_cpu_s)
            counters.push_back({operation, function, metrics[i].name, values[i]});
}

// Number of every row's function record.
std::vector<std::int64_t> add_functions(FunctionTables& out, const FunctionTable& table) {
    std::vector<std::int64_t> numbers(table.rows.size());
    const auto weight = table.weight_metric();
    const bool totals_in_seconds = weight && table.metrics[*weight].name == functions::k_cpu_s;
    for (const auto row : ranked(table)) {
        auto record = function_record(table.rows[row].key, static_cast<std::int64_t>(out.functions.size()));
        record.self_s = table.value(row, functions::k_cpu_s);
        record.total_s = totals_in_seconds ? std::max(record.self_s, table.rows[row].total) : record.self_s;
        record.samples = whole(samples_of(table, row));
        numbers[row] = record.number;
        out.functions.push_back(std::move(record));
    }
    return numbers;
}

// Weights are seconds, or else `counts` of what stands in for samples, or samples.
void add_calls(FunctionTables& out, const functions::CallTree& tree, bool seconds, bool counts) {
    std::unordered_map<std::string, std::int64_t> numbers;
    for (const auto& function : out.functions) numbers.emplace(function.name + '|' + function.module, function.number);
    for (const auto& node : tree.nodes) {
        const auto number = numbers.at(tree.functions[node.function]);
        out.calls.push_back({static_cast<std::int64_t>(out.calls.size()), node.parent, number, seconds ? node.self : 0,
                             counts ? whole(node.self) : node.samples});
    }
}

void add_edges(FunctionTables& out, const std::vector<functions::CallEdge>& edges) {
    std::unordered_map<std::string, std::int64_t> numbers;
    for (const auto& function : out.functions) numbers.emplace(function.name + '|' + function.module, function.number);
    for (const auto& edge : edges) {
        const auto caller = numbers.find(edge.caller), callee = numbers.find(edge.callee);
        if (caller != numbers.end() && callee != numbers.end())
            out.edges.push_back({caller->second, callee->second, edge.calls, edge.weight});
    }
}

double weight_of(const std::map<std::string, double>& elapsed_s, const std::set<std::string>& sharers,
                 const std::string& operation) {
    double sum = 0, own = 0;
    for (const auto& sharer : sharers) {
        const auto known = elapsed_s.find(sharer);
        const auto elapsed = known == elapsed_s.end() ? 0 : std::max(known->second, 0.0);
        sum += elapsed;
        if (sharer == operation) own = elapsed;
    }
    return sum > 0 ? own / sum : 1 / static_cast<double>(sharers.size());
}

const functions::Sighting* sighting_of(const functions::FunctionMap& map, const std::string& operation, const std::string& key) {
    const auto mapped = map.operations.find(operation);
    if (mapped == map.operations.end()) return nullptr;
    const auto found = mapped->second.functions.find(key);
    return found == mapped->second.functions.end() ? nullptr : &found->second;
}

// What a map says of the row's function in the operation; where the row's module is unknown, of the function of that name.
storage::FunctionMapRecord support_of(const functions::FunctionMap& map, const std::string& operation, const std::string& key) {
    storage::FunctionMapRecord record;
    record.operation = operation;
    const auto mapped = map.operations.find(operation);
    if (mapped == map.operations.end()) return record;
    record.runs = mapped->second.runs;
    if (const auto* exact = sighting_of(map, operation, key)) {
        record.support = exact->seen;
    } else {
        const auto function = functions::function_of(key);
        auto at = mapped->second.functions.lower_bound(std::string(function) + '|');
        for (; at != mapped->second.functions.end() && functions::function_of(at->first) == function; ++at)
            record.support = std::max<std::int64_t>(record.support, at->second.seen);
    }
    return record;
}

void add_shares(FunctionTables& out, const functions::FunctionMap& map, const functions::Attribution& attribution,
                const FunctionTable& table, const std::vector<std::int64_t>& numbers) {
    for (const auto& operation : attribution.operations)
        for (const auto& share : operation.shares) {
            auto record = support_of(map, operation.name, table.rows[share.row].key);
            record.function = numbers[share.row];
            record.weight = share.weight;
            record.self_s = share.weight * table.value(share.row, functions::k_cpu_s);
            record.samples = std::llround(share.weight * samples_of(table, share.row));
            out.maps.push_back(std::move(record));
        }
    for (const auto row : attribution.unmapped_rows)
        out.maps.push_back({"", numbers[row], 0, 0, 1, table.value(row, functions::k_cpu_s), whole(samples_of(table, row))});
}

// Functions of the map that the table knows nothing of.
void add_missing(FunctionTables& out, const functions::FunctionMap& map, const functions::Mapping& mapping,
                 const FunctionTable& table) {
    std::unordered_map<std::string, std::int64_t> known;
    std::set<std::string> loose;
    for (const auto& row : table.rows) {
        known.emplace(row.key, -1);
        if (functions::is_unknown_module(functions::module_of(row.key))) loose.emplace(functions::function_of(row.key));
    }
    for (const auto& [operation, keys] : mapping)
        for (const auto& key : keys) {
            if (loose.contains(std::string(functions::function_of(key)))) continue;
            const auto [at, fresh] = known.try_emplace(key, static_cast<std::int64_t>(out.functions.size()));
            if (fresh) out.functions.push_back(function_record(key, at->second));
            if (at->second < 0) continue;
            auto record = support_of(map, operation, key);
            record.function = at->second;
            record.weight = 0;
            out.maps.push_back(std::move(record));
        }
}

constexpr std::string_view k_dropped = "[unmapped]|";  // of no module

// What the merge keeps of each operation; the rest is one function of it, so that shares are of all that was seen.
std::map<std::string, functions::MappedOperation> kept_sightings(const functions::FunctionMap& map, functions::Merge merge) {
    auto operations = map.operations;
    for (auto& [name, operation] : operations) {
        functions::Sighting dropped;
        for (const auto& [key, sighting] : map.operations.at(name).functions) {
            if (functions::is_kept(sighting, operation.runs, merge)) continue;
            dropped.seen = std::max(dropped.seen, sighting.seen);
            dropped.weight += sighting.weight;
            dropped.cpu_s += sighting.cpu_s;
            dropped.samples += sighting.samples;
            operation.functions.erase(key);
        }
        if (dropped.seen > 0) operation.functions.emplace(std::string(k_dropped), dropped);
    }
    return operations;
}

void add_sighting(FunctionTables& out, storage::FunctionMapRecord record, const functions::Sighting& seen,
                  const functions::FunctionMap& map) {
    record.self_s = seen.cpu_s;
    record.samples = map.counts_events() ? whole(seen.weight) : seen.samples;
    if (record.samples != seen.samples)
        out.counters.push_back({record.operation, record.function, functions::k_samples, static_cast<double>(seen.samples)});
    auto& function = out.functions[static_cast<std::size_t>(record.function)];
    function.self_s += record.self_s;
    function.total_s = function.self_s;
    function.samples += record.samples;
    out.maps.push_back(std::move(record));
}

}  // namespace

std::string samples_meaning(const std::string& metric, bool simulated) {
    return fmt::format("{}{}{}{}", k_counted, metric, metric == "Ir" ? " (instructions)" : "",
                       simulated ? ", simulated by valgrind, not measured" : "");
}

std::string samples_meaning(const FunctionTable& table) {
    const auto other = table.stand_in();
    return other ? samples_meaning(table.metrics[*other].name, table.simulated) : std::string();
}

std::vector<std::string> event_remarks(const FunctionTable& table) {
    std::vector<std::string> remarks;
    if (table.simulated) return remarks;
    for (std::size_t i = 0; i < table.events.size(); ++i) {
        remarks.push_back("sampled by " + table.events[i]);
        if (i == 0) continue;
        if (i < table.event_samples.size()) remarks.back() += fmt::format(" ({} samples)", table.event_samples[i]);
        remarks.back() += fmt::format(" too, which counters tell of: shares and stacks are of {}", table.events.front());
    }
    return remarks;
}

std::string samples_word(const std::vector<std::string>& remarks) {
    for (const std::string_view remark : remarks) {
        if (!remark.starts_with(k_counted)) continue;
        const auto word = remark.substr(k_counted.size());
        return std::string(word.substr(0, std::min(word.find(" ("), word.find(", simulated"))));
    }
    return "samples";
}

FunctionTables function_tables(const functions::Reading& reading) {
    FunctionTables out;
    const auto& table = reading.table;
    const auto numbers = add_functions(out, table);
    for (std::size_t row = 0; row < table.rows.size(); ++row)
        add_counters(out.counters, "", numbers[row], table, table.rows[row].values);
    add_counters(out.counters, "", -1, table, functions::attribute({}, table, {}).unmapped);
    const bool seconds = table.metric(functions::k_cpu_s) &&
                         (table.events.empty() || table.events.front() == "cpu-clock" || table.events.front() == "task-clock");
    if (reading.tree) add_calls(out, *reading.tree, seconds, !seconds && table.stand_in());
    add_edges(out, reading.edges);
    return out;
}

FunctionTables map_tables(const functions::FunctionMap& map, functions::Merge merge,
                          const std::map<std::string, double>& elapsed_s) {
    FunctionTables out;
    const auto sightings = kept_sightings(map, merge);
    functions::Mapping sharers;
    for (const auto& [operation, mapped] : sightings)
        for (const auto& [key, sighting] : mapped.functions) sharers[key].insert(operation);
    std::unordered_map<std::string, std::int64_t> numbers;
    for (const auto& [key, operations] : sharers) {
        const auto number = static_cast<std::int64_t>(out.functions.size());
        numbers.emplace(key, number);
        out.functions.push_back(function_record(key, number));
    }
    for (const auto& [operation, mapped] : sightings)
        for (const auto& [key, sighting] : mapped.functions) {
            auto record = support_of(map, operation, key);
            if (key == k_dropped) record.runs = 0;  // of many functions none is told
            record.function = numbers.at(key);
            record.weight = weight_of(elapsed_s, sharers.at(key), operation);
            add_sighting(out, std::move(record), sighting, map);
        }
    return out;
}

FunctionTables attributed_tables(const functions::FunctionMap& map, const functions::Mapping& mapping,
                                 const functions::Attribution& attribution, const FunctionTable& table) {
    FunctionTables out;
    const auto numbers = add_functions(out, table);
    add_shares(out, map, attribution, table, numbers);
    add_missing(out, map, mapping, table);
    for (const auto& operation : attribution.operations) add_counters(out.counters, operation.name, -1, table, operation.values);
    for (std::size_t row = 0; row < table.rows.size(); ++row)
        add_counters(out.counters, "", numbers[row], table, table.rows[row].values);
    add_counters(out.counters, "", -1, table, functions::attribute({}, table, {}).unmapped);
    return out;
}

bool are_timed(std::span<const storage::FunctionMapRecord> maps) {
    return std::any_of(maps.begin(), maps.end(), [](const auto& map) { return map.self_s > 0; });
}

double weight_of(const storage::FunctionMapRecord& map, bool timed) {
    return timed ? map.self_s : static_cast<double>(map.samples);
}

std::vector<MappedPart> mapped_parts(std::span<const storage::FunctionMapRecord> maps,
                                     std::span<const storage::FunctionRecord> functions) {
    if (maps.empty()) return {};
    std::vector<storage::FunctionMapRecord> all(maps.begin(), maps.end());
    std::set<std::int64_t> known;
    for (const auto& map : maps) known.insert(map.function);
    for (const auto& f : functions)
        if (!known.contains(f.number)) all.push_back({"", f.number, 0, 0, 1, f.self_s, f.samples});
    const bool timed = are_timed(maps);
    std::map<std::string, MappedPart> by_name{{"", {}}};
    double whole = 0;
    for (const auto& map : all) {
        auto& part = by_name[map.operation];
        ++part.functions;
        part.cpu_s += map.self_s;
        part.samples += map.samples;
        part.share += weight_of(map, timed);
        whole += weight_of(map, timed);
    }
    std::vector<MappedPart> parts;
    for (auto& [name, part] : by_name) {
        part.operation = name;
        part.share = whole > 0 ? part.share / whole : 0;
        parts.push_back(std::move(part));
    }
    std::stable_sort(parts.begin(), parts.end(), [](const auto& a, const auto& b) {
        return a.operation.empty() != b.operation.empty() ? b.operation.empty() : a.share > b.share;
    });
    return parts;
}

}  // namespace paretop::profile
