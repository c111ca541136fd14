// Runs of a contestant (one of our methods, or a peer) on a problem, and what is kept of them.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bench/search/problems.h"

namespace paretop::bench {

inline constexpr std::int64_t k_checkpoints[] = {50, 100, 200, 500, 1000, 2000};

// Calls evaluate() up to problem.evaluations times; it answers nullopt for a failed trial.
using Evaluate = std::function<std::optional<std::vector<double>>(const space::Configuration&)>;
struct Contestant {
    std::string name;
    // False: it cannot take part in this problem. CPU seconds it spent in other processes are returned through `elsewhere`.
    std::function<bool(const SearchProblem&, std::uint64_t seed, const Evaluate&, double& elsewhere)> run;
};

struct Course {
    std::vector<double> quality;     // at each checkpoint within the problem's evaluations
    double microseconds_an_ask = 0;  // CPU, the objective function's own left out
};
std::optional<Course> run(const Contestant& contestant, const SearchProblem& problem, std::uint64_t seed);

Contestant ours(const std::string& method);

}  // namespace paretop::bench
