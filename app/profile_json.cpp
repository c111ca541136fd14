#include <algorithm>
#include <cstdint>
#include <map>

#include "app/function_times.h"
#include "app/profile_report.h"
#include "engine/profile/function_records.h"
#include "storage/names.h"

namespace paretop::app {
namespace {

using storage::OperationRecord;

void append_operation(Json& json, const OperationRecord& o, double all_ns) {
    json.newline().begin_object().field("operation", o.name).field("kind", storage::to_word(storage::k_operation_kinds, o.kind));
    json.field("count", o.count).field("total_ms", o.total_ns / 1e6).field("self_ms", o.self_ns / 1e6);
    json.field("share", profile::counted(o.kind) && all_ns > 0 ? std::optional(o.self_ns / all_ns) : std::nullopt);
    json.field("mean_ms", o.mean_ns / 1e6).field("sd_ms", o.deviation_ns / 1e6).field("p25_ms", o.p25_ns / 1e6);
    json.field("median_ms", o.median_ns / 1e6).field("p75_ms", o.p75_ns / 1e6).field("p90_ms", o.p90_ns / 1e6);
    json.field("p99_ms", o.p99_ns / 1e6).field("min_ms", static_cast<double>(o.least_ns) / 1e6);
    json.field("max_ms", static_cast<double>(o.most_ns) / 1e6).field("below_10_ms", o.below_10_ms);
    json.field("below_100_us", o.below_100_us).field("quantile_error", o.quantile_error).end_object();
}

void append_batch(Json& json, const profile::Batch& b, const std::vector<storage::LaneRecord>& lanes) {
    json.newline().begin_object().field("epoch", b.epoch).field("batch", b.number);
    const bool known = b.lane >= 0 && static_cast<std::size_t>(b.lane) < lanes.size();
    json.field("worker", known ? std::optional(lanes[static_cast<std::size_t>(b.lane)].pid) : std::nullopt);
    json.field("preprocessed_ns", b.preprocessed_ns).field("preprocessed_duration_ns", b.preprocessed_duration_ns);
    json.field("wait_ns", b.wait_ns).field("wait_duration_ns", b.wait_duration_ns).field("consumed_ns", b.consumed_ns);
    json.field("delay_ns", b.delay_ns()).field("out_of_order", b.out_of_order()).end_object();
}

void append_lane(Json& json, const storage::LaneRecord& lane) {
    json.newline().begin_object().field("name", lane.name).field("role", storage::to_word(storage::k_lane_roles, lane.role));
    json.field("pid", lane.pid).field("tid", lane.tid).field("records", lane.records).field("batches", lane.batches);
    json.field("busy_ms", lane.busy_ns / 1e6).field("batch_ms", lane.batch_ns / 1e6).field("starved_ms", lane.starved_ns / 1e6);
    json.field("first_ns", lane.first_ns).field("last_ns", lane.last_ns).end_object();
}

// Rows of maps and counters by the function they are of.
struct ByFunction {
    std::multimap<std::int64_t, const storage::FunctionMapRecord*> maps;
    std::multimap<std::int64_t, const storage::CounterRecord*> counters;
    explicit ByFunction(const ProfileReport& report) {
        for (const auto& map : report.maps) maps.emplace(map.function, &map);
        for (const auto& counter : report.counters) counters.emplace(counter.function, &counter);
    }
};

// Support is null where nothing is known of runs: of a map that was read. self_s and share are those of the table: of the
// operations' time where it is known; cpu_s is what was seen of the function itself.
void append_function(Json& json, const ByFunction& known, const FunctionTimes& times, const storage::FunctionRecord& f) {
    json.newline().begin_object().field("function", f.name).field("module", f.module);
    json.field("self_s", times.self_s(f.number)).field("share", times.share(f.number)).field("cpu_s", f.self_s);
    json.field("total_s", times.of_operations ? std::nullopt : std::optional(f.total_s))
        .field("samples", f.samples)
        .key("operations")
        .begin_array();
    for (auto [at, end] = known.maps.equal_range(f.number); at != end; ++at) {
        const auto& map = *at->second;
        const auto told = [&](std::int64_t count) { return map.runs > 0 ? std::optional(count) : std::nullopt; };
        json.begin_object().field("operation", map.operation).field("support", told(map.support)).field("runs", told(map.runs));
        json.field("weight", map.weight).field("self_s", map.self_s).field("samples", map.samples).end_object();
    }
    json.end_array().key("counters").begin_array();
    for (auto [at, end] = known.counters.equal_range(f.number); at != end; ++at)
        json.begin_object()
            .field("operation", at->second->operation)
            .field("name", at->second->name)
            .field("value", at->second->value)
            .end_object();
    json.end_array().end_object();
}

void append_call(Json& json, const std::map<std::int64_t, const storage::FunctionRecord*>& functions,
                 const storage::CallEdgeRecord& edge) {
    json.newline().begin_object();
    for (const auto& [role, number] : {std::pair{"caller", edge.caller}, {"callee", edge.callee}}) {
        const auto found = functions.find(number);
        if (found == functions.end()) continue;
        json.key(role).begin_object().field("function", found->second->name).field("module", found->second->module).end_object();
    }
    json.field("calls", edge.calls).field("cost", edge.cost).end_object();
}

void append_summary(Json& json, const char* name, const profile::Summary& s) {
    json.key(name).begin_object().field("count", s.count).field("mean_ms", s.mean_ns / 1e6).field("sd_ms", s.deviation_ns / 1e6);
    json.field("sd_population_ms", s.population_deviation_ns / 1e6).field("median_ms", s.median_ns / 1e6);
    json.field("p25_ms", s.p25_ns / 1e6).field("p75_ms", s.p75_ns / 1e6).field("iqr_ms", s.iqr_ns() / 1e6);
    json.field("p90_ms", s.p90_ns / 1e6).field("p99_ms", s.p99_ns / 1e6).field("min_ms", s.least_ns / 1e6);
    json.field("max_ms", s.most_ns / 1e6).field("total_ms", s.total_ns / 1e6).end_object();
}

void append_statistics(Json& json, const profile::BatchStatistics& s) {
    json.key("batches").begin_object().field("count", s.batches).field("times_in_doubt", s.in_doubt);
    json.field("epochs", s.in_doubt ? std::nullopt : std::optional(s.epochs)).field("preprocessed", s.preprocessed);
    json.field("waited", s.waited)
        .field("consumed", s.consumed)
        .field("matched", s.matched)
        .field("out_of_order", s.out_of_order);
    json.field("wall_ms", s.wall_ns / 1e6).field("throughput_per_s", s.throughput);
    json.field("out_of_order_percent", s.out_of_order_percent).field("stall_percent", s.stall_percent);
    json.field("wait_at_1us_percent", s.wait_at_1us_percent).field("wait_to_1ms_percent", s.wait_to_1ms_percent);
    json.field("wait_above_1ms_percent", s.wait_above_1ms_percent).field("wait_above_500ms_percent", s.wait_above_500ms_percent);
    json.field("delay_above_500ms_percent", s.delay_above_500ms_percent);
    append_summary(json, "preprocessing", s.preprocessing);
    append_summary(json, "wait", s.wait);
    append_summary(json, "delay", s.delay);
    json.end_object();
}

void append_functions(Json& json, const ProfileReport& report, std::size_t most) {
    const ByFunction known(report);
    const auto times = function_times(report);
    const auto functions = heaviest_first(report, times);
    for (std::size_t i = 0; i < most && i < functions.size(); ++i) append_function(json, known, times, functions[i]);
}

// What a map gives to each operation, and at last what to none.
void append_mapped(Json& json, const ProfileReport& report) {
    const auto parts = profile::mapped_parts(report.maps, report.functions);
    if (parts.empty()) return;
    const auto fields = [&](const profile::MappedPart& part) {
        json.field("functions", part.functions).field("cpu_s", part.cpu_s).field("samples", part.samples);
        json.field("share", part.share).end_object();
    };
    json.key("mapped").begin_array();
    for (const auto& part : parts)
        if (!part.operation.empty()) json.newline().begin_object().field("operation", part.operation), fields(part);
    json.end_array().key("unmapped").begin_object();
    fields(parts.back());
}

void append_calls(Json& json, const ProfileReport& report, std::size_t most) {
    std::map<std::int64_t, const storage::FunctionRecord*> functions;
    for (const auto& f : report.functions) functions[f.number] = &f;
    for (std::size_t i = 0; i < most && i < report.edges.size(); ++i) append_call(json, functions, report.edges[i]);
}

void append_operations(Json& json, const ProfileReport& report, std::size_t most) {
    double total = 0;
    for (const auto& o : report.operations)
        if (profile::counted(o.kind)) total += o.self_ns;
    for (std::size_t i = 0; i < most && i < report.operations.size(); ++i) append_operation(json, report.operations[i], total);
}

void append_rows(Json& json, const ProfileReport& report, ProfileRows rows, std::size_t most) {
    json.field("rows_there_are",
               static_cast<std::int64_t>(rows == ProfileRows::op ? report.operations.size() : rows_of(report, rows)))
        .key("rows")
        .begin_array();
    if (rows == ProfileRows::op) append_operations(json, report, most);
    for (std::size_t i = 0; rows == ProfileRows::batch && i < most && i < report.batches.size(); ++i)
        append_batch(json, report.batches[i], report.lanes);
    for (std::size_t i = 0; rows == ProfileRows::worker && i < most && i < report.lanes.size(); ++i)
        append_lane(json, report.lanes[i]);
    if (rows == ProfileRows::function) append_functions(json, report, most);
    if (rows == ProfileRows::call) append_calls(json, report, most);
    json.end_array();
}

}  // namespace

void append_profile_fields(Json& json, const storage::ProfileRecord& profile) {
    json.field("profile", profile.id).field("name", profile.name).field("format", profile.format);
    json.field("run", profile.trial ? std::optional(profile.trial->run) : std::nullopt);
    json.field("trial", profile.trial ? std::optional(profile.trial->number) : std::nullopt);
    json.field("state", state_word(profile)).field("records", profile.records);
    json.field("first_ns", profile.first_ns).field("last_ns", profile.last_ns).field("created_ns", profile.created_ns);
    json.key("sources").begin_array();
    for (const auto& source : profile.sources) json.text(source);
    json.end_array().key("remarks").begin_array();
    for (const auto& remark : profile.remarks) json.text(remark);
    json.end_array();
}

void append_profile(Json& json, const ProfileReport& report, ProfileRows rows, std::size_t most) {
    append_profile_fields(json.begin_object(), report.profile);
    json.key("omissions").begin_array();
    for (const auto& o : report.omissions)
        json.begin_object().field("kind", o.kind).field("count", o.count).field("first", o.where).end_object();
    json.end_array();
    append_statistics(json, report.statistics);
    json.field("samples_are", profile::samples_word(report.profile.remarks));
    append_mapped(json, report);
    append_rows(json, report, rows, most == 0 ? SIZE_MAX : most);
    json.end_object();
}

}  // namespace paretop::app
