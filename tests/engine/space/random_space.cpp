#include "tests/engine/space/random_space.h"

#include <fmt/format.h>

namespace paretop::space {
namespace {

double pick(std::mt19937& random, double low, double high) { return std::uniform_real_distribution<double>(low, high)(random); }
int whole(std::mt19937& random, int low, int high) { return std::uniform_int_distribution<int>(low, high)(random); }

std::vector<std::string> words(std::mt19937& random, int count) {
    const std::vector<std::string> odd{"", "a b", "quo\"te", "back\\slash", "ünï", "tab\there", "-O2 -g", "{}", "true", "12"};
    std::vector<std::string> out;
    for (int i = 0; i < count; ++i)
        out.push_back(i < static_cast<int>(odd.size()) && whole(random, 0, 1) == 0 ? odd[static_cast<std::size_t>(i)]
                                                                                   : fmt::format("w{}", i));
    return out;
}

Parameter random_parameter(const std::string& name, std::mt19937& random) {
    const bool log = whole(random, 0, 1) == 1;
    switch (whole(random, 0, 7)) {
        case 0: {
            const int low = log ? whole(random, 1, 50) : whole(random, -1000, 1000);
            const int step = whole(random, 1, 5);
            return integer(name, low, low + step * whole(random, 0, 300), step, log);
        }
        case 1:
            return real(name, log ? pick(random, 1e-6, 1) : pick(random, -1e3, 1), pick(random, 2, 1e4), 0, log);
        case 2:
            return real(name, whole(random, 1, 9) / 10.0, whole(random, 10, 90) / 10.0, 0.1, log);
        case 3:
            return choice(name, words(random, whole(random, 1, 12)));
        case 4:
            return choice(name, {"1", "2", "4", "8", "16"}, ParameterType::ordinal);
        case 5:
            return boolean(name);
        case 6:
            return permutation(name, {"a", "b", "c", "d", "e"});
        default:
            return integer(name, -9e15, 9e15);
    }
}

std::string random_condition(const Parameter& on, std::mt19937& random) {
    switch (on.type) {
        case ParameterType::boolean:
            return fmt::format("`{}`", on.name);
        case ParameterType::permutation:
            return fmt::format("defined(`{}`)", on.name);
        case ParameterType::categorical:
            return fmt::format("`{}` != 'w{}'", on.name, whole(random, 0, 3));
        default:
            return fmt::format("`{}` > {}", on.name, (on.low + on.high) / 2);
    }
}

}  // namespace

Parameter integer(std::string name, double low, double high, double step, bool log) {
    Parameter out = real(std::move(name), low, high, step, log);
    out.type = ParameterType::integer;
    out.fallback = static_cast<std::int64_t>(low);
    return out;
}

Parameter real(std::string name, double low, double high, double step, bool log) {
    Parameter out;
    out.name = std::move(name);
    out.type = ParameterType::real;
    out.low = low;
    out.high = high;
    out.step = step;
    out.log = log;
    out.fallback = out.nearest(low);
    return out;
}

Parameter choice(std::string name, std::vector<std::string> choices, ParameterType type) {
    Parameter out;
    out.name = std::move(name);
    out.type = type;
    out.choices = std::move(choices);
    out.fallback = std::int64_t{0};
    return out;
}

Parameter boolean(std::string name) { return choice(std::move(name), {}, ParameterType::boolean); }

Parameter permutation(std::string name, std::vector<std::string> items) {
    Parameter out = choice(std::move(name), std::move(items), ParameterType::permutation);
    Permutation identity(out.choices.size());
    for (std::size_t i = 0; i < identity.size(); ++i) identity[i] = static_cast<std::uint16_t>(i);
    out.fallback = identity;
    return out;
}

Parameter when(Parameter parameter, std::string_view condition) {
    parameter.when = expr::Expression::parse(condition).value();
    return parameter;
}

Constraint require(std::string_view condition) { return {expr::Expression::parse(condition).value(), "here"}; }

Space random_space(std::mt19937& random) {
    std::vector<Parameter> parameters;
    const int count = whole(random, 1, 12);
    for (int i = 0; i < count; ++i) {
        auto parameter = random_parameter(fmt::format("{}p{}", whole(random, 0, 9), i), random);
        if (i > 0 && whole(random, 0, 2) == 0)
            parameter = when(parameter, random_condition(parameters[static_cast<std::size_t>(whole(random, 0, i - 1))], random));
        parameters.push_back(std::move(parameter));
    }
    return {std::move(parameters), {}};
}

std::vector<double> random_point(const Space& space, std::mt19937& random) {
    std::vector<double> out(unit_dimensions(space));
    for (auto& coordinate : out) coordinate = pick(random, 0, 1);
    return out;
}

}  // namespace paretop::space
