// How `auto` chooses.
#include <fmt/format.h>

#include <algorithm>

#include "engine/search/strategy.h"

namespace paretop::search {
namespace {

constexpr std::int64_t k_few_trials = 24;      // too few to learn from: a population and one offspring each
constexpr std::int64_t k_small_space = 1'000;  // measured whole where the budget is unknown
constexpr std::int64_t k_most_counted = 1 << 17;

}  // namespace

Choice choose_method(const Problem& problem) {
    if (problem.space.parameters().empty()) return {"random", "the space has no parameters: there is nothing to search"};
    const std::int64_t affordable = problem.budget > 0 ? problem.budget : k_small_space;
    const auto size = count_configurations(problem.space, std::min(k_most_counted, 64 * affordable));
    if (size && *size <= affordable)
        return {"random",
                fmt::format("the space has only {} configurations: all of them are measured, in a random order", *size)};
    if (const double most = problem.space.cardinality(); !size && most <= static_cast<double>(affordable))
        return {"random",
                fmt::format("the space has at most {:.0f} configurations: all of them are measured, in a random order", most)};
    if (problem.budget > 0 && problem.budget <= k_few_trials)
        return {"sobol",
                fmt::format("{} trials are too few to learn from: a Sobol sequence spreads them evenly", problem.budget)};
    if (problem.budget > 0 && 2 * problem.in_flight >= problem.budget)
        return {"sobol",
                fmt::format("{} of {} trials run at once, before anything is learnt: a Sobol sequence spreads them evenly",
                            problem.in_flight, problem.budget)};
    const auto population = nsga2_population(problem.budget);
    if (problem.objectives > 1)
        return {"nsga2", fmt::format("a population of {} evolves towards the whole front of {} objectives", population,
                                     problem.objectives)};
    return {"nsga2", fmt::format("a population of {} evolves towards the best value", population)};
}

}  // namespace paretop::search
