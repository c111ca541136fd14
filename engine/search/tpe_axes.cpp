#include "engine/search/tpe_axes.h"

#include <algorithm>
#include <limits>

namespace paretop::search {
namespace {

using space::Parameter;
using space::ParameterType;

constexpr double k_grid = 32;  // most values that get a table; the shares of more are narrow enough to be points

space::Value value_number(const Parameter& parameter, std::int64_t index) {
    if (parameter.type == ParameterType::ordinal) return index;
    const double number = parameter.grid_value(static_cast<double>(index));
    if (parameter.type == ParameterType::real) return number;
    return static_cast<std::int64_t>(number);
}

// The unit coordinate of a value is the middle of its share, so the edges follow from one another.
std::vector<double> edges_of(const Parameter& parameter) {
    Parameter always = parameter;
    always.when.reset();
    const space::Space alone({always}, {});
    std::vector<double> edges{0};
    const auto count = static_cast<std::int64_t>(parameter.cardinality());
    for (std::int64_t i = 0; i < count; ++i) {
        edges.push_back(2 * to_unit(alone, {{value_number(parameter, i)}})[0] - edges.back());
    }
    edges.back() = 1;
    return edges;
}

Axis axis_of(const Parameter& parameter) {
    const bool nominal = parameter.type == ParameterType::categorical || parameter.type == ParameterType::boolean;
    if (nominal) return {Axis::Kind::category, {}, parameter.cardinality(), 0};
    if (parameter.type == ParameterType::permutation)
        return {Axis::Kind::continuous, {}, 0, 1 / static_cast<double>(parameter.choices.size())};
    if (parameter.cardinality() > k_grid) return {Axis::Kind::continuous, {}, 0, 0.5 / parameter.cardinality()};
    return {Axis::Kind::grid, edges_of(parameter), 0, 0.5 / parameter.cardinality()};
}

}  // namespace

std::size_t Axis::value_at(double coordinate) const {
    const auto above = std::upper_bound(edges.begin() + 1, edges.end() - 1, coordinate);
    return static_cast<std::size_t>(above - edges.begin()) - 1;
}

Axes::Axes(const space::Space& space) : features_(space) {
    for (std::size_t i = 0; i < features_.size(); ++i) axes_.push_back(axis_of(space.parameters()[features_.parameter(i)]));
}

Axes::Point Axes::of(const space::Configuration& configuration) const {
    Point point = features_.of(configuration);
    for (std::size_t i = 0; i < point.size(); ++i)
        if (std::holds_alternative<space::Inactive>(configuration.values[features_.parameter(i)]))
            point[i] = std::numeric_limits<double>::quiet_NaN();
    return point;
}

}  // namespace paretop::search
