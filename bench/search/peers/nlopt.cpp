// NLopt (Johnson): methods without derivatives, from the defaults, over boxes of numbers and one objective.
#include <nlopt.hpp>

#include "bench/search/peers.h"

namespace paretop::bench {
namespace {

struct Algorithm {
    const char* name;
    nlopt::algorithm code;
    bool needs_local = false;
};
constexpr Algorithm k_algorithms[] = {{"nlopt/cobyla", nlopt::LN_COBYLA}, {"nlopt/bobyqa", nlopt::LN_BOBYQA},
                                      {"nlopt/sbplx", nlopt::LN_SBPLX},   {"nlopt/direct-l", nlopt::GN_DIRECT_L},
                                      {"nlopt/crs2", nlopt::GN_CRS2_LM},  {"nlopt/mlsl-bobyqa", nlopt::G_MLSL_LDS, true}};

struct Bridge {
    const SearchProblem& problem;
    const Evaluate& evaluate;
    std::int64_t left;
};

double objective(const std::vector<double>& x, std::vector<double>&, void* data) {
    auto& bridge = *static_cast<Bridge*>(data);
    if (bridge.left-- <= 0) throw nlopt::forced_stop();
    const auto values = bridge.evaluate(space::from_unit(bridge.problem.space, x));
    return values ? (*values)[0] : HUGE_VAL;
}

bool minimise(const Algorithm& algorithm, const SearchProblem& problem, std::uint64_t seed, const Evaluate& evaluate) {
    if (!is_box(problem) || problem.objectives() > 1) return false;
    nlopt::srand(seed);
    const auto n = static_cast<unsigned>(problem.space.parameters().size());
    nlopt::opt method(algorithm.code, n);
    Bridge bridge{problem, evaluate, problem.evaluations};
    method.set_min_objective(objective, &bridge);
    method.set_lower_bounds(0.0);
    method.set_upper_bounds(1.0);
    method.set_maxeval(static_cast<int>(problem.evaluations));
    if (algorithm.needs_local) {
        nlopt::opt local(nlopt::LN_BOBYQA, n);
        local.set_xtol_abs(1e-5);
        method.set_local_optimizer(local);
    }
    auto x = space::to_unit(problem.space, problem.space.defaults());
    double lowest = 0;
    try {
        method.optimize(x, lowest);
    } catch (const std::exception&) {  // forced_stop, or rounding: what was evaluated counts
    }
    return true;
}

}  // namespace

void add_nlopt(Peers& peers) {
    for (const auto& algorithm : k_algorithms)
        peers.contestants.push_back(
            {algorithm.name, [algorithm](const SearchProblem& problem, std::uint64_t seed, const Evaluate& evaluate, double&) {
                 return minimise(algorithm, problem, seed, evaluate);
             }});
}

}  // namespace paretop::bench
