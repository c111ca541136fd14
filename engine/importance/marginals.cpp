#include "engine/importance/marginals.h"

#include <algorithm>
#include <cmath>

namespace paretop::importance {
namespace {

using space::Parameter;
using space::ParameterType;

constexpr double k_grid = 64;  // points over a parameter with more values than these

struct Place {
    double coordinate;
    double feature;  // as search::Features has it
    space::Value value;
};

// The values of one parameter, whatever its `when`.
space::Space alone(Parameter parameter) {
    parameter.when.reset();
    return {{std::move(parameter)}, {}};
}

std::vector<Place> places(const Parameter& parameter) {
    const bool nominal = parameter.type == ParameterType::categorical || parameter.type == ParameterType::boolean;
    const bool permutation = parameter.type == ParameterType::permutation;
    double count = permutation ? static_cast<double>(parameter.choices.size()) : parameter.cardinality();
    if (!nominal && !permutation) count = std::min(count, k_grid);
    const auto space = alone(parameter);
    std::vector<Place> result;
    for (double i = 0; i < count; ++i) {
        const double middle = (i + 0.5) / count;
        const auto index = static_cast<std::int64_t>(i);
        if (nominal || permutation)
            result.push_back({middle, nominal ? i : middle, index});
        else
            result.push_back({middle, middle, space::from_unit(space, std::vector{middle}).values[0]});
    }
    return result;
}

}  // namespace

void Spread::add(double value) {
    ++count_;
    sum_ += value;
    squares_ += value * value;
}

double Spread::deviation() const {
    if (count_ < 2) return 0;
    return std::sqrt(std::max(0.0, squares_ - sum_ * sum_ / count_) / (count_ - 1));
}

Marginals::Marginals(const std::vector<Dimension>& dimensions) : dimensions_(dimensions) {
    for (const auto& dimension : dimensions) values_.emplace_back(dimension.weight.size());
}

void Marginals::add(const Effects& effects) {
    for (std::size_t i = 0; i < values_.size(); ++i)
        for (std::size_t code = 0; code < values_[i].size(); ++code) values_[i][code].add(effects.marginal[i][code]);
}

std::vector<std::vector<MarginalPoint>> Marginals::points(const space::Space& space, double origin, double unit) const {
    std::vector<std::vector<MarginalPoint>> result(space.parameters().size());
    const auto point = [&](const Place& place, std::size_t item, const Spread& spread) {
        return MarginalPoint{place.coordinate, place.value, item, origin + unit * spread.mean(), unit * spread.deviation()};
    };
    for (std::size_t i = 0; i < dimensions_.size(); ++i) {
        const auto& dimension = dimensions_[i];
        auto& points = result[dimension.parameter];
        if (dimension.optional && dimension.item == 0) points.push_back(point({0, 0, space::Inactive{}}, 0, values_[i][0]));
        for (const auto& place : places(space.parameters()[dimension.parameter]))
            points.push_back(point(place, dimension.item, values_[i][dimension.code_of(place.feature)]));
    }
    return result;
}

}  // namespace paretop::importance
