#include "views/screens/value_axis.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "views/surface/text.h"

namespace paretop::views {
namespace {

using space::ParameterType;

constexpr double k_inactive = 0.06, k_active = 0.1;  // where the band for "not active" ends, where the others begin
constexpr double k_most_bands = 16;                  // numbers with more values than these are a scale
constexpr double k_band_used = 0.6;                  // of a band's width

double bands_of(const space::Parameter& parameter) {
    if (parameter.type == ParameterType::permutation) return static_cast<double>(parameter.choices.size());
    const bool number = parameter.type == ParameterType::integer || parameter.type == ParameterType::real;
    return number && parameter.cardinality() > k_most_bands ? 0 : parameter.cardinality();
}

space::Space alone(space::Parameter parameter) {
    parameter.when.reset();
    return {{std::move(parameter)}, {}};
}

}  // namespace

ValueAxis::ValueAxis(space::Parameter parameter, std::size_t item)
    : parameter_(std::move(parameter)),
      item_(item),
      alone_(std::make_shared<const space::Space>(alone(parameter_))),
      first_(parameter_.when ? k_active : 0),
      bands_(bands_of(parameter_)) {}

double ValueAxis::unit(const space::Value& value) const {
    if (const auto* order = std::get_if<space::Permutation>(&value)) {
        const auto at = std::find(order->begin(), order->end(), item_) - order->begin();
        return (static_cast<double>(at) + 0.5) / bands_;
    }
    return space::to_unit(*alone_, {{value}})[0];
}

double ValueAxis::place(const space::Value& value, double spread) const {
    const double aside = (spread - 0.5) * k_band_used;
    if (std::holds_alternative<space::Inactive>(value)) return k_inactive * (0.5 + aside);
    return shifted(unit(value) + (bands_ > 0 ? aside / bands_ : 0));
}

std::vector<Tick> ValueAxis::band_labels(int columns) const {
    const auto room = static_cast<int>(columns * (1 - first_) / bands_) - 1;
    std::vector<Tick> labels;
    for (double band = 0; band < bands_; ++band) {
        const double middle = (band + 0.5) / bands_;
        const auto text = parameter_.type == ParameterType::permutation
                              ? fmt::format("{}", band + 1)
                              : space::to_text(parameter_, space::from_unit(*alone_, std::vector{middle}).values[0], 4);
        labels.push_back({shifted(middle), room > 3 ? shorten(text, room) : text});
    }
    return labels;
}

std::vector<Tick> ValueAxis::labels(int columns) const {
    std::vector<Tick> labels;
    if (first_ > 0) labels.push_back({k_inactive / 2, "–"});
    if (bands_ > 0) {
        const auto bands = band_labels(columns);
        labels.insert(labels.end(), bands.begin(), bands.end());
        return labels;
    }
    const Scale scale{parameter_.low, parameter_.high, parameter_.log};
    for (const auto& tick : ticks(scale, std::max(2, columns / 10))) {
        const double nearest = parameter_.nearest(tick.value);
        std::vector<space::Value> value;
        if (parameter_.type == ParameterType::integer)
            value.emplace_back(static_cast<std::int64_t>(nearest));
        else
            value.emplace_back(nearest);
        labels.push_back({place(value.front()), tick.label});
    }
    return labels;
}

std::vector<ExpectedStep> ValueAxis::expected(const std::vector<importance::MarginalPoint>& marginal) const {
    const bool permutation = parameter_.type == ParameterType::permutation;
    std::vector<ExpectedStep> steps;
    double active = 0;
    for (const auto& point : marginal)
        if (!std::holds_alternative<space::Inactive>(point.value) && (!permutation || point.item == item_)) ++active;
    for (const auto& point : marginal) {
        if (std::holds_alternative<space::Inactive>(point.value)) {
            steps.push_back({0, k_inactive, point.mean, point.deviation});
        } else if (!permutation || point.item == item_) {
            const double half = 0.5 / active;
            steps.push_back({shifted(point.coordinate - half), shifted(point.coordinate + half), point.mean, point.deviation});
        }
    }
    return steps;
}

std::size_t telling_item(const std::vector<importance::MarginalPoint>& marginal) {
    std::map<std::size_t, Range> ranges;
    for (const auto& point : marginal)
        if (!std::holds_alternative<space::Inactive>(point.value)) ranges[point.item].add(point.mean);
    const auto widest = std::max_element(ranges.begin(), ranges.end(), [](const auto& a, const auto& b) {
        return a.second.high - a.second.low < b.second.high - b.second.low;
    });
    return widest == ranges.end() ? 0 : widest->first;
}

}  // namespace paretop::views
