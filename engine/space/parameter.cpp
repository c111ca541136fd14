#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "engine/space/space.h"

namespace paretop::space {
namespace {

constexpr std::array<std::string_view, 6> k_type_names{"int", "float", "categorical", "bool", "ordinal", "permutation"};

// Whether `value` is a whole number but for the rounding of one multiplication.
bool whole(double value) { return std::fabs(value - std::nearbyint(value)) <= 1e-14 * std::max(1.0, std::fabs(value)); }

double grid_index(const Parameter& parameter, double value) { return std::nearbyint((value - parameter.low) / parameter.step); }

double last_index(const Parameter& parameter) { return std::floor((parameter.high - parameter.low) / parameter.step + 1e-9); }

bool is_permutation_of(const Permutation& permutation, std::size_t size) {
    std::vector<bool> seen(size, false);
    for (const auto item : permutation) {
        if (item >= size || seen[item]) return false;
        seen[item] = true;
    }
    return permutation.size() == size;
}

bool contains_integer(const Parameter& parameter, std::int64_t value) {
    const auto number = static_cast<double>(value);
    return number >= parameter.low && number <= parameter.high && std::fmod(number - parameter.low, parameter.step) == 0;
}

bool contains_real(const Parameter& parameter, double value) {
    if (!(value >= parameter.low && value <= parameter.high)) return false;
    return parameter.step <= 0 || value == parameter.grid_value(grid_index(parameter, value));
}

}  // namespace

std::string_view type_name(ParameterType type) { return k_type_names.at(static_cast<std::size_t>(type)); }

double Parameter::cardinality() const {
    switch (type) {
        case ParameterType::integer:
            return last_index(*this) + 1;
        case ParameterType::real:
            if (step > 0) return last_index(*this) + 1;
            return low < high ? std::numeric_limits<double>::infinity() : 1;
        case ParameterType::boolean:
            return 2;
        case ParameterType::permutation:
            return std::tgamma(static_cast<double>(choices.size()) + 1);
        default:
            return static_cast<double>(choices.size());
    }
}

bool Parameter::contains(const Value& value) const {
    if (type == ParameterType::real) {
        const auto* const number = std::get_if<double>(&value);
        return number != nullptr && contains_real(*this, *number);
    }
    if (type == ParameterType::permutation) {
        const auto* const order = std::get_if<Permutation>(&value);
        return order != nullptr && is_permutation_of(*order, choices.size());
    }
    const auto* const number = std::get_if<std::int64_t>(&value);
    if (number == nullptr) return false;
    if (type == ParameterType::integer) return contains_integer(*this, *number);
    const auto count = type == ParameterType::boolean ? 2 : static_cast<std::int64_t>(choices.size());
    return *number >= 0 && *number < count;
}

// low + index · step, computed in units of the last decimal place where low and step have at most nine of them.
double Parameter::grid_value(double index) const {
    if (type == ParameterType::integer) return low + index * step;
    for (double scale = 1; scale <= 1e9; scale *= 10)
        if (whole(step * scale) && whole(low * scale))
            return (std::nearbyint(low * scale) + index * std::nearbyint(step * scale)) / scale;
    return low + index * step;
}

double Parameter::nearest(double value) const {
    const double inside = std::isnan(value) ? low : std::clamp(value, low, high);
    if (step <= 0) return inside == 0 ? 0.0 : inside;
    return grid_value(std::min(grid_index(*this, inside), last_index(*this)));
}

}  // namespace paretop::space
