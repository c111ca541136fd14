// Importance of parameters: 1,000 trials of 10 parameters have to take 100 ms of CPU at most.
#include <benchmark/benchmark.h>

#include "engine/importance/importance.h"
#include "engine/search/random.h"

namespace paretop::importance {
namespace {

space::Space floats(std::size_t count) {
    std::vector<space::Parameter> parameters;
    for (std::size_t i = 0; i < count; ++i) {
        space::Parameter parameter;
        parameter.name = "x" + std::to_string(i);
        parameter.type = space::ParameterType::real;
        parameter.high = 1;
        parameter.fallback = 0.0;
        parameters.push_back(parameter);
    }
    return {std::move(parameters), {}};
}

void analyses(benchmark::State& state, Method method) {
    const auto trials = static_cast<std::size_t>(state.range(0)), count = static_cast<std::size_t>(state.range(1));
    const auto space = floats(count);
    std::vector<space::Configuration> configurations;
    std::vector<double> values;
    for (std::size_t i = 0; i < trials; ++i) {
        search::Random random(1, i, 1);
        std::vector<double> unit(count);
        double value = 0.1 * random.normal(), weight = 1;
        for (double& x : unit) {
            x = random.uniform();
            value += weight * (x - 0.3) * (x - 0.3);
            weight *= 0.7;
        }
        configurations.push_back(from_unit(space, unit));
        values.push_back(value);
    }
    Options options;
    options.method = method;
    double r_squared = 0;
    for (auto _ : state) r_squared = analyse(space, configurations, values, options).value().r_squared;
    state.counters["R2"] = r_squared;
}
BENCHMARK_CAPTURE(analyses, fanova, Method::fanova)
    ->Args({1000, 10})
    ->Args({10000, 10})
    ->Args({100000, 10})
    ->Args({1000, 100})
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(analyses, permutation, Method::permutation)->Args({1000, 10})->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace paretop::importance

BENCHMARK_MAIN();
