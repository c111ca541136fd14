#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "engine/exchange/optuna.h"
#include "engine/exchange/tables.h"
#include "engine/measure/statistics.h"
#include "engine/table/table.h"

namespace paretop::exchange {
namespace {

using nlohmann::ordered_json;
using space::Parameter;
using space::ParameterType;

std::string dumped(const ordered_json& value) { return value.dump(1, ' ', false, ordered_json::error_handler_t::replace) + "\n"; }

// A text as the value it is: a number where it reads as one of JSON, a truth value of a bool.
ordered_json value_of(const Parameter& parameter, const std::string& text) {
    if (parameter.type == ParameterType::boolean) return text == "true";
    if (parameter.type == ParameterType::permutation || !table::number_in(text)) return text;
    auto number = ordered_json::parse(text, nullptr, false);
    return number.is_number() ? number : ordered_json(text);
}

bool has_values(const Trial& trial) { return trial.state == storage::TrialState::done; }
bool ended(const Trial& trial) { return has_values(trial) || trial.state == storage::TrialState::failed; }

// Other readers take the median; ours takes all repeats (see engine/table/json.h).
constexpr const char* k_repeats = "paretop:repeats";

ordered_json configuration_json(const History& history, const Trial& trial) {
    auto out = ordered_json::object();
    for (std::size_t i = 0; i < trial.values.size(); ++i)
        if (trial.values[i]) out[history.parameters[i].name] = value_of(history.parameters[i], *trial.values[i]);
    return out;
}

// All values of a parameter, or those that occur where it has no list of them.
ordered_json domain_json(const History& history, std::size_t index) {
    const auto& parameter = history.parameters[index];
    if (parameter.type == ParameterType::boolean) return {false, true};
    auto out = ordered_json::array();
    if (parameter.type == ParameterType::ordinal || parameter.type == ParameterType::categorical) {
        for (const auto& choice : parameter.choices) out.push_back(value_of(parameter, choice));
        return out;
    }
    for (const auto& trial : history.trials)
        if (trial.values[index]) out.push_back(value_of(parameter, *trial.values[index]));
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

std::vector<std::string> objective_names(const History& history) {
    std::vector<std::string> out;
    for (const auto i : objectives_of(history)) out.push_back(history.metrics[i].name);
    return out;
}

std::vector<std::string> maximized_names(const History& history) {
    std::vector<std::string> out;
    for (const auto i : objectives_of(history))
        if (history.metrics[i].goal == spec::Goal::maximize) out.push_back(history.metrics[i].name);
    return out;
}

ordered_json cache_entry(const History& history, const Trial& trial) {
    auto out = configuration_json(history, trial);
    for (std::size_t i = 0; i < history.metrics.size(); ++i) {
        const auto& metric = history.metrics[i];
        if (has_values(trial) && !trial.measured[i].empty()) {
            out[metric.name] = measure::median(trial.measured[i]);
            if (trial.measured[i].size() > 1) out[k_repeats][metric.name] = trial.measured[i];
        } else if (!has_values(trial) && metric.goal != spec::Goal::none)
            out[metric.name] = "RuntimeFailedConfig";
    }
    if (trial.ended_ns > 0) out["timestamp"] = to_datetime(trial.ended_ns);
    return out;
}

std::string cache_key(const Trial& trial) {
    std::string out;
    for (const auto& value : trial.values) out += (&value == &trial.values.front() ? "" : ",") + value.value_or("");
    return out;
}

ordered_json t4_result(const History& history, const Trial& trial) {
    auto measurements = ordered_json::array();
    for (std::size_t i = 0; i < history.metrics.size() && has_values(trial); ++i) {
        const auto& repeats = trial.measured[i];
        if (repeats.empty()) continue;
        measurements.push_back(
            {{"name", history.metrics[i].name}, {"value", measure::median(repeats)}, {"unit", history.metrics[i].unit}});
        if (repeats.size() > 1) measurements.back()[k_repeats] = repeats;
    }
    return {{"timestamp", to_datetime(trial.ended_ns)}, {"configuration", configuration_json(history, trial)},
            {"times", ordered_json::object()},          {"invalidity", has_values(trial) ? "correct" : "runtime"},
            {"correctness", has_values(trial) ? 1 : 0}, {"measurements", std::move(measurements)},
            {"objectives", objective_names(history)}};
}

}  // namespace

std::string to_kernel_tuner(const History& history) {
    std::vector<std::string> keys;
    auto domains = ordered_json::object();
    for (std::size_t i = 0; i < history.parameters.size(); ++i) {
        keys.push_back(history.parameters[i].name);
        domains[keys.back()] = domain_json(history, i);
    }
    const auto objectives = objective_names(history);
    auto cache = ordered_json::object();
    for (const auto& trial : history.trials)
        if (ended(trial)) cache[cache_key(trial)] = cache_entry(history, trial);
    return dumped({{"device_name", ""},
                   {"kernel_name", history.name},
                   {"problem_size", ""},
                   {"tune_params_keys", keys},
                   {"tune_params", std::move(domains)},
                   {"objective", objectives.size() == 1 ? ordered_json(objectives.front()) : ordered_json(objectives)},
                   {"paretop:maximized", maximized_names(history)},
                   {"cache", std::move(cache)}});
}

std::string to_t4(const History& history) {
    auto results = ordered_json::array();
    for (const auto& trial : history.trials)
        if (ended(trial)) results.push_back(t4_result(history, trial));
    return dumped({{"metadata", {{"timeunit", ""}, {"paretop:maximized", maximized_names(history)}}},
                   {"results", std::move(results)},
                   {"schema_version", "1.0.0"}});
}

}  // namespace paretop::exchange
