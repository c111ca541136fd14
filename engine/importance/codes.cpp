#include "engine/importance/codes.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "engine/search/features.h"

namespace paretop::importance {
namespace {

using space::ParameterType;

constexpr std::size_t k_bins = 64;  // of numbers; categories have as many codes as there are

// Between neighbouring values of the trials; where there are many, the trials are spread evenly over the codes.
std::vector<double> edges_between(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    std::vector<double> distinct = values;
    distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
    std::vector<double> edges;
    const bool few = distinct.size() <= k_bins;
    const std::size_t cuts = few ? std::max<std::size_t>(distinct.size(), 1) - 1 : k_bins - 1;
    for (std::size_t i = 1; i <= cuts; ++i) {
        const double above = few ? distinct[i] : values[i * values.size() / k_bins];
        const auto next = std::lower_bound(distinct.begin(), distinct.end(), above);
        if (next != distinct.begin()) edges.push_back((*std::prev(next) + above) / 2);
    }
    edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
    return edges;
}

// Those that occur, the frequent ones first; the rest shares a code.
std::vector<std::int64_t> frequent_choices(const std::vector<double>& values) {
    std::map<std::int64_t, std::size_t> count;
    for (const double value : values) ++count[static_cast<std::int64_t>(value)];
    std::vector<std::int64_t> choices;
    for (const auto& [choice, times] : count) choices.push_back(choice);
    std::stable_sort(choices.begin(), choices.end(), [&](auto a, auto b) { return count[a] > count[b]; });
    choices.resize(std::min(choices.size(), k_codes - 2));
    return choices;
}

void add_interval_weights(Dimension& dimension, double active) {
    double low = 0;
    for (const double edge : dimension.edges) {
        dimension.weight.push_back((edge - low) * active);
        low = edge;
    }
    dimension.weight.push_back((1 - low) * active);
}

void add_choice_weights(Dimension& dimension, double cardinality, double active) {
    const auto known = static_cast<double>(dimension.choices.size());
    dimension.weight.insert(dimension.weight.end(), dimension.choices.size(), active / cardinality);
    if (known < cardinality) dimension.weight.push_back((cardinality - known) / cardinality * active);
}

// `values`: the features of the trials in which the parameter was active.
void fit(Dimension& dimension, const space::Parameter& parameter, const std::vector<double>& values, std::size_t trials) {
    const double active = static_cast<double>(values.size()) / static_cast<double>(trials);
    if (dimension.optional) dimension.weight.push_back(1 - active);
    if (dimension.ordered) {
        dimension.edges = edges_between(values);
        add_interval_weights(dimension, active);
    } else {
        dimension.choices = frequent_choices(values);
        add_choice_weights(dimension, parameter.cardinality(), active);
    }
}

}  // namespace

std::size_t Dimension::code_of(double feature) const {
    const std::size_t first = optional ? 1 : 0;
    if (ordered) return first + static_cast<std::size_t>(std::upper_bound(edges.begin(), edges.end(), feature) - edges.begin());
    const auto found = std::find(choices.begin(), choices.end(), static_cast<std::int64_t>(feature));
    return first + static_cast<std::size_t>(found - choices.begin());
}

Codes::Codes(const space::Space& space, std::span<const space::Configuration> configurations) : trials_(configurations.size()) {
    const search::Features features(space);
    std::vector<std::vector<double>> rows;
    rows.reserve(trials_);
    for (const auto& configuration : configurations) rows.push_back(features.of(configuration));
    codes_.resize(features.size() * trials_);
    for (std::size_t i = 0; i < features.size(); ++i) {
        const std::size_t parameter = features.parameter(i);
        const bool first = i == 0 || features.parameter(i - 1) != parameter;
        Dimension dimension{parameter,
                            first ? 0 : dimensions_.back().item + 1,
                            !features.categorical(i),
                            space.parameters()[parameter].when.has_value(),
                            {},
                            {},
                            {}};
        const auto inactive = [&](std::size_t trial) {
            return std::holds_alternative<space::Inactive>(configurations[trial].values[parameter]);
        };
        std::vector<double> values;
        for (std::size_t trial = 0; trial < trials_; ++trial)
            if (!inactive(trial)) values.push_back(rows[trial][i]);
        fit(dimension, space.parameters()[parameter], values, trials_);
        for (std::size_t trial = 0; trial < trials_; ++trial)
            codes_[i * trials_ + trial] =
                inactive(trial) ? std::uint8_t{0} : static_cast<std::uint8_t>(dimension.code_of(rows[trial][i]));
        dimensions_.push_back(std::move(dimension));
    }
}

}  // namespace paretop::importance
