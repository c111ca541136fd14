#include "tests/engine/search/spaces.h"

#include <cmath>
#include <numeric>

#include "engine/search/random.h"

namespace paretop::search {
namespace {

using space::Parameter;
using space::ParameterType;

Parameter chosen(ParameterType type, std::string name, std::vector<std::string> choices) {
    Parameter parameter;
    parameter.name = std::move(name);
    parameter.type = type;
    parameter.choices = std::move(choices);
    parameter.fallback = std::int64_t{0};
    return parameter;
}

expr::Expression parsed(const std::string& text) { return expr::Expression::parse(text).value(); }

std::vector<Parameter> everything() {
    return {integer("level", 1, 19),
            logarithmic(integer("block", 1, 4096)),
            real("rate", -1, 1),
            logarithmic(real("scale", 1e-6, 1)),
            real("ratio", 0, 1, 0.1),
            boolean("fast"),
            when(categorical("mode", {"a", "b", "c"}), "fast"),
            when(real("depth", 0, 1), "fast && mode == 'b'"),
            ordinal("size", {"1", "2", "4", "8"}),
            permutation("order", {"x", "y", "z", "w"})};
}

}  // namespace

Parameter integer(std::string name, double low, double high, double step) {
    Parameter parameter;
    parameter.name = std::move(name);
    parameter.low = low;
    parameter.high = high;
    parameter.step = step;
    parameter.fallback = static_cast<std::int64_t>(low);
    return parameter;
}

Parameter real(std::string name, double low, double high, double step) {
    Parameter parameter = integer(std::move(name), low, high, step);
    parameter.type = ParameterType::real;
    parameter.fallback = low;
    return parameter;
}

Parameter logarithmic(Parameter parameter) {
    parameter.log = true;
    return parameter;
}

Parameter boolean(std::string name) { return chosen(ParameterType::boolean, std::move(name), {}); }
Parameter categorical(std::string name, std::vector<std::string> choices) {
    return chosen(ParameterType::categorical, std::move(name), std::move(choices));
}
Parameter ordinal(std::string name, std::vector<std::string> choices) {
    return chosen(ParameterType::ordinal, std::move(name), std::move(choices));
}

Parameter permutation(std::string name, std::vector<std::string> choices) {
    space::Permutation order(choices.size());
    std::iota(order.begin(), order.end(), std::uint16_t{0});
    auto parameter = chosen(ParameterType::permutation, std::move(name), std::move(choices));
    parameter.fallback = order;
    return parameter;
}

Parameter when(Parameter parameter, const std::string& condition) {
    parameter.when = parsed(condition);
    return parameter;
}

space::Constraint require(const std::string& condition) { return {parsed(condition), "test.toml:1:1"}; }

const std::vector<NamedSpace>& example_spaces() {
    static const std::vector<NamedSpace> all{
        {"int", {{integer("a", -5, 1000)}, {}}},
        {"int_step", {{integer("a", 3, 1000, 7), integer("b", 0, 6, 3)}, {}}},
        {"int_log", {{logarithmic(integer("a", 1, 1 << 20))}, {}}},
        {"float", {{real("a", -1, 1), real("b", 0, 1e9)}, {}}},
        {"float_step", {{real("a", 0, 1, 0.001)}, {}}},
        {"float_log", {{logarithmic(real("a", 1e-9, 1e9))}, {}}},
        {"categorical", {{categorical("a", {"x", "y", "z"}), categorical("b", std::vector<std::string>(100, "same"))}, {}}},
        {"bool",
         {{boolean("a"), boolean("b"), boolean("c"), boolean("d"), boolean("e"), boolean("f"), boolean("g"), boolean("h")}, {}}},
        {"ordinal", {{ordinal("a", std::vector<std::string>(15, "s")), ordinal("b", std::vector<std::string>(15, "s"))}, {}}},
        {"permutation", {{permutation("a", {"1", "2", "3", "4", "5", "6"})}, {}}},
        {"conditional",
         {{boolean("a"), when(integer("b", 1, 50), "a"), when(real("c", 0, 1), "a && b > 25"), integer("d", 1, 9)}, {}}},
        {"half_allowed", {{integer("a", 0, 100), integer("b", 0, 100)}, {require("a <= b")}}},
        {"rarely_allowed",
         {{integer("a", 0, 999), integer("b", 0, 999), real("c", 0, 1)}, {require("a == b"), require("c < 0.5")}}},
        {"everything", {everything(), {require("level + 2 * ratio <= 18"), require("!fast || rate < 0.5")}}},
    };
    return all;
}

Outcome answer(const space::Space& space, TrialNumber number, const space::Configuration& configuration) {
    Outcome outcome;
    outcome.number = number;
    double sum = 0, squares = 0, weight = 1;
    for (const double x : to_unit(space, configuration)) {
        sum += weight * x;
        squares += (x - 0.7) * (x - 0.7);
        weight *= 0.9;
    }
    const double phase = std::fmod(1000 * (sum + squares), 10);
    outcome.failed = phase < 1;
    if (outcome.failed) return outcome;
    outcome.objectives = {sum, squares};
    outcome.violation = phase > 8 ? phase - 8 : 0;
    outcome.repeats = {{sum}, {squares}};
    return outcome;
}

std::vector<Event> run(Searcher& searcher, const space::Space& space, int trials, std::size_t in_flight, std::uint64_t shuffle) {
    std::vector<Event> events;
    std::vector<Outcome> open;
    Random random(shuffle, 0, 1000);
    TrialNumber number = 0;
    bool more = true;
    while (more || !open.empty()) {
        more = more && number < trials;
        if (more && open.size() < in_flight) {
            const auto ask = searcher.ask(number);
            more = ask.has_value();
            if (!more) continue;
            open.push_back(answer(space, number, ask->configuration));
            events.push_back({number++, encode(space, ask->configuration), {}});
        } else {
            const auto next = open.begin() + static_cast<std::ptrdiff_t>(random.below(open.size()));
            searcher.tell(*next);
            events.push_back({next->number, {}, *next});
            open.erase(next);
        }
    }
    return events;
}

std::vector<std::string> asked(const std::vector<Event>& events) {
    std::vector<std::string> result;
    for (const auto& event : events)
        if (!event.asked.empty()) result.push_back(event.asked);
    return result;
}

}  // namespace paretop::search
