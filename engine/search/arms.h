// Arms of the bandit that are no methods of their own: they live on what others find. Each has no idea before anything was told.
#pragma once

#include "engine/search/strategy.h"

namespace paretop::search {

// Differential evolution (Storn and Price, 1997), between the best and a random one, over the trials of anybody.
Result<std::unique_ptr<Strategy>> make_differential_evolution(const Setting& setting);
// The best configuration (one of the front) with one parameter redrawn uniformly; every other time each other one as well with a
// chance of 10 %.
Result<std::unique_ptr<Strategy>> make_uniform_mutation(const Setting& setting);
// The same with normal steps, of 1 to 30 % of the range, and a chance of 30 %.
Result<std::unique_ptr<Strategy>> make_normal_mutation(const Setting& setting);
// Hooke and Jeeves, 1961: one parameter at a time, both ways around the best one; half the step after a round in vain.
Result<std::unique_ptr<Strategy>> make_pattern_search(const Setting& setting);
// Down a quadratic model of the neighbourhood of the best, where there is one objective and there are numbers to move; an arm of
// `gp` as well.
Result<std::unique_ptr<Strategy>> make_descent(const Setting& setting);

}  // namespace paretop::search
