#include <fmt/format.h>

#include <algorithm>
#include <array>
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
constexpr const char* k_reason = "paretop:reason";

// How both forms call what went wrong, each with a phrase that the reason of such a failure has (begins with, where it is one of
// ours); the last is what it is else.
struct FailureClass {
    std::string_view phrase, cache, invalidity;
    bool ours = false;
};
constexpr std::array k_failures{FailureClass{"CompilationFailedConfig", "CompilationFailedConfig", "compile"},
                                FailureClass{"invalid: compile", "CompilationFailedConfig", "compile"},
                                FailureClass{"build: ", "CompilationFailedConfig", "compile", true},
                                FailureClass{"InvalidConfig", "InvalidConfig", "constraints"},
                                FailureClass{"invalid: constraints", "InvalidConfig", "constraints"},
                                FailureClass{"invalid: correctness", "RuntimeFailedConfig", "correctness"},
                                FailureClass{"invalid: timeout", "RuntimeFailedConfig", "timeout"},
                                FailureClass{"verify: ", "RuntimeFailedConfig", "correctness", true},
                                FailureClass{"timeout", "RuntimeFailedConfig", "timeout", true},
                                FailureClass{"", "RuntimeFailedConfig", "runtime"}};

const FailureClass& failure_class(const Trial& trial) {
    return *std::find_if(k_failures.begin(), k_failures.end(), [&](const auto& known) {
        const auto at = trial.reason.find(known.phrase);
        return at == 0 || (at != std::string::npos && !known.ours);
    });
}

// The repeats of a run of Kernel Tuner, and what T4 calls them. Both are a list, even of one.
constexpr const char* k_times = "times";
constexpr const char* k_runtimes = "runtimes";

// Numbers that T4 has under "times" beside the runtimes.
bool is_overhead(const std::string& name) {
    constexpr std::array known{"compilation", "compilation_time", "framework", "search_algorithm", "validation", "benchmark"};
    return std::find(known.begin(), known.end(), name) != known.end();
}

bool is_runtimes(const std::string& name) { return name == k_times || name == k_runtimes; }

// What is no measurement but one of the times. An objective always is a measurement.
bool in_times(const Metric& metric) {
    return metric.goal == spec::Goal::none && (is_runtimes(metric.name) || is_overhead(metric.name));
}

// The repeats of a run: those that are a metric, else those of "time".
const std::vector<double>* runtimes_of(const History& history, const Trial& trial) {
    const auto named = [&](auto is) -> const std::vector<double>* {
        const auto found = std::find_if(history.metrics.begin(), history.metrics.end(), is);
        return found == history.metrics.end() ? nullptr
                                              : &trial.measured[static_cast<std::size_t>(found - history.metrics.begin())];
    };
    const auto* const own = named([](const Metric& metric) { return in_times(metric) && is_runtimes(metric.name); });
    return own != nullptr ? own : named([](const Metric& metric) { return metric.name == "time"; });
}

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
        if (in_times(metric) && is_runtimes(metric.name)) continue;
        if (has_values(trial) && !trial.measured[i].empty()) {
            out[metric.name] = measure::median(trial.measured[i]);
            if (trial.measured[i].size() > 1) out[k_repeats][metric.name] = trial.measured[i];
        } else if (!has_values(trial) && metric.goal != spec::Goal::none)
            out[metric.name] = failure_class(trial).cache;
    }
    if (const auto* const runtimes = runtimes_of(history, trial); has_values(trial) && runtimes != nullptr && !runtimes->empty())
        out[k_times] = *runtimes;
    if (!has_values(trial)) out[k_reason] = trial.reason;
    if (trial.ended_ns > 0) out["timestamp"] = to_datetime(trial.ended_ns);
    return out;
}

std::string cache_key(const Trial& trial) {
    std::string out;
    for (const auto& value : trial.values) out += (&value == &trial.values.front() ? "" : ",") + value.value_or("");
    return out;
}

ordered_json t4_times(const History& history, const Trial& trial) {
    auto out = ordered_json::object();
    if (!has_values(trial)) return out;
    if (const auto* const runtimes = runtimes_of(history, trial); runtimes != nullptr && !runtimes->empty())
        out[k_runtimes] = *runtimes;
    for (std::size_t i = 0; i < history.metrics.size(); ++i)
        if (const auto& metric = history.metrics[i]; in_times(metric) && is_overhead(metric.name) && !trial.measured[i].empty())
            out[metric.name] = measure::median(trial.measured[i]);
    return out;
}

ordered_json t4_result(const History& history, const Trial& trial) {
    auto measurements = ordered_json::array();
    for (std::size_t i = 0; i < history.metrics.size() && has_values(trial); ++i) {
        const auto& repeats = trial.measured[i];
        if (repeats.empty() || in_times(history.metrics[i])) continue;
        measurements.push_back(
            {{"name", history.metrics[i].name}, {"value", measure::median(repeats)}, {"unit", history.metrics[i].unit}});
        if (repeats.size() > 1) measurements.back()[k_repeats] = repeats;
    }
    ordered_json out{{"timestamp", to_datetime(trial.ended_ns)},
                     {"configuration", configuration_json(history, trial)},
                     {"times", t4_times(history, trial)},
                     {"invalidity", has_values(trial) ? "correct" : failure_class(trial).invalidity},
                     {"correctness", has_values(trial) ? 1 : 0},
                     {"measurements", std::move(measurements)},
                     {"objectives", objective_names(history)}};
    if (!has_values(trial)) out[k_reason] = trial.reason;
    return out;
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
