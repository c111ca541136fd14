// Offspring of points of the unit cube whose coordinates belong to parameters of any type.
#pragma once

#include "engine/search/candidates.h"

namespace paretop::search {

// A child of two parents, parameter by parameter. Numbers and ordinals: simulated binary crossover (Deb and Agrawal, 1995);
// categories and booleans: one parent's; permutations: a mixture of both parents' random keys (Bean, 1994).
Coordinates cross(const Candidates& candidates, const Coordinates& mother, const Coordinates& father, Random& random);

// Changes each parameter with this probability. Numbers and ordinals: polynomial mutation, by at least one step of a grid;
// categories and booleans: another value; permutations: two places swapped.
void mutate(const Candidates& candidates, Coordinates& child, double probability, Random& random);

}  // namespace paretop::search
