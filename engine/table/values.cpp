#include "engine/table/values.h"

#include <algorithm>
#include <cmath>

#include "engine/table/table.h"

namespace paretop::table {
namespace {

using space::Parameter;
using space::ParameterType;
using space::Value;

constexpr double k_slack = 1e-9;  // of a step: what writing a number in decimals may cost

// Inactive: a number that the parameter does not take. nullopt: no number at all.
std::optional<Value> number_value(const Parameter& parameter, std::string_view cell) {
    const auto number = number_in(cell);
    if (!number || !std::isfinite(*number)) return std::nullopt;
    const double near = parameter.nearest(*number);
    if (!(std::abs(near - *number) <= k_slack * parameter.step)) return Value(space::Inactive{});
    return parameter.type == ParameterType::real ? Value(near) : Value(static_cast<std::int64_t>(near));
}

Value choice_value(const Parameter& parameter, std::string_view cell) {
    const auto& choices = parameter.choices;
    const auto number = number_in(cell);
    const auto same = [&](const std::string& choice) { return choice == cell || (number && number_in(choice) == number); };
    const auto exact = std::find(choices.begin(), choices.end(), cell);
    const auto found = exact != choices.end() ? exact : std::find_if(choices.begin(), choices.end(), same);
    return found == choices.end() ? Value(space::Inactive{}) : Value(static_cast<std::int64_t>(found - choices.begin()));
}

std::optional<Value> truth_value(std::string_view cell) {
    for (const std::string_view yes : {"true", "True", "TRUE", "1"})
        if (cell == yes) return Value(std::int64_t{1});
    for (const std::string_view no : {"false", "False", "FALSE", "0"})
        if (cell == no) return Value(std::int64_t{0});
    return std::nullopt;
}

}  // namespace

std::optional<Value> value_in(const Parameter& parameter, std::string_view cell) {
    if (parameter.type == ParameterType::integer || parameter.type == ParameterType::real) return number_value(parameter, cell);
    if (parameter.type == ParameterType::boolean) return truth_value(cell);
    if (parameter.type == ParameterType::permutation) {
        auto order = space::from_text(parameter, cell);
        return order ? std::optional(std::move(*order)) : std::nullopt;
    }
    return choice_value(parameter, cell);
}

}  // namespace paretop::table
