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

// Moves one parameter to another value: a number or ordinal by a normal step of this standard deviation (of the unit range), at
// least to its grid's next value, back from the walls; otherwise as mutate() does.
void move(const Candidates& candidates, Coordinates& point, std::size_t parameter, double size, Random& random);

// What lies beyond a wall of [0, 1], mirrored back into it.
double reflected(double x);

// Categories and booleans: values without an order.
bool is_nominal(const space::Parameter& parameter);
// Numbers and ordinals: a coordinate nearby is a value nearby.
bool is_ordered(const space::Parameter& parameter);

}  // namespace paretop::search
