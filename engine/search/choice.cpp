// How `auto` chooses.
#include <fmt/format.h>

#include <algorithm>

#include "engine/search/strategy.h"

namespace paretop::search {
namespace {

constexpr std::int64_t k_few_trials = 24;      // too few to learn from: a population and one offspring each
constexpr std::int64_t k_small_space = 1'000;  // measured whole where the budget is unknown
constexpr std::int64_t k_most_counted = 1 << 17;
constexpr std::int64_t k_most_modelled = 5'000;  // trials
constexpr std::size_t k_most_dimensions = 120;
constexpr double k_few_values = 32;

// Few values of few parameters: tables of kernels and flags have cliffs where a model expects slopes.
bool is_coarse(const space::Parameter& parameter) { return parameter.cardinality() <= k_few_values; }

// Why there is no time to think about each trial; empty: there is.
std::string against_thought(const Problem& problem) {
    if (problem.budget <= 0) return "nobody knows how many trials there will be";
    if (problem.budget > k_most_modelled) return fmt::format("{} trials are too many to think about each", problem.budget);
    if (unit_dimensions(problem.space) > k_most_dimensions)
        return fmt::format("models of {} parameters are slow", problem.space.parameters().size());
    return {};
}

// Where a model expects slopes and finds cliffs; that is for an ensemble, unless there is no time even for its members.
bool is_jagged(const Problem& problem) {
    return against_thought(problem).empty() && problem.objectives == 1 &&
           std::ranges::all_of(problem.space.parameters(), is_coarse);
}

}  // namespace

bool affords_gp(const Problem& problem) { return against_thought(problem).empty(); }

Choice choose_method(const Problem& problem) {
    if (problem.space.parameters().empty()) return {"random", "the space has no parameters: there is nothing to search"};
    const std::int64_t affordable = problem.budget > 0 ? problem.budget : k_small_space;
    const auto size = count_configurations(problem.space, std::min(k_most_counted, 64 * affordable));
    if (size && *size <= affordable)
        return {"random",
                *size == 1
                    ? std::string("the space has only one configuration")
                    : fmt::format("the space has only {} configurations: all of them are measured, in a random order", *size)};
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
    // A model tells luck from what a parameter does; an ensemble gives credit to whoever was lucky.
    if (is_jagged(problem) && !problem.noisy)
        return {"bandit",
                "several methods take turns by what they find, for one objective over parameters of few values, without noise"};
    if (const auto reason = against_thought(problem); !reason.empty())
        return {"nsga2", fmt::format("a population of {} evolves, for {}", nsga2_population(problem.budget), reason)};
    if (problem.objectives > 1)
        return {"gp", fmt::format("{} trials are few enough for a model of each of the {} objectives to choose every one of them",
                                  problem.budget, problem.objectives)};
    if (is_jagged(problem))
        return {"gp",
                fmt::format("{} trials are few enough for models to choose every one of them, and models tell noise from what "
                            "a parameter does",
                            problem.budget)};
    return {"gp", fmt::format("{} trials are few enough for models, in turns with a random walk, to choose every one of them",
                              problem.budget)};
}

}  // namespace paretop::search
