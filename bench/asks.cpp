// Asks and tells of each search method, without a store.
#include "engine/search/searcher.h"

#include <benchmark/benchmark.h>

#include <string>

namespace {

using namespace paretop;

space::Parameter real(std::string name) {
    space::Parameter parameter;
    parameter.name = std::move(name);
    parameter.type = space::ParameterType::real;
    parameter.high = 1;
    parameter.fallback = 0.5;
    return parameter;
}

space::Space floats(std::int64_t n) {
    std::vector<space::Parameter> parameters;
    for (std::int64_t i = 0; i < n; ++i) parameters.push_back(real("x" + std::to_string(i)));
    return {std::move(parameters), {}};
}

// Like ZDT1: the first value against how far the others are from 0.
std::vector<double> objectives(const space::Configuration& configuration) {
    double sum = 0;
    for (const auto& value : configuration.values) sum += std::get<double>(value);
    const double first = std::get<double>(configuration.values[0]);
    return {first, 1 + sum - 2 * first};
}

// One iteration is a whole run of so many trials; items are trials.
void trials(benchmark::State& state, const char* method) {
    search::Problem problem;
    problem.space = floats(state.range(0));
    problem.objectives = 2;
    problem.budget = state.range(1);
    for (auto _ : state) {
        auto searcher = search::make_searcher(method, problem).value();
        for (search::TrialNumber number = 0; number < problem.budget; ++number) {
            const auto ask = searcher->ask(number);
            search::Outcome outcome;
            outcome.number = number;
            outcome.objectives = objectives(ask->configuration);
            searcher->tell(outcome);
        }
    }
    state.SetItemsProcessed(state.iterations() * state.range(1));
}
BENCHMARK_CAPTURE(trials, random, "random")
    ->ArgNames({"floats", "trials"})
    ->Args({5, 1'000})
    ->Args({5, 10'000})
    ->Args({5, 1'000'000});
BENCHMARK_CAPTURE(trials, sobol, "sobol")->ArgNames({"floats", "trials"})->Args({5, 1'000})->Args({5, 10'000});
BENCHMARK_CAPTURE(trials, nsga2, "nsga2")
    ->ArgNames({"floats", "trials"})
    ->Args({5, 1'000})
    ->Args({5, 10'000})
    ->Args({30, 10'000});
BENCHMARK_CAPTURE(trials, lhs, "lhs")->ArgNames({"floats", "trials"})->Args({5, 1'000})->Args({5, 10'000});
BENCHMARK_CAPTURE(trials, grid, "grid")->ArgNames({"floats", "trials"})->Args({5, 1'000})->Args({5, 10'000});
BENCHMARK_CAPTURE(trials, anneal, "anneal")
    ->ArgNames({"floats", "trials"})
    ->Args({5, 1'000})
    ->Args({5, 10'000})
    ->Args({30, 10'000});
BENCHMARK_CAPTURE(trials, cmaes, "cmaes")
    ->ArgNames({"floats", "trials"})
    ->Args({5, 1'000})
    ->Args({5, 10'000})
    ->Args({30, 10'000});
BENCHMARK_CAPTURE(trials, tpe, "tpe")->ArgNames({"floats", "trials"})->Args({5, 1'000})->Args({5, 10'000})->Args({30, 1'000});
BENCHMARK_CAPTURE(trials, bandit, "bandit")
    ->ArgNames({"floats", "trials"})
    ->Args({5, 1'000})
    ->Args({5, 10'000})
    ->Args({30, 10'000});

}  // namespace

BENCHMARK_MAIN();
