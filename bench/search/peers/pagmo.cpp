// pagmo 2 (Biscani and Izzo): evolution over boxes of numbers, for one objective or several.
#include <pagmo/algorithm.hpp>
#include <pagmo/algorithms/cmaes.hpp>
#include <pagmo/algorithms/de1220.hpp>
#include <pagmo/algorithms/moead.hpp>
#include <pagmo/algorithms/nsga2.hpp>
#include <pagmo/algorithms/simulated_annealing.hpp>
#include <pagmo/population.hpp>
#include <pagmo/problem.hpp>

#include "bench/search/peers.h"

namespace paretop::bench {
namespace {

struct Spent {};  // thrown when the evaluations are used up

// pagmo copies its problems: this holds no more than a way to what it is about.
struct Bridge {
    const SearchProblem* problem = nullptr;
    const Evaluate* evaluate = nullptr;
    std::int64_t* left = nullptr;

    [[nodiscard]] pagmo::vector_double fitness(const pagmo::vector_double& x) const {
        if ((*left)-- <= 0) throw Spent();
        auto values = (*evaluate)(space::from_unit(problem->space, x));
        return values ? *values : pagmo::vector_double(problem->objectives(), 1e300);
    }
    [[nodiscard]] pagmo::vector_double::size_type get_nobj() const { return problem->objectives(); }
    [[nodiscard]] std::pair<pagmo::vector_double, pagmo::vector_double> get_bounds() const {
        const auto n = problem->space.parameters().size();
        return {pagmo::vector_double(n, 0), pagmo::vector_double(n, 1)};
    }
};

struct Algorithm {
    const char* name;
    bool several;  // objectives
    unsigned individuals;
    pagmo::algorithm (*make)(unsigned generations, unsigned seed);
};
const Algorithm k_algorithms[] = {
    {"pagmo/cmaes", false, 10,
     [](unsigned g, unsigned s) { return pagmo::algorithm(pagmo::cmaes(g, -1, -1, -1, -1, 0.3, 1e-12, 1e-12, false, true, s)); }},
    {"pagmo/de1220", false, 20,
     [](unsigned g, unsigned s) {
         return pagmo::algorithm(pagmo::de1220(g, {2u, 3u, 7u, 10u, 13u, 14u, 15u, 16u}, 1u, 1e-12, 1e-12, false, s));
     }},
    {"pagmo/nsga2", true, 48, [](unsigned g, unsigned s) { return pagmo::algorithm(pagmo::nsga2(g, 0.95, 10, 0.01, 50, s)); }},
    {"pagmo/moead", true, 45,
     [](unsigned g, unsigned s) {
         return pagmo::algorithm(pagmo::moead(g, "grid", "tchebycheff", 20, 1, 0.5, 20, 0.9, 2, true, s));
     }},
};

bool evolve(const Algorithm& algorithm, const SearchProblem& problem, std::uint64_t seed, const Evaluate& evaluate) {
    if (!is_box(problem) || (problem.objectives() > 1) != algorithm.several) return false;
    auto left = problem.evaluations;
    const auto number = static_cast<unsigned>(seed);
    try {
        pagmo::population all(pagmo::problem(Bridge{&problem, &evaluate, &left}), 0, number);
        all.push_back(space::to_unit(problem.space, problem.space.defaults()));
        while (all.size() < algorithm.individuals) all.push_back(all.random_decision_vector());
        algorithm.make(static_cast<unsigned>(problem.evaluations), number).evolve(all);
    } catch (const Spent&) {
    }
    return true;
}

}  // namespace

void add_pagmo(Peers& peers) {
    for (const auto& algorithm : k_algorithms)
        peers.contestants.push_back(
            {algorithm.name, [&algorithm](const SearchProblem& problem, std::uint64_t seed, const Evaluate& evaluate, double&) {
                 return evolve(algorithm, problem, seed, evaluate);
             }});
}

}  // namespace paretop::bench
