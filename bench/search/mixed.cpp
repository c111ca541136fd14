// Problems of our own with parameters of several types, some conditional, and the additive knobs of a network of 34 operators.
#include <fmt/format.h>

#include <cmath>

#include "bench/search/problems.h"

namespace paretop::bench {
namespace {

using space::Configuration;
using space::Inactive;
using space::Parameter;
using space::ParameterType;

Parameter choice(std::string name, std::vector<std::string> choices, ParameterType type = ParameterType::categorical) {
    Parameter parameter;
    parameter.name = std::move(name);
    parameter.type = type;
    parameter.choices = std::move(choices);
    parameter.fallback = std::int64_t{0};
    return parameter;
}

Parameter boolean(std::string name) {
    Parameter parameter = choice(std::move(name), {}, ParameterType::boolean);
    return parameter;
}

Parameter integer(std::string name, double low, double high, std::int64_t fallback, bool log = false) {
    Parameter parameter;
    parameter.name = std::move(name);
    parameter.low = low;
    parameter.high = high;
    parameter.step = 1;
    parameter.log = log;
    parameter.fallback = fallback;
    return parameter;
}

Parameter when(Parameter parameter, const std::string& condition) {
    parameter.when = expr::Expression::parse(condition).value();
    return parameter;
}

std::int64_t at(const Configuration& configuration, std::size_t i) {
    const auto* const value = std::get_if<std::int64_t>(&configuration.values[i]);
    return value != nullptr ? *value : 0;
}

// A compiler of a kind: seconds, where flags help only together, unrolling has a sweet spot that depends on vectorisation,
// and the tile must fit a cache.
std::optional<std::vector<double>> compiler(const Configuration& c) {
    const double level[] = {1.6, 1.1, 1.0, 1.05};
    double seconds = 4 * level[at(c, 0)];
    const bool vectorise = at(c, 1) == 1, unroll = at(c, 3) == 1, tiled = at(c, 6) == 1;
    if (vectorise) seconds *= at(c, 2) == 3 && at(c, 0) < 2 ? 1.2 : 1 - 0.12 * static_cast<double>(at(c, 2));
    if (unroll) {
        const double best = vectorise ? 4 : 8;
        seconds *= 0.9 + 0.05 * std::pow(std::log2(static_cast<double>(at(c, 4)) / best), 2);
    }
    if (at(c, 5) == 1) seconds *= unroll ? 0.93 : 1.06;
    if (tiled) {
        const double i = std::log2(static_cast<double>(at(c, 7))), j = std::log2(static_cast<double>(at(c, 8)));
        seconds *= 0.6 + 0.03 * std::pow(i - 5.3, 2) + 0.02 * std::pow(j - 6.1, 2) + (i + j > 13 ? 0.5 : 0);
    }
    return std::vector{seconds};
}

SearchProblem compiler_problem() {
    std::vector<Parameter> parameters{choice("level", {"0", "1", "2", "3"}, ParameterType::ordinal),
                                      boolean("vectorise"),
                                      when(choice("width", {"64", "128", "256", "512"}, ParameterType::ordinal), "vectorise"),
                                      boolean("unroll"),
                                      when(integer("factor", 1, 64, 2, true), "unroll"),
                                      boolean("schedule"),
                                      boolean("tile"),
                                      when(integer("tile_i", 1, 1024, 16, true), "tile"),
                                      when(integer("tile_j", 1, 1024, 16, true), "tile")};
    return {"compiler", {std::move(parameters), {}}, 200, compiler, {}, 1.0 * 4 * 0.64 * 0.9 * 0.93 * 0.6};
}

// A pipeline of a kind: milliseconds an item against mebibytes; a codec with its own level, and workers that contend.
std::optional<std::vector<double>> pipeline(const Configuration& c) {
    const auto workers = static_cast<double>(at(c, 0)), batch = static_cast<double>(at(c, 1));
    const double prefetch = 1 + static_cast<double>(at(c, 2));
    double work = 40, size = 1;
    if (at(c, 3) == 1) work += 4, size = 0.5;
    if (at(c, 3) == 2) {
        const auto level = static_cast<double>(at(c, 4));
        work += 2 + 0.12 * level * level, size = 0.45 - 0.2 * (1 - std::exp(-level / 6));
    }
    if (at(c, 5) == 1) work *= 0.8;
    const double contention = 1 + 0.002 * workers * workers + (workers > 16 ? 0.3 : 0);
    const double wait = 30 * size / (prefetch * std::sqrt(batch));
    const double milliseconds = work * contention / workers + wait + 6 / batch;
    const double memory = 20 + workers * (8 + batch * size * 1.5 * (at(c, 5) == 1 ? 1.4 : 1)) + prefetch * batch * size;
    if (memory > 6000) return std::nullopt;
    return std::vector{milliseconds, memory};
}

SearchProblem pipeline_problem() {
    std::vector<Parameter> parameters{integer("workers", 1, 32, 4),
                                      integer("batch", 1, 256, 16, true),
                                      integer("prefetch", 0, 8, 1),
                                      choice("codec", {"none", "fast", "strong"}),
                                      when(integer("strength", 1, 19, 3), "codec == 'strong'"),
                                      boolean("pinned")};
    return {"pipeline", {std::move(parameters), {}}, 500, pipeline, {60, 500}, 0};
}

// Operators with 28 knobs each, loss and cost summed over them, and a penalty for too much loss; see add_knobs for the figures.
std::optional<std::vector<double>> knobs(const Configuration& c) {
    constexpr double speedups[] = {3, 2.25, 2}, losses[] = {9, 5, 3};
    double cost = 0.05 * 21, baseline = 0.05 * 21, loss = 0;
    for (int i = 0; i < 13; ++i) {
        const double work = 1 + (7 * i) % 5;
        const auto knob = at(c, static_cast<std::size_t>(i));
        baseline += work;
        cost += knob == 0 ? work : work / speedups[(knob - 1) % 3];
        if (knob > 0)
            loss += 0.02 * (1 + (5 * i) % 7) * losses[(knob - 1) % 3] * (0.5 + static_cast<double>((11 * (knob - 1)) % 13) / 13);
    }
    loss += 0.15 * std::pow(std::max(0.0, loss - 2), 2);
    return std::vector{loss, -baseline / cost};
}

SearchProblem knobs_problem() {
    std::vector<std::string> names;
    for (int knob = 0; knob < 28; ++knob) names.push_back(std::to_string(knob));
    std::vector<Parameter> parameters;
    for (int i = 0; i < 13; ++i) parameters.push_back(choice(fmt::format("op{}", i), names));
    return {"additive", {std::move(parameters), {}}, 1000, knobs, {3, -1}, 2.617};
}

}  // namespace

void add_mixed(std::vector<SearchProblem>& problems) {
    problems.push_back(compiler_problem());
    problems.push_back(pipeline_problem());
    problems.push_back(knobs_problem());
}

}  // namespace paretop::bench
