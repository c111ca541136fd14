// Other people's search methods, for the comparison: Optuna (a Python child), NLopt and pagmo (libraries). Each is optional, when
// this is built and when it runs.
#pragma once

#include "bench/search/contest.h"

namespace paretop::bench {

struct Peers {
    std::vector<Contestant> contestants;  // named library/method
    std::vector<std::string> absent;      // what is missing, and how to get it
};
Peers peers();

// The groups, each in its own file.
void add_optuna(Peers& peers);
void add_nlopt(Peers& peers);
void add_pagmo(Peers& peers);

// Whether a problem is a box of real numbers and nothing else.
bool is_box(const SearchProblem& problem);

}  // namespace paretop::bench
