// All search methods, in the order in which they are listed.
#include <algorithm>

#include "engine/search/anneal.h"
#include "engine/search/strategy.h"

namespace paretop::search {

const std::vector<MethodEntry>& method_entries() {
    static const std::vector<MethodEntry> entries{
        {{"auto", "chooses among the others by the space, the objectives, the budget and the noise, and says why"}, nullptr},
        {{"gp",
          "models every objective by a Gaussian process; finds the most in few trials, at milliseconds of thought for each"},
         make_gp},
        {{"tpe",
          "compares where good trials lie with where the others do; for parameters of every type, conditional ones too, and up "
          "to some "
          "thousand trials"},
         make_tpe},
        {{"nsga2",
          "a genetic algorithm for one or more objectives and parameters of every type; learns after some dozens of trials"},
         make_nsga2},
        {{"bandit",
          "an ensemble of all that learn, credited by who found something better lately; where nothing is known of the problem"},
         make_bandit},
        {{"cmaes",
          "learns a normal distribution with its correlations, and restarts; for numbers that act together, from 200 trials on"},
         make_cmaes},
        {{"anneal",
          "simulated annealing; for categories, permutations, and parameters that act nearly alone; what is in flight are tries "
          "of one "
          "step (multiple-try Metropolis)"},
         make_anneal_multiple_try},
        {{"anneal_exchange", "the same by as many chains as are in flight, which exchange their states (replica exchange)"},
         make_anneal},
        {{"anneal_best_of",
          "the same where the best of those in flight is the step's proposal: greedier than its temperature says"},
         make_anneal_best_of},
        {{"lhs",
          "a Latin hypercube: every parameter's range is covered evenly by the trials; for a first look at many parameters"},
         make_lhs},
        {{"grid", "every combination of values, in order; for small spaces, and refused where the trials do not suffice"},
         make_grid},
        {{"sobol", "spreads the trials evenly over the space; for few trials, many at once, or a first look"}, make_sobol},
        {{"random", "draws uniformly; the yardstick for the others, and complete on a small space"}, make_random},
    };
    return entries;
}

const std::vector<Method>& methods() {
    static const std::vector<Method> all = [] {
        std::vector<Method> list;
        for (const auto& entry : method_entries()) list.push_back(entry.method);
        return list;
    }();
    return all;
}

Result<std::unique_ptr<Strategy>> make_strategy(std::string_view method, const Setting& setting) {
    const auto entry =
        std::ranges::find(method_entries(), method, [](const MethodEntry& candidate) { return candidate.method.name; });
    return entry->make(setting);
}

}  // namespace paretop::search
