#include "app/map_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/figures.h"
#include "app/json.h"
#include "app/text_table.h"
#include "engine/functions/key.h"

namespace paretop::app {
namespace {

using functions::function_of;
using functions::module_of;

void append_values(Json& json, const std::vector<functions::Metric>& metrics, const std::vector<double>& values) {
    json.key("counters").begin_object();
    for (std::size_t i = 0; i < metrics.size(); ++i)
        if (std::isfinite(values[i])) json.field(metrics[i].name, values[i]);
    json.end_object();
}

void append_function(Json& json, const MapReport& report, const std::string& key, const functions::MappedOperation* operation) {
    json.begin_object().field("function", function_of(key)).field("module", module_of(key));
    if (operation == nullptr || !operation->functions.contains(key)) {
        json.end_object();
        return;
    }
    const auto& sighting = operation->functions.at(key);
    json.field("seen", std::int64_t{sighting.seen}).field("support", sighting.seen / static_cast<double>(operation->runs));
    json.field("kept", functions::is_kept(sighting, operation->runs, report.merge));
    json.field("cpu_s", sighting.cpu_s).field("samples", sighting.samples).end_object();
}

const functions::MappedOperation* mapped(const MapReport& report, const std::string& operation) {
    const auto found = report.map.operations.find(operation);
    return found == report.map.operations.end() ? nullptr : &found->second;
}

// Every function that was seen, kept or not; of a map that was read, those it has.
std::vector<std::string> keys_of(const MapReport& report, const std::string& name) {
    std::vector<std::string> keys;
    if (const auto* operation = mapped(report, name)) {
        for (const auto& [key, sighting] : operation->functions) keys.push_back(key);
        std::stable_sort(keys.begin(), keys.end(), [&](const auto& a, const auto& b) {
            return operation->functions.at(a).weight > operation->functions.at(b).weight;
        });
    } else {
        const auto& all = report.mapping.at(name);
        keys.assign(all.begin(), all.end());
    }
    return keys;
}

const functions::AttributedOperation* attributed(const MapReport& report, const std::string& name) {
    if (!report.attribution) return nullptr;
    for (const auto& operation : report.attribution->operations)
        if (operation.name == name) return &operation;
    return nullptr;
}

void append_operation(Json& json, const MapReport& report, const std::string& name) {
    const auto* operation = mapped(report, name);
    json.newline().begin_object().field("operation", name);
    if (operation != nullptr) json.field("runs", std::int64_t{operation->runs});
    if (const auto* share = attributed(report, name)) {
        json.field("elapsed_s", share->elapsed_s).field("mapped", share->functions).field("missing", share->missing);
        append_values(json, report.attribution->metrics, share->values);
    }
    json.key("functions").begin_array();
    for (const auto& key : keys_of(report, name)) append_function(json, report, key, operation);
    json.end_array().end_object();
}

void append_unmapped(Json& json, const MapReport& report) {
    json.key("unmapped").begin_object();
    json.field("functions", static_cast<std::int64_t>(report.attribution ? report.attribution->unmapped_rows.size() : 0));
    if (report.attribution) append_values(json, report.attribution->metrics, report.attribution->unmapped);
    json.end_object();
}

std::string share_text(double part, double whole) { return whole > 0 ? fmt::format("{:.1f} %", 100 * part / whole) : "–"; }

double value_of(const std::vector<double>& values, std::optional<std::size_t> metric) {
    return metric && std::isfinite(values[*metric]) ? values[*metric] : 0;
}

// Names of C++ functions can fill pages: as much of one as fits a line.
std::string shortened(std::string_view name) {
    constexpr std::size_t k_widest = 100;
    if (name.size() <= k_widest) return std::string(name);
    auto end = k_widest;
    while ((static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80) --end;  // not within a code point
    return std::string(name.substr(0, end)) + "…";
}

TextRow function_row(const MapReport& report, const std::string& name, const std::string& key, bool first) {
    TextRow row{first ? name : "", shortened(function_of(key)), std::string(module_of(key)), "–", "–"};
    if (const auto* operation = mapped(report, name)) {
        const auto& sighting = operation->functions.at(key);
        row[3] = fmt::format("{}/{}", sighting.seen, operation->runs);
        row[4] = sighting.cpu_s > 0 ? fmt::format("{:.4f}", 1e3 * sighting.cpu_s / sighting.seen)
                                    : fmt::format("{:.0f}", sighting.weight / sighting.seen);
    }
    return row;
}

constexpr std::size_t k_most_rows = 20;  // of an operation; the rest is counted, and is in the JSON

void append_rows(std::vector<TextRow>& rows, const MapReport& report, const std::string& name,
                 const std::set<std::string>& kept) {
    std::size_t shown = 0;
    for (const auto& key : keys_of(report, name))
        if (kept.contains(key) && shown++ < k_most_rows) rows.push_back(function_row(report, name, key, shown == 1));
    if (shown == 0) rows.push_back({name, "(no function)", "", "", ""});
    if (shown > k_most_rows) rows.push_back({"", fmt::format("… and {} more", shown - k_most_rows), "", "", ""});
}

std::string unit_of(const MapReport& report) {
    if (report.simulated) return "instructions";
    for (const auto& [name, operation] : report.map.operations)
        for (const auto& [key, sighting] : operation.functions)
            if (sighting.cpu_s > 0) return "ms a run";
    return report.map.counts_events() ? report.map.weighed_by : "samples";
}

std::string functions_text(const MapReport& report, int width) {
    std::vector<TextRow> rows;
    for (const auto& [name, keys] : report.mapping) append_rows(rows, report, name, keys);
    return text_table({{"operation", Align::left},
                       {"function", Align::left, true},
                       {"module", Align::left},
                       {"seen", Align::right},
                       {unit_of(report), Align::decimal}},
                      rows, width);
}

std::string attribution_text(const MapReport& report, int width) {
    const auto& attribution = *report.attribution;
    auto metric = report.counters.metric(functions::k_cpu_s);
    if (!metric) metric = report.counters.weight_metric();
    if (!metric) return {};
    const auto mine = value_of(attribution.mapped, metric), rest = value_of(attribution.unmapped, metric);
    std::vector<TextRow> rows;
    const auto add = [&](const std::string& name, double value) {
        rows.push_back({name, fmt::format("{:.6g}", value), share_text(value, mine + rest)});
    };
    for (const auto& operation : attribution.operations) add(operation.name, value_of(operation.values, metric));
    add("unmapped", rest);
    return text_table({{"operation", Align::left}, {attribution.metrics[*metric].name, Align::decimal}, {"share", Align::right}},
                      rows, width);
}

}  // namespace

std::string map_json(const MapReport& report) {
    Json json;
    json.begin_object().field("profile", report.profile).field("collector", report.collector);
    json.field("simulated", report.simulated).field("merge", functions::merge_name(report.merge));
    json.key("operations").begin_array();
    for (const auto& [name, keys] : report.mapping) append_operation(json, report, name);
    json.end_array();
    append_unmapped(json, report);
    json.key("op_to_func").begin_object();
    for (const auto& [name, keys] : report.mapping) {
        json.key(name).begin_array();
        for (const auto& key : keys) json.text(key);
        json.end_array();
    }
    json.end_object().key("common_funcs_to_op").begin_object();
    for (const auto& [key, operations] : functions::shared_functions(report.mapping)) {
        json.key(key).begin_array();
        for (const auto& operation : operations) json.text(operation);
        json.end_array();
    }
    json.end_object().key("omitted").begin_object();
    for (const auto& [kind, omission] : report.omitted) json.field(kind, omission.count);
    json.end_object().key("remarks").begin_array();
    for (const auto& remark : report.remarks) json.text(remark);
    return json.end_array().end_object().take() + "\n";
}

std::string map_text(const MapReport& report, int width) {
    auto text = functions_text(report, width);
    if (report.attribution) text += "\n" + attribution_text(report, width);
    return text;
}

}  // namespace paretop::app
