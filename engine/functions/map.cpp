#include "engine/functions/map.h"

#include <cmath>

#include "engine/functions/key.h"
#include "engine/functions/protocol.h"

namespace paretop::functions {

void FunctionMap::add_run(const std::string& operation, const FunctionTable& table) {
    auto& mapped = operations[operation];
    ++mapped.runs;
    const auto cpu = table.metric(k_cpu_s);
    const auto weight = cpu ? cpu : table.weight_metric();
    if (weight && weighed_by.empty()) weighed_by = table.metrics[*weight].name;
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        const auto& row = table.rows[i];
        const auto value = weight ? row.values[*weight] : 0;
        const bool own = function_of(row.key).starts_with(k_own_prefix);
        const bool caller_only = weight && std::isnan(value);  // in stacks of others, never sampled itself
        if (own || caller_only) continue;
        auto& sighting = mapped.functions[row.key];
        ++sighting.seen;
        sighting.weight += value;
        sighting.cpu_s += table.value(i, k_cpu_s);
        sighting.samples += static_cast<std::int64_t>(std::min(table.simulated ? value : table.value(i, k_samples), 9e15));
    }
}

bool FunctionMap::counts_events() const { return !weighed_by.empty() && weighed_by != k_cpu_s && weighed_by != k_samples; }

std::optional<Merge> merge_named(std::string_view name) {
    for (const auto merge : {Merge::union_, Merge::majority, Merge::intersection})
        if (name == merge_name(merge)) return merge;
    return std::nullopt;
}

const char* merge_name(Merge merge) {
    switch (merge) {
        case Merge::union_:
            return "union";
        case Merge::majority:
            return "majority";
        case Merge::intersection:
            return "intersection";
    }
    return "";
}

bool is_kept(const Sighting& sighting, int runs, Merge merge) {
    if (merge == Merge::union_) return sighting.seen > 0;
    return merge == Merge::majority ? 2 * sighting.seen > runs : sighting.seen == runs;
}

Mapping merge_runs(const FunctionMap& map, Merge merge) {
    Mapping mapping;
    for (const auto& [operation, mapped] : map.operations) {
        auto& keys = mapping[operation];
        for (const auto& [key, sighting] : mapped.functions)
            if (is_kept(sighting, mapped.runs, merge)) keys.insert(key);
    }
    return mapping;
}

Mapping shared_functions(const Mapping& mapping) {
    Mapping operations;
    for (const auto& [operation, keys] : mapping)
        for (const auto& key : keys) operations[key].insert(operation);
    std::erase_if(operations, [](const auto& entry) { return entry.second.size() < 2; });
    return operations;
}

std::optional<std::int64_t> runs_needed(double function_ms, double interval_ms, double confidence) {
    const bool sane = function_ms > 0 && interval_ms > 0 && confidence > 0 && confidence < 1;
    if (!sane || !std::isfinite(function_ms) || !std::isfinite(interval_ms)) return std::nullopt;
    if (function_ms >= interval_ms) return 1;
    const auto runs = std::ceil(std::log1p(-confidence) / std::log1p(-function_ms / interval_ms));
    if (!(runs < 9e15)) return std::nullopt;
    return std::max<std::int64_t>(1, static_cast<std::int64_t>(runs));
}

double shortest_found_ms(std::int64_t runs, double interval_ms, double confidence) {
    return interval_ms * -std::expm1(std::log1p(-confidence) / static_cast<double>(runs));
}

}  // namespace paretop::functions
