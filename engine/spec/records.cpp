#include <nlohmann/json.hpp>

#include "engine/spec/spec.h"

namespace paretop::spec {
namespace {

using nlohmann::ordered_json;
using space::ParameterType;

ordered_json number(const space::Parameter& parameter, double value) {
    if (parameter.type == ParameterType::integer) return static_cast<std::int64_t>(value);
    return value;
}

ordered_json value_json(const space::Parameter& parameter, const space::Value& value) {
    if (const auto* const real = std::get_if<double>(&value)) return *real;
    if (const auto* const order = std::get_if<space::Permutation>(&value)) {
        auto out = ordered_json::array();
        for (const auto item : *order) out.push_back(parameter.choices[item]);
        return out;
    }
    if (parameter.type == ParameterType::integer) return std::get<std::int64_t>(value);
    if (parameter.type == ParameterType::boolean) return std::get<std::int64_t>(value) != 0;
    return space::to_text(parameter, value);
}

// The keys of the experiment file, in its order, as JSON: what a reader of the store sees of a parameter.
std::string definition(const space::Parameter& parameter) {
    ordered_json out = ordered_json::object();
    if (parameter.type == ParameterType::integer || parameter.type == ParameterType::real) {
        out["range"] = {number(parameter, parameter.low), number(parameter, parameter.high)};
        if (parameter.step > 0) out["step"] = number(parameter, parameter.step);
        if (parameter.log) out["log"] = true;
    } else if (parameter.type != ParameterType::boolean) {
        out["values"] = parameter.choices;
    }
    if (parameter.has_flag) {
        out["flag"] = parameter.flag_on;
        out["flag_off"] = parameter.flag_off;
    }
    if (parameter.when) out["when"] = parameter.when->text();
    out["default"] = value_json(parameter, parameter.fallback);
    return out.dump();
}

std::string_view goal_name(Goal goal) { return goal == Goal::minimize ? "minimize" : goal == Goal::maximize ? "maximize" : ""; }

}  // namespace

std::vector<storage::ParameterRecord> parameter_records(const Spec& spec) {
    std::vector<storage::ParameterRecord> out;
    for (const auto& parameter : spec.space.parameters())
        out.push_back({static_cast<std::int64_t>(out.size()), parameter.name, std::string(space::type_name(parameter.type)),
                       definition(parameter)});
    return out;
}

std::vector<storage::MetricRecord> metric_records(const Spec& spec) {
    std::vector<storage::MetricRecord> out;
    for (const auto& metric : spec.metrics) {
        auto& record = out.emplace_back();
        record.position = static_cast<std::int64_t>(out.size()) - 1;
        record.name = metric.name;
        record.source = metric.source_text;
        record.unit = metric.unit;
        record.bound = metric.bound_text;
    }
    for (std::size_t i = 0; i < spec.objectives.size(); ++i) {
        const auto& objective = spec.objectives[i];
        auto& record = out.at(objective.metric);
        record.goal = goal_name(objective.goal);
        record.objective = static_cast<std::int64_t>(i);
        if (objective.steer) record.threshold = objective.steer->text;
    }
    return out;
}

}  // namespace paretop::spec
