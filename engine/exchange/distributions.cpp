#include "engine/exchange/distributions.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "engine/table/table.h"
#include "engine/table/values.h"

namespace paretop::exchange {
namespace {

using nlohmann::ordered_json;
using space::Parameter;
using space::ParameterType;

constexpr double k_largest_integer = 9007199254740992;  // 2^53: every whole number up to it is a double

tl::unexpected<Error> unknown(const std::string& json) {
    return fail(ErrorKind::usage, fmt::format("the distribution {} is not understood", json.substr(0, 200)), {},
                "it can be a float, int or categorical distribution of Optuna 2 to 4");
}

double number_or(const ordered_json& attributes, const char* key, double none) {
    const auto found = attributes.find(key);
    return found != attributes.end() && found->is_number() ? found->get<double>() : none;
}

// As Optuna does it, the range ends at the last value on the grid.
void set_step(Parameter& parameter, double step) {
    parameter.step = step;
    if (step > 0) parameter.high = parameter.grid_value(std::floor((parameter.high - parameter.low) / step + 1e-8));
}

Result<Parameter> from_numbers(const std::string& name, const ordered_json& attributes, const std::string& json) {
    Parameter parameter;
    const bool is_integer = name.starts_with("Int");
    parameter.type = is_integer ? ParameterType::integer : ParameterType::real;
    parameter.low = number_or(attributes, "low", std::nan(""));
    parameter.high = number_or(attributes, "high", std::nan(""));
    const bool whole = parameter.low == std::floor(parameter.low) && parameter.high == std::floor(parameter.high) &&
                       std::max(std::abs(parameter.low), std::abs(parameter.high)) <= k_largest_integer;
    if (!(parameter.low <= parameter.high) || !std::isfinite(parameter.high - parameter.low) || (is_integer && !whole))
        return unknown(json);
    const auto log = attributes.find("log");
    parameter.log = name.find("Log") != std::string::npos || (log != attributes.end() && log->is_boolean() && log->get<bool>());
    if (parameter.log && !(parameter.low > 0)) return unknown(json);
    const double step = number_or(attributes, "step", number_or(attributes, "q", is_integer ? 1 : 0));
    set_step(parameter, is_integer ? std::max(1.0, step) : std::max(0.0, step));
    return parameter;
}

std::vector<std::string> labels(const ordered_json& choices) {
    std::vector<std::string> out;
    for (const auto& choice : choices) out.push_back(choice.is_string() ? choice.get<std::string>() : choice.dump());
    std::vector<std::string> distinct = out;
    std::sort(distinct.begin(), distinct.end());
    for (std::size_t i = 0; i < out.size(); ++i)
        if (std::upper_bound(distinct.begin(), distinct.end(), out[i]) -
                std::lower_bound(distinct.begin(), distinct.end(), out[i]) >
            1)
            out[i] = choices[i].dump();
    return out;
}

Result<Parameter> from_choices(const ordered_json& attributes, const std::string& json) {
    const auto found = attributes.find("choices");
    if (found == attributes.end() || !found->is_array() || found->empty()) return unknown(json);
    Parameter parameter;
    if (*found == ordered_json({false, true})) {
        parameter.type = ParameterType::boolean;
        return parameter;
    }
    parameter.choices = labels(*found);
    const bool numbers = std::all_of(found->begin(), found->end(), [](const auto& choice) { return choice.is_number(); });
    const bool ascending = numbers && std::is_sorted(found->begin(), found->end());
    parameter.type = ascending ? ParameterType::ordinal : ParameterType::categorical;
    return parameter;
}

bool is_numeric(const Parameter& parameter) {
    return parameter.type == ParameterType::integer || parameter.type == ParameterType::real;
}

bool join_numbers(Parameter& parameter, const Parameter& other) {
    const double whole = (other.low - parameter.low) / parameter.step;
    const bool same_grid = parameter.step == other.step && std::abs(whole - std::nearbyint(whole)) < 1e-9;
    if (parameter.step > 0 && !same_grid) parameter.step = parameter.type == ParameterType::integer ? 1 : 0;
    parameter.low = std::min(parameter.low, other.low);
    parameter.high = std::max(parameter.high, other.high);
    parameter.log = parameter.log && other.log;
    return true;
}

std::size_t index_of(const std::vector<std::string>& texts, const std::string& text) {
    return static_cast<std::size_t>(std::find(texts.begin(), texts.end(), text) - texts.begin());
}

std::string dumped(const ordered_json& value) { return value.dump(-1, ' ', false, ordered_json::error_handler_t::replace); }

ordered_json array_in(const std::string& json) {
    auto array = ordered_json::parse(json, nullptr, false);
    return array.is_array() ? array : ordered_json::array();
}

// The texts of a parameter as values of JSON, where nobody says what they were.
ordered_json plain_choices(const std::vector<std::string>& texts) {
    const auto number = [](const std::string& text) { return ordered_json::parse(text, nullptr, false); };
    const bool numbers = std::all_of(texts.begin(), texts.end(), [&](const auto& text) { return number(text).is_number(); });
    auto out = ordered_json::array();
    for (const auto& text : texts) out.push_back(numbers ? number(text) : ordered_json(text));
    return out;
}

// The parameter's own text for a choice that was imported, as placing it found it.
std::string own_text(const Parameter& parameter, const std::string& label) {
    const auto value = table::value_in(parameter, label);
    return value && std::holds_alternative<std::int64_t>(*value) ? space::to_text(parameter, *value) : label;
}

void add_choice(Coding& coding, std::string text, const ordered_json& value) {
    coding.texts.push_back(std::move(text));
    coding.values.push_back(dumped(value));
}

Coding coding_of_choices(const Parameter& parameter, const std::string& choices) {
    Coding out;
    const auto imported = array_in(choices);
    const auto names = labels(imported);
    for (std::size_t i = 0; i < names.size(); ++i) add_choice(out, own_text(parameter, names[i]), imported[i]);
    const bool truth = parameter.type == ParameterType::boolean;
    const auto own = truth ? std::vector<std::string>{"false", "true"} : parameter.choices;
    const auto plain = truth ? ordered_json({false, true}) : plain_choices(own);
    for (std::size_t i = 0; i < own.size(); ++i)
        if (index_of(out.texts, own[i]) == out.texts.size()) add_choice(out, own[i], plain[i]);
    return out;
}

std::string dumped(const char* name, ordered_json attributes) {
    return dumped(ordered_json{{"name", name}, {"attributes", std::move(attributes)}});
}

std::string numbers_distribution(const Parameter& parameter) {
    if (parameter.type == ParameterType::integer) {
        const bool log = parameter.log && parameter.step <= 1;  // Optuna has no log with a step
        return dumped("IntDistribution", {{"log", log},
                                          {"step", static_cast<std::int64_t>(parameter.step)},
                                          {"low", static_cast<std::int64_t>(parameter.low)},
                                          {"high", static_cast<std::int64_t>(parameter.high)}});
    }
    const ordered_json step = parameter.step > 0 ? ordered_json(parameter.step) : ordered_json();
    return dumped(
        "FloatDistribution",
        {{"step", step}, {"low", parameter.low}, {"high", parameter.high}, {"log", parameter.log && parameter.step <= 0}});
}

}  // namespace

Result<Parameter> from_distribution(const std::string& json) {
    const auto root = ordered_json::parse(json, nullptr, false);
    if (!root.is_object() || !root.contains("name") || !root["name"].is_string() || !root.contains("attributes") ||
        !root["attributes"].is_object())
        return unknown(json);
    const auto name = root["name"].get<std::string>();
    if (name == "CategoricalDistribution") return from_choices(root["attributes"], json);
    for (const auto* const known : {"FloatDistribution", "IntDistribution", "UniformDistribution", "LogUniformDistribution",
                                    "DiscreteUniformDistribution", "IntUniformDistribution", "IntLogUniformDistribution"})
        if (name == known) return from_numbers(name, root["attributes"], json);
    return unknown(json);
}

Result<std::string> stored_value(const Parameter& parameter, double value) {
    if (parameter.type == ParameterType::real && std::isfinite(value)) return space::to_text(parameter, parameter.nearest(value));
    if (parameter.type == ParameterType::integer && std::isfinite(value))
        return space::to_text(parameter, static_cast<std::int64_t>(parameter.nearest(value)));
    const auto count = parameter.type == ParameterType::boolean ? 2.0 : static_cast<double>(parameter.choices.size());
    if (value >= 0 && value < count && !is_numeric(parameter)) return space::to_text(parameter, static_cast<std::int64_t>(value));
    return fail(ErrorKind::usage, fmt::format("its value {} is not one of its distribution", value));
}

bool join(Parameter& parameter, const Parameter& other) {
    const bool choices = !parameter.choices.empty() && !other.choices.empty();
    if (parameter.type != other.type && !choices) return false;
    if (is_numeric(parameter)) return join_numbers(parameter, other);
    if (parameter.choices == other.choices) return true;
    parameter.type = ParameterType::categorical;
    for (const auto& choice : other.choices)
        if (index_of(parameter.choices, choice) == parameter.choices.size()) parameter.choices.push_back(choice);
    return true;
}

std::string choices_of(const std::string& distribution) {
    const auto root = ordered_json::parse(distribution, nullptr, false);
    const auto attributes = root.is_object() ? root.find("attributes") : root.end();
    const bool found = root.is_object() && attributes != root.end() && attributes->is_object() && attributes->contains("choices");
    return found ? dumped((*attributes)["choices"]) : std::string();
}

std::optional<std::string> text_of_choice(const std::string& choices, const std::string& value) {
    const auto array = array_in(choices);
    const auto sought = ordered_json::parse(value, nullptr, false);
    const auto found = std::find_if(array.begin(), array.end(), [&](const auto& choice) { return choice == sought; });
    if (found == array.end()) return std::nullopt;
    return labels(array)[static_cast<std::size_t>(found - array.begin())];
}

Coding coding_of(const Parameter& parameter, const std::vector<std::string>& orders, const std::string& choices) {
    if (is_numeric(parameter)) return {numbers_distribution(parameter), {}, {}};
    Coding out;
    if (parameter.type == ParameterType::permutation)
        for (const auto& order : orders) add_choice(out, order, order);
    else
        out = coding_of_choices(parameter, choices);
    auto array = ordered_json::array();
    for (const auto& value : out.values) array.push_back(ordered_json::parse(value));
    out.distribution = dumped("CategoricalDistribution", {{"choices", std::move(array)}});
    return out;
}

double value_to_store(const Parameter& parameter, const Coding& coding, const std::string& text) {
    if (is_numeric(parameter)) return table::number_in(text).value_or(parameter.low);
    return static_cast<double>(index_of(coding.texts, text));
}

std::string value_as_json(const Parameter& parameter, const Coding& coding, const std::string& text) {
    const auto stored = value_to_store(parameter, coding, text);
    if (parameter.type == ParameterType::integer) return fmt::format("{}", static_cast<std::int64_t>(stored));
    if (parameter.type == ParameterType::real) return dumped(stored);
    return coding.values.at(static_cast<std::size_t>(stored));
}

}  // namespace paretop::exchange
