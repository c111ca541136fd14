#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/space/space.h"

namespace paretop::space {
namespace {

std::size_t dimensions(const Parameter& parameter) {
    return parameter.type == ParameterType::permutation ? parameter.choices.size() : 1;
}

double into_unit(double coordinate) { return std::isnan(coordinate) ? 0 : std::clamp(coordinate, 0.0, 1.0); }

// Which of `count` equal shares the coordinate is in.
std::int64_t share(double coordinate, double count) {
    return static_cast<std::int64_t>(std::min(std::floor(coordinate * count), count - 1));
}

// The scale of a logarithmic parameter: from the lower edge of its first share to the upper edge of its last one. A grid value
// owns what is nearer to it than to its neighbours.
struct LogScale {
    explicit LogScale(const Parameter& parameter)
        : low(std::max(parameter.low - parameter.step / 2, parameter.low / 2)),
          width(std::log((parameter.high + parameter.step / 2) / low)) {}
    [[nodiscard]] double value(double coordinate) const { return low * std::exp(coordinate * width); }
    [[nodiscard]] double coordinate(double value) const { return width > 0 ? std::log(value / low) / width : 0.5; }

    double low, width;
};

double number_from(const Parameter& parameter, double coordinate) {
    if (parameter.log) return parameter.nearest(LogScale(parameter).value(coordinate));
    if (parameter.step > 0) return parameter.grid_value(static_cast<double>(share(coordinate, parameter.cardinality())));
    return parameter.nearest(parameter.low + coordinate * (parameter.high - parameter.low));
}

// The middle, on the log scale, of what is nearer to `value` than to its neighbours on the grid.
double centre_on_log_scale(const Parameter& parameter, double value) {
    const LogScale scale(parameter);
    if (parameter.step <= 0) return into_unit(scale.coordinate(value));
    const double below = value <= parameter.low ? 0 : scale.coordinate(value - parameter.step / 2);
    return into_unit((below + scale.coordinate(value + parameter.step / 2)) / 2);
}

double coordinate_of(const Parameter& parameter, double value) {
    if (parameter.log) return centre_on_log_scale(parameter, value);
    if (parameter.step > 0) return (std::nearbyint((value - parameter.low) / parameter.step) + 0.5) / parameter.cardinality();
    return parameter.high > parameter.low ? into_unit((value - parameter.low) / (parameter.high - parameter.low)) : 0.5;
}

// Random keys (Bean, "Genetic algorithms and random keys for sequencing and optimization", ORSA J. Computing 6, 1994): the items
// in the order of their coordinates; equal ones keep their order.
Permutation by_keys(std::span<const double> keys) {
    Permutation order(keys.size());
    std::iota(order.begin(), order.end(), std::uint16_t{0});
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return into_unit(keys[a]) < into_unit(keys[b]); });
    return order;
}

Value value_from(const Parameter& parameter, std::span<const double> coordinates) {
    const double coordinate = coordinates.empty() ? 0 : into_unit(coordinates[0]);
    switch (parameter.type) {
        case ParameterType::integer:
            return static_cast<std::int64_t>(number_from(parameter, coordinate));
        case ParameterType::real:
            return number_from(parameter, coordinate);
        case ParameterType::permutation:
            return by_keys(coordinates);
        default:
            return share(coordinate, parameter.cardinality());
    }
}

void append_coordinates(std::vector<double>& out, const Parameter& parameter, const Value& value) {
    if (const auto* const order = std::get_if<Permutation>(&value)) {
        const auto start = out.size();
        out.resize(start + order->size());
        for (std::size_t place = 0; place < order->size(); ++place)
            out[start + (*order)[place]] = (static_cast<double>(place) + 0.5) / static_cast<double>(order->size());
    } else if (const auto* const real = std::get_if<double>(&value)) {
        out.push_back(coordinate_of(parameter, *real));
    } else {
        const auto number = static_cast<double>(std::get<std::int64_t>(value));
        const bool is_integer = parameter.type == ParameterType::integer;
        out.push_back(is_integer ? coordinate_of(parameter, number) : (number + 0.5) / parameter.cardinality());
    }
}

}  // namespace

std::size_t unit_dimensions(const Space& space) {
    std::size_t count = 0;
    for (const auto& parameter : space.parameters()) count += dimensions(parameter);
    return count;
}

Configuration from_unit(const Space& space, std::span<const double> coordinates) {
    Configuration out;
    out.values.reserve(space.parameters().size());
    for (const auto& parameter : space.parameters()) {
        const auto width = dimensions(parameter);
        out.values.push_back(value_from(parameter, coordinates.first(width)));
        coordinates = coordinates.subspan(width);
    }
    space.activate(out);
    return out;
}

std::vector<double> to_unit(const Space& space, const Configuration& configuration) {
    std::vector<double> out;
    out.reserve(configuration.values.size());
    for (std::size_t i = 0; i < configuration.values.size(); ++i) {
        const auto& parameter = space.parameters()[i];
        const auto& value = configuration.values[i];
        append_coordinates(out, parameter, std::holds_alternative<Inactive>(value) ? parameter.fallback : value);
    }
    return out;
}

}  // namespace paretop::space
