#include "app/function_times.h"

#include <algorithm>
#include <string_view>

#include "engine/profile/function_records.h"

namespace paretop::app {
namespace {

// The whole: all operations.
FunctionTimes times_of_operations(const ProfileReport& report) {
    FunctionTimes times{{}, 0, true, true};
    const bool timed = profile::are_timed(report.maps);
    std::map<std::string_view, double> of_maps;
    for (const auto& map : report.maps) of_maps[map.operation] += profile::weight_of(map, timed);
    std::map<std::string_view, double> self_s;
    for (const auto& o : report.operations) {
        if (!profile::counted(o.kind)) continue;
        times.whole += o.self_ns / 1e9;
        if (of_maps.contains(o.name)) self_s[o.name] += o.self_ns / 1e9;
    }
    for (const auto& map : report.maps)
        if (self_s.contains(map.operation) && of_maps.at(map.operation) > 0)
            times.weights[map.function] += profile::weight_of(map, timed) / of_maps.at(map.operation) * self_s.at(map.operation);
    return times;
}

}  // namespace

double FunctionTimes::weight(std::int64_t function) const {
    const auto found = weights.find(function);
    return found == weights.end() ? 0 : found->second;
}

std::optional<double> FunctionTimes::self_s(std::int64_t function) const {
    return timed && weight(function) > 0 ? std::optional(weight(function)) : std::nullopt;
}

std::optional<double> FunctionTimes::share(std::int64_t function) const {
    return weight(function) > 0 ? std::optional(weight(function) / whole) : std::nullopt;
}

FunctionTimes function_times(const ProfileReport& report) {
    auto times = times_of_operations(report);
    if (std::any_of(times.weights.begin(), times.weights.end(), [](const auto& each) { return each.second > 0; })) return times;
    times = {};
    times.timed = std::any_of(report.functions.begin(), report.functions.end(), [](const auto& f) { return f.self_s > 0; });
    for (const auto& f : report.functions) {
        const double weight = times.timed ? f.self_s : static_cast<double>(f.samples);
        times.weights[f.number] += weight;
        times.whole += weight;
    }
    return times;
}

std::vector<storage::FunctionRecord> heaviest_first(const ProfileReport& report, const FunctionTimes& times) {
    auto functions = report.functions;
    std::stable_sort(functions.begin(), functions.end(), [&](const auto& a, const auto& b) {
        const auto of_a = times.weight(a.number), of_b = times.weight(b.number);
        return of_a != of_b ? of_a > of_b : a.samples > b.samples;
    });
    return functions;
}

}  // namespace paretop::app
