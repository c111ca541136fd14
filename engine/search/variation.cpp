#include "engine/search/variation.h"

#include <algorithm>
#include <cmath>

namespace paretop::search {
namespace {

using space::Parameter;
using space::ParameterType;

constexpr double k_crossover_index = 3;  // distribution indices: higher keeps children nearer to their parents
constexpr double k_mutation_index = 10;
constexpr double k_exchange = 0.5;

// How far a child lies from the middle of its parents, in half distances between them, so that it cannot leave the cube: `room`
// is the distance to the nearer wall in the same unit.
double spread(double room, double u) {
    const double power = k_crossover_index + 1;
    const double alpha = 2 - std::pow(1 + 2 * room, -power);
    if (u <= 1 / alpha) return std::pow(u * alpha, 1 / power);
    return std::pow(1 / (2 - u * alpha), 1 / power);
}

double simulated_binary(double a, double b, Random& random) {
    const double low = std::min(a, b), high = std::max(a, b), distance = high - low;
    const double u = random.uniform();
    const bool lower = random.below(2) == 0;
    if (distance < 1e-14) return a;
    const double wall = lower ? low : 1 - high;
    const double reach = spread(wall / distance, u) * distance / 2;
    return std::clamp((low + high) / 2 + (lower ? -reach : reach), 0.0, 1.0);
}

// Polynomial mutation within [0, 1].
double polynomial(double x, double u) {
    const double power = k_mutation_index + 1;
    if (u < 0.5) return std::pow(2 * u + (1 - 2 * u) * std::pow(1 - x, power), 1 / power) - 1;
    return 1 - std::pow(2 * (1 - u) + (2 * u - 1) * std::pow(x, power), 1 / power);
}

double by_a_step(const Parameter& parameter, double x, double change) {
    const double values = parameter.cardinality();
    double step = std::max(std::abs(change), std::isfinite(values) ? 1 / values : 0.0);
    if (change < 0) step = -step;
    if (x + step < 0 || x + step > 1) step = -step;
    return std::clamp(x + step, 0.0, 1.0);
}

double other_category(const Parameter& parameter, double x, Random& random) {
    const auto values = static_cast<std::uint64_t>(parameter.cardinality());
    if (values < 2) return x;
    const double moved = x + static_cast<double>(1 + random.below(values - 1)) / static_cast<double>(values);
    return moved >= 1 ? moved - 1 : moved;
}

// `change`: by which a number moves from a coordinate.
template <class Change>
void mutate_one(const Parameter& parameter, std::span<double> coordinates, Random& random, const Change& change) {
    if (parameter.type == ParameterType::permutation) {
        if (coordinates.size() < 2) return;
        const auto one = random.below(coordinates.size());
        const auto other = random.below(coordinates.size() - 1);
        return std::swap(coordinates[one], coordinates[other < one ? other : other + 1]);
    }
    double& x = coordinates[0];
    x = is_nominal(parameter) ? other_category(parameter, x, random) : by_a_step(parameter, x, change(x));
}

}  // namespace

Coordinates cross(const Candidates& candidates, const Coordinates& mother, const Coordinates& father, Random& random) {
    Coordinates child = mother;
    const auto& parameters = candidates.space().parameters();
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        if (random.uniform() >= k_exchange) continue;
        const auto [first, count] = candidates.range(i);
        const bool mixed = parameters[i].type == ParameterType::permutation;
        const bool numeric = !mixed && !is_nominal(parameters[i]);
        for (std::size_t k = first; k < first + count; ++k) {
            if (numeric) child[k] = simulated_binary(mother[k], father[k], random);
            if (!numeric && (!mixed || random.below(2) == 0)) child[k] = father[k];
        }
    }
    return child;
}

void mutate(const Candidates& candidates, Coordinates& child, double probability, Random& random) {
    const auto& parameters = candidates.space().parameters();
    for (std::size_t i = 0; i < parameters.size(); ++i)
        if (random.uniform() < probability)
            mutate_one(parameters[i], candidates.of(i, child), random, [&](double x) { return polynomial(x, random.uniform()); });
}

void move(const Candidates& candidates, Coordinates& point, std::size_t parameter, double size, Random& random) {
    mutate_one(candidates.space().parameters()[parameter], candidates.of(parameter, point), random,
               [&](double x) { return reflected(x + size * random.normal()) - x; });
}

double reflected(double x) {
    x = std::abs(std::fmod(x, 2));
    return x > 1 ? 2 - x : x;
}

bool is_nominal(const Parameter& parameter) {
    return parameter.type == ParameterType::categorical || parameter.type == ParameterType::boolean;
}

bool is_ordered(const Parameter& parameter) { return !is_nominal(parameter) && parameter.type != ParameterType::permutation; }

}  // namespace paretop::search
