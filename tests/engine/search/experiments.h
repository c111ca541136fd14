// Whole runs of a method on a function, for the tests of how well methods learn.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tests/engine/search/spaces.h"

namespace paretop::search {

struct Experiment {
    space::Space space;
    std::size_t objectives = 1;
    int trials = 100;
    std::size_t in_flight = 1;  // every outcome is told as late as so many open asks allow
    std::function<Outcome(const space::Configuration&)> measure;
};
// Every outcome of one run, in the order of the asks.
std::vector<Outcome> outcomes(const std::string& method, const Experiment& experiment, std::uint64_t seed);

// Of the feasible ones: the lowest value of the first objective, 1e300 without any; the volume below (1.1, 1.1).
double best(const std::vector<Outcome>& all);
double volume(const std::vector<Outcome>& all);

// So many numbers in [0, 1], by default 0.9.
space::Space floats(int n);
double number(const space::Configuration& configuration, std::size_t i);
std::int64_t index(const space::Configuration& configuration, std::size_t i);

// Zitzler, Deb and Thiele, 2000. The volume of its true front is 0.8767.
Outcome zdt1(const space::Configuration& configuration);

}  // namespace paretop::search
