// The problems that search methods are compared on. Methods see the space and the answers, never a name.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/front/front.h"
#include "engine/space/space.h"

namespace paretop::bench {

struct SearchProblem {
    std::string name;
    space::Space space;
    std::int64_t evaluations = 200;
    // All minimised; nullopt: a failed trial.
    std::function<std::optional<std::vector<double>>(const space::Configuration&)> evaluate;
    front::Point reference;  // for hypervolume; empty: one objective, the lowest value counts
    double optimum = 0;      // the lowest value, or the true front's hypervolume

    [[nodiscard]] std::size_t objectives() const { return reference.empty() ? 1 : reference.size(); }
};

// ZDT1-3 (30 variables), DTLZ2 (3 objectives), Branin, Hartmann 6, Rosenbrock 10, Ackley 10 and 20, two mixed and conditional
// ones, the additive knobs, and, where `data` (a folder) holds them, tables of measured programs.
std::vector<SearchProblem> search_problems(const std::string& data);

// The groups, each in its own file.
void add_functions(std::vector<SearchProblem>& problems);
void add_mixed(std::vector<SearchProblem>& problems);
void add_tables(std::vector<SearchProblem>& problems, const std::string& data);

}  // namespace paretop::bench
