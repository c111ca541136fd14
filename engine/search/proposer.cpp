#include "engine/search/proposer.h"

#include <algorithm>
#include <cmath>

#include "engine/search/acquisition.h"
#include "engine/search/ranking.h"
#include "engine/search/variation.h"

namespace paretop::search {
namespace {

using space::Parameter;
using space::ParameterType;

constexpr std::size_t k_anywhere = 60, k_parents = 6, k_children = 12;  // first candidates of one objective
constexpr std::size_t k_bred = 40, k_rounds = 5;                        // and their offspring
constexpr std::size_t k_climbers = 3;
constexpr int k_climb = 25, k_short_climb = 12;
constexpr std::size_t k_population = 48, k_generations = 16;  // several objectives
constexpr std::size_t k_one_changed = 48;
constexpr double k_few_values = 32;  // categories that are tried one by one
constexpr int k_sweeps = 2;
constexpr double k_many_values = 24;  // numbers with more values are moved along the gradient
constexpr double k_caution = 0.3;     // deviations by which a prediction is believed to be better than its mean

bool is_number(const Parameter& parameter) {
    return parameter.type == ParameterType::integer || parameter.type == ParameterType::real ||
           parameter.type == ParameterType::ordinal;
}

void best_first(std::vector<Spot>& spots, std::size_t places) {
    std::stable_sort(spots.begin(), spots.end(), [](const Spot& a, const Spot& b) { return a.score > b.score; });
    if (spots.size() > places) spots.erase(spots.begin() + static_cast<std::ptrdiff_t>(places), spots.end());
}

}  // namespace

// Volume that a point would add to a front of predictions and measurements together.
class Proposer::Volume {
  public:
    // `hoped`: a front that the models believe in; it may reach further than what was measured. `spread`: of each objective over
    // the whole space: where the front is but a point, it says how far from it others are still of interest.
    Volume(const Surrogate& surrogate, std::span<const Observation* const> members, std::span<const front::Point> hoped,
           std::span<const double> spread)
        : front_(surrogate.objectives()) {
        for (const auto* const member : members) {
            front::Point point;
            for (std::size_t k = 0; k < surrogate.objectives(); ++k) point.push_back(surrogate.warped(k, member->objectives[k]));
            add(point);
        }
        for (std::size_t k = 0; k < surrogate.objectives(); ++k) {
            double low = INFINITY, high = -INFINITY;
            for (const auto& point : points_) low = std::min(low, point[k]), high = std::max(high, point[k]);
            for (const auto& point : hoped) low = std::min(low, point[k]), high = std::max(high, point[k]);
            const double range = std::max({high - low, 0.1 * spread[k], 1e-9});
            range_.push_back(range);
            reference_.push_back(std::max(high + 0.1 * range, low + 2 * spread[k]));
        }
    }

    void add(const front::Point& point) {
        points_.push_back(point);
        front_.insert(static_cast<std::int64_t>(points_.size()), point);
    }
    [[nodiscard]] double range(std::size_t k) const { return range_[k]; }
    [[nodiscard]] ExpectedHypervolumeImprovement expected() const {
        std::vector<std::array<double, 2>> members;
        for (const auto& member : front_.members()) members.push_back({member.objectives[0], member.objectives[1]});
        return {std::move(members), {reference_[0], reference_[1]}};
    }

    // What a point so predicted would add: expected, exactly, of two objectives; of more, if it were a little better than its
    // mean.
    [[nodiscard]] std::function<double(const std::vector<Prediction>&)> gains() const {
        if (range_.size() == 2) return [expected = expected()](const auto& all) { return expected(all[0], all[1]).value; };
        return [this](const auto& all) {
            front::Point hoped;
            for (const auto& one : all) hoped.push_back(one.mean - k_caution * one.deviation);
            return front_.contribution(hoped, reference_);
        };
    }

  private:
    front::Front front_;
    std::vector<front::Point> points_;
    std::vector<double> range_;
    front::Point reference_;
};

Spot Proposer::at(Coordinates point) const {
    Spot spot;
    spot.candidate.configuration = from_unit(candidates_.space(), point);
    spot.candidate.coordinates = std::move(point);
    spot.features = features_.of(spot.candidate.configuration);
    return spot;
}

// What a coordinate may be in the region; at least one step of a grid to either side is.
std::pair<double, double> Proposer::bounds(std::size_t parameter, const Region& region) const {
    if (region.reach >= 1) return {0, 1};
    const double reach = std::max(region.reach, 1.6 / candidates_.space().parameters()[parameter].cardinality());
    const double centre = region.centre[candidates_.range(parameter).first];
    return {std::max(0.0, centre - reach), std::min(1.0, centre + reach)};
}

Coordinates Proposer::anywhere(Random& random) const {
    Coordinates point(candidates_.dimensions());
    for (double& coordinate : point) coordinate = random.uniform();
    return point;
}

// A few parameters moved: numbers by a normal distance, which may end on the wall; the others as mutation does.
Coordinates Proposer::near(const Coordinates& point, double scale, const Region& region, Random& random) const {
    Coordinates moved = point;
    const auto& parameters = candidates_.space().parameters();
    const double probability =
        std::max(1.5, 0.3 * static_cast<double>(parameters.size())) / static_cast<double>(parameters.size());
    for (std::size_t p = 0; p < parameters.size(); ++p) {
        if (random.uniform() >= probability) continue;
        const auto [first, count] = candidates_.range(p);
        if (is_number(parameters[p])) {
            const auto [low, high] = bounds(p, region);
            const double step = std::max(scale, std::min(0.5, 0.7 / parameters[p].cardinality()));
            moved[first] = std::clamp(moved[first] + step * random.normal(), low, high);
        } else if (count == 1) {
            moved[first] = random.uniform();
        } else {
            std::swap(moved[first + random.below(count)], moved[first + random.below(count)]);
        }
    }
    return moved;
}

// One parameter drawn anew: finds what a model of the neighbourhood alone would not.
Coordinates Proposer::one_changed(const Coordinates& point, Random& random) const {
    Coordinates moved = point;
    const auto [first, count] = candidates_.range(random.below(candidates_.space().parameters().size()));
    for (std::size_t i = first; i < first + count; ++i) moved[i] = random.uniform();
    return moved;
}

// Resilient backpropagation on the numbers with many values, within the region; the best point of the way is kept.
void Proposer::climb(Spot& spot, const Slope& slope, const Region& region, int steps) const {
    std::vector<std::size_t> moving;
    const auto& parameters = candidates_.space().parameters();
    for (std::size_t p = 0; p < parameters.size(); ++p)
        if (is_number(parameters[p]) && parameters[p].cardinality() > k_many_values &&
            !std::holds_alternative<space::Inactive>(spot.candidate.configuration.values[p]))
            moving.push_back(candidates_.range(p).first);
    if (moving.empty()) return;
    auto features = spot.features;
    auto best = features;
    double highest = -INFINITY;
    std::vector<double> step(features.size(), 0.02), gradient, previous(features.size(), 0);
    for (int i = 0; i < steps; ++i) {
        gradient.assign(features.size(), 0);
        const double score = slope(features, gradient);
        if (score > highest) highest = score, best = features;
        for (const auto k : moving) {
            const double turn = gradient[k] * previous[k];
            step[k] = std::clamp(step[k] * (turn > 0 ? 1.6 : turn < 0 ? 0.4 : 1), 1e-7, 0.25);
            previous[k] = turn < 0 ? 0 : gradient[k];
            if (previous[k] == 0) continue;
            const auto [low, high] = bounds(features_.parameter(k), region);
            features[k] = std::clamp(features[k] + std::copysign(step[k], gradient[k]), low, high);
        }
    }
    auto point = spot.candidate.coordinates;
    for (const auto k : moving) point[k] = best[k];
    spot = at(std::move(point));
}

// Every value of every parameter whose values have no order, one parameter after the other, the best kept.
void Proposer::exchange(Spot& spot, const std::function<double(const std::vector<double>&)>& score) const {
    const auto& parameters = candidates_.space().parameters();
    double highest = score(spot.features);
    for (int sweep = 0; sweep < k_sweeps; ++sweep) {
        for (std::size_t p = 0; p < parameters.size(); ++p) {
            const double count = parameters[p].cardinality();
            if (!is_nominal(parameters[p]) || count > k_few_values ||
                std::holds_alternative<space::Inactive>(spot.candidate.configuration.values[p]))
                continue;
            Spot best = spot;
            for (double value = 0.5; value < count; ++value) {
                auto point = spot.candidate.coordinates;
                point[candidates_.range(p).first] = value / count;
                Spot other = at(std::move(point));
                if (other.features == spot.features || !candidates_.free(other.candidate.configuration)) continue;
                const double gain = score(other.features);
                if (gain <= highest) continue;
                highest = gain;
                best = std::move(other);
            }
            spot = std::move(best);
        }
    }
}

double Proposer::improvement(double best, const std::vector<double>& features, std::vector<double>* gradient) const {
    if (gradient == nullptr)
        return log_expected_improvement(best, surrogate_.model(0).predict(features)).value +
               std::log(surrogate_.feasibility(features) + 1e-12);
    std::vector<double> mean, deviation;
    const auto gain = log_expected_improvement(best, surrogate_.model(0).predict(features, mean, deviation));
    for (std::size_t i = 0; i < mean.size(); ++i)
        (*gradient)[i] += gain.by_mean[0] * mean[i] + gain.by_deviation[0] * deviation[i];
    return gain.value + std::log(surrogate_.feasibility(features) + 1e-12);
}

std::vector<Spot> Proposer::improve(double best, std::span<const Observation* const> parents, Random& random) {
    std::vector<Spot> spots;
    const auto add = [&](Coordinates point) {
        auto spot = at(std::move(point));
        if (!candidates_.free(spot.candidate.configuration)) return;
        spot.score = improvement(best, spot.features, nullptr);
        spots.push_back(std::move(spot));
    };
    for (std::size_t i = 0; i < k_anywhere; ++i) add(anywhere(random));
    for (std::size_t i = 0; i < std::min(k_parents, parents.size()); ++i)
        for (std::size_t child = 0; child < k_children; ++child)
            add(near(parents[i]->point, 0.2 * std::pow(0.5, static_cast<double>(child % 6)), {}, random));
    for (std::size_t round = 0; round < k_rounds; ++round) {
        best_first(spots, 12);
        if (spots.empty()) return spots;
        for (std::size_t i = 0; i < k_bred / k_rounds * 2; ++i) {
            const auto& mother = spots[random.below(std::min<std::size_t>(spots.size(), 12))].candidate.coordinates;
            const auto& father = spots[random.below(std::min<std::size_t>(spots.size(), 12))].candidate.coordinates;
            auto child = random.uniform() < 0.5 ? cross(candidates_, mother, father, random) : mother;
            add(near(child, 0.1 * std::pow(0.5, static_cast<double>(round)), {}, random));
        }
    }
    best_first(spots, 24);
    const Slope slope = [&](const auto& features, auto& gradient) { return improvement(best, features, &gradient); };
    const auto climbers = std::min(k_climbers, spots.size());
    for (std::size_t i = 0; i < climbers; ++i) {
        Spot climbed = spots[i];
        climb(climbed, slope, {}, k_climb);
        climbed.score = improvement(best, climbed.features, nullptr);
        spots.push_back(std::move(climbed));
    }
    best_first(spots, 24);
    return spots;
}

// NSGA-II on the means: what the front would look like if the models were right.
std::vector<Spot> Proposer::breed(std::span<const Observation* const> front, std::vector<front::Point>& hoped,
                                  Random& random) const {
    std::vector<Spot> population;
    std::vector<Merit> merits;
    const auto add = [&](Coordinates point) {
        population.push_back(at(std::move(point)));
        const auto& features = population.back().features;
        Merit merit;
        for (std::size_t k = 0; k < surrogate_.objectives(); ++k) merit.objectives.push_back(surrogate_.model(k).mean(features));
        if (surrogate_.constrained()) merit.violation = std::max(0.0, 0.5 - surrogate_.feasibility(features));
        merits.push_back(std::move(merit));
    };
    const auto survive = [&] {
        std::vector<Spot> kept;
        std::vector<Merit> theirs;
        for (const auto& place : best_of(merits, k_population, Crowding::everywhere)) {
            kept.push_back(std::move(population[place.member]));
            theirs.push_back(std::move(merits[place.member]));
        }
        population = std::move(kept);
        merits = std::move(theirs);
    };
    for (std::size_t i = 0; i < k_population / 2; ++i) add(front[random.below(front.size())]->point);
    for (std::size_t i = 0; i < k_population / 2; ++i) add(anywhere(random));
    for (std::size_t generation = 0; generation < k_generations; ++generation) {
        const double scale = 0.3 * std::pow(0.75, static_cast<double>(generation));
        for (std::size_t i = 0; i < k_population / 2; ++i) {
            const auto& mother = population[random.below(population.size())].candidate.coordinates;
            const auto& father = population[random.below(population.size())].candidate.coordinates;
            auto child = random.uniform() < 0.6 ? cross(candidates_, mother, father, random) : mother;
            add(near(child, scale, {}, random));
        }
        survive();
    }
    const auto ranks = constrained_sort(merits);
    for (const auto i : ranks.front())
        if (merits[i].violation <= 0) hoped.push_back(merits[i].objectives);
    return population;
}

std::vector<Prediction> Proposer::predict(const std::vector<double>& features) const {
    std::vector<Prediction> all;
    for (std::size_t k = 0; k < surrogate_.objectives(); ++k) all.push_back(surrogate_.model(k).predict(features));
    return all;
}

// Towards more expected volume, of two objectives; else towards better values of all, in the neighbourhood.
void Proposer::climb(Spot& spot, const Volume& volume) const {
    const std::size_t objectives = surrogate_.objectives();
    const auto expected = objectives == 2 ? std::optional(volume.expected()) : std::nullopt;
    const Slope slope = [&](const std::vector<double>& features, std::vector<double>& gradient) {
        std::vector<Prediction> all;
        std::vector<std::vector<double>> mean(objectives), deviation(objectives);
        for (std::size_t k = 0; k < objectives; ++k) all.push_back(surrogate_.model(k).predict(features, mean[k], deviation[k]));
        const Gain gain = expected ? (*expected)(all[0], all[1]) : Gain{};
        double value = 0;
        for (std::size_t k = 0; k < objectives; ++k) {
            const double by_mean = expected ? gain.by_mean[k] : -1 / volume.range(k);
            const double by_deviation = expected ? gain.by_deviation[k] : k_caution / volume.range(k);
            value += by_mean * all[k].mean + by_deviation * all[k].deviation;
            for (std::size_t i = 0; i < gradient.size(); ++i)
                gradient[i] += by_mean * mean[k][i] + by_deviation * deviation[k][i];
        }
        return expected ? gain.value : value;
    };
    climb(spot, slope, expected ? Region{} : Region{spot.candidate.coordinates, 0.1}, k_short_climb);
}

std::vector<Spot> Proposer::widen(std::span<const Observation* const> front, std::span<const double> spread, std::size_t count,
                                  Random& random) {
    std::vector<front::Point> hoped;
    auto spots = breed(front, hoped, random);
    for (std::size_t i = 0; i < k_one_changed; ++i)
        spots.push_back(at(one_changed(front[random.below(front.size())]->point, random)));
    Volume volume(surrogate_, front, hoped, spread);
    std::vector<std::vector<Prediction>> predictions;
    std::vector<double> feasible;
    for (const auto& spot : spots) {
        predictions.push_back(predict(spot.features));
        feasible.push_back(candidates_.free(spot.candidate.configuration) ? surrogate_.feasibility(spot.features) : -1);
    }
    std::vector<Spot> chosen;
    while (chosen.size() < std::min(count, spots.size())) {
        const auto gain = volume.gains();
        std::size_t best = 0;
        for (std::size_t i = 0; i < spots.size(); ++i) {
            spots[i].score = feasible[i] < 0 ? -1 : gain(predictions[i]) * feasible[i];
            if (spots[i].score > spots[best].score) best = i;
        }
        Spot climbed = spots[best];
        climb(climbed, volume);
        // A mean costs far less than a deviation, which changes little from one value to the next.
        exchange(climbed, [&, near = predictions[best]](const auto& features) mutable {
            for (std::size_t k = 0; k < near.size(); ++k) near[k].mean = surrogate_.model(k).mean(features);
            return gain(near) * surrogate_.feasibility(features);
        });
        auto there = predict(climbed.features);
        climbed.score = gain(there) * surrogate_.feasibility(climbed.features);
        if (feasible[best] < 0) break;  // nothing is free
        if (climbed.score < spots[best].score || !candidates_.free(climbed.candidate.configuration))
            climbed = spots[best], there = predictions[best];
        front::Point believed;
        for (const auto& one : there) believed.push_back(one.mean);
        volume.add(believed);
        feasible[best] = -1;  // taken
        chosen.push_back(std::move(climbed));
    }
    return chosen;
}

}  // namespace paretop::search
