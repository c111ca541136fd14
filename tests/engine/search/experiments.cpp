#include "tests/engine/search/experiments.h"

#include <algorithm>
#include <cmath>
#include <deque>

#include "engine/front/front.h"

namespace paretop::search {
namespace {

bool feasible(const Outcome& outcome) { return !outcome.failed && outcome.violation <= 0; }

}  // namespace

std::vector<Outcome> outcomes(const std::string& method, const Experiment& experiment, std::uint64_t seed) {
    Problem problem;
    problem.space = experiment.space;
    problem.objectives = experiment.objectives;
    problem.seed = seed;
    problem.budget = experiment.trials;
    problem.in_flight = static_cast<std::int64_t>(experiment.in_flight);
    auto searcher = make_searcher(method, problem).value();
    std::vector<Outcome> all;
    std::deque<Outcome> open;
    for (TrialNumber trial = 0; trial < experiment.trials; ++trial) {
        open.push_back(experiment.measure(searcher->ask(trial).value().configuration));
        open.back().number = trial;
        all.push_back(open.back());
        if (open.size() < experiment.in_flight) continue;
        searcher->tell(open.front());
        open.pop_front();
    }
    return all;
}

double best(const std::vector<Outcome>& all) {
    double lowest = 1e300;
    for (const auto& outcome : all)
        if (feasible(outcome)) lowest = std::min(lowest, outcome.objectives[0]);
    return lowest;
}

double volume(const std::vector<Outcome>& all) {
    std::vector<front::Point> points;
    for (const auto& outcome : all)
        if (feasible(outcome)) points.push_back(outcome.objectives);
    return front::hypervolume(points, std::vector<double>{1.1, 1.1});
}

space::Space floats(int n) {
    std::vector<space::Parameter> parameters;
    for (int i = 0; i < n; ++i) {
        parameters.push_back(real("x" + std::to_string(i), 0, 1));
        parameters.back().fallback = 0.9;
    }
    return {std::move(parameters), {}};
}

double number(const space::Configuration& configuration, std::size_t i) { return std::get<double>(configuration.values[i]); }
std::int64_t index(const space::Configuration& configuration, std::size_t i) {
    return std::get<std::int64_t>(configuration.values[i]);
}

Outcome zdt1(const space::Configuration& configuration) {
    const std::size_t n = configuration.values.size();
    double g = 1;
    for (std::size_t i = 1; i < n; ++i) g += 9 * number(configuration, i) / static_cast<double>(n - 1);
    const double f = number(configuration, 0);
    return {0, false, {f, g * (1 - std::sqrt(f / g))}, 0, {}};
}

}  // namespace paretop::search
