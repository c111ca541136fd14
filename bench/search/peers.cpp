#include "bench/search/peers.h"

#include <algorithm>

namespace paretop::bench {

Peers peers() {
    Peers all;
    add_optuna(all);
#ifdef PARETOP_WITH_NLOPT
    add_nlopt(all);
#else
    all.absent.emplace_back("NLopt was not there when this was built: ./bootstrap deps --with peers, and build again");
#endif
#ifdef PARETOP_WITH_PAGMO
    add_pagmo(all);
#else
    all.absent.emplace_back("pagmo was not there when this was built: ./bootstrap deps --with peers, and build again");
#endif
    return all;
}

bool is_box(const SearchProblem& problem) {
    return problem.space.constraints().empty() && std::ranges::all_of(problem.space.parameters(), [](const auto& parameter) {
               return parameter.type == space::ParameterType::real && parameter.step == 0 && !parameter.when;
           });
}

}  // namespace paretop::bench
