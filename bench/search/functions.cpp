// Test functions of the literature: Zitzler, Deb, Thiele, "Comparison of multiobjective evolutionary algorithms", 2000 (ZDT);
// Deb et al., "Scalable test problems", 2005 (DTLZ); Surjanovic and Bingham, "Virtual library of simulation experiments".
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>

#include "bench/search/problems.h"

namespace paretop::bench {
namespace {

using space::Configuration;
using Vector = std::vector<double>;

space::Space box(const std::vector<std::pair<double, double>>& ranges) {
    std::vector<space::Parameter> parameters;
    for (const auto& [low, high] : ranges) {
        space::Parameter parameter;
        parameter.name = "x" + std::to_string(parameters.size());
        parameter.type = space::ParameterType::real;
        parameter.low = low;
        parameter.high = high;
        parameter.fallback = (low + high) / 2;
        parameters.push_back(std::move(parameter));
    }
    return {std::move(parameters), {}};
}

space::Space cube(std::size_t n, double low, double high) { return box(std::vector(n, std::pair(low, high))); }

template <class Function>
auto of_numbers(Function function) {
    return [function](const Configuration& configuration) -> std::optional<Vector> {
        Vector x;
        for (const auto& value : configuration.values) x.push_back(std::get<double>(value));
        return function(x);
    };
}

double zdt_g(const Vector& x) { return 1 + 9 * std::accumulate(x.begin() + 1, x.end(), 0.0) / static_cast<double>(x.size() - 1); }
Vector zdt1(const Vector& x) {
    const double g = zdt_g(x);
    return {x[0], g * (1 - std::sqrt(x[0] / g))};
}
Vector zdt2(const Vector& x) {
    const double g = zdt_g(x);
    return {x[0], g * (1 - x[0] * x[0] / g / g)};
}
Vector zdt3(const Vector& x) {
    const double g = zdt_g(x);
    return {x[0], g * (1 - std::sqrt(x[0] / g) - x[0] / g * std::sin(10 * std::numbers::pi * x[0]))};
}
Vector dtlz2(const Vector& x) {
    double g = 0;
    for (std::size_t i = 2; i < x.size(); ++i) g += (x[i] - 0.5) * (x[i] - 0.5);
    const double a = x[0] * std::numbers::pi / 2, b = x[1] * std::numbers::pi / 2;
    return {(1 + g) * std::cos(a) * std::cos(b), (1 + g) * std::cos(a) * std::sin(b), (1 + g) * std::sin(a)};
}

Vector branin(const Vector& x) {
    const double pi = std::numbers::pi;
    const double bend = x[1] - 5.1 / (4 * pi * pi) * x[0] * x[0] + 5 / pi * x[0] - 6;
    return {bend * bend + 10 * (1 - 1 / (8 * pi)) * std::cos(x[0]) + 10};
}

Vector hartmann6(const Vector& x) {
    constexpr std::array<double, 4> weight{1.0, 1.2, 3.0, 3.2};
    constexpr double a[4][6] = {
        {10, 3, 17, 3.5, 1.7, 8}, {0.05, 10, 17, 0.1, 8, 14}, {3, 3.5, 1.7, 10, 17, 8}, {17, 8, 0.05, 10, 0.1, 14}};
    constexpr double p[4][6] = {{.1312, .1696, .5569, .0124, .8283, .5886},
                                {.2329, .4135, .8307, .3736, .1004, .9991},
                                {.2348, .1451, .3522, .2883, .3047, .6650},
                                {.4047, .8828, .8732, .5743, .1091, .0381}};
    double sum = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        double distance = 0;
        for (std::size_t j = 0; j < 6; ++j) distance += a[i][j] * (x[j] - p[i][j]) * (x[j] - p[i][j]);
        sum -= weight[i] * std::exp(-distance);
    }
    return {sum};
}

Vector rosenbrock(const Vector& x) {
    double sum = 0;
    for (std::size_t i = 0; i + 1 < x.size(); ++i) sum += 100 * std::pow(x[i + 1] - x[i] * x[i], 2) + (1 - x[i]) * (1 - x[i]);
    return {sum};
}

Vector ackley(const Vector& x) {
    double squares = 0, cosines = 0;
    for (const double value : x) {
        squares += value * value;
        cosines += std::cos(2 * std::numbers::pi * value);
    }
    const auto n = static_cast<double>(x.size());
    return {20 + std::numbers::e - 20 * std::exp(-0.2 * std::sqrt(squares / n)) - std::exp(cosines / n)};
}

}  // namespace

void add_functions(std::vector<SearchProblem>& problems) {
    problems.push_back({"zdt1", cube(30, 0, 1), 2000, of_numbers(zdt1), {1.1, 1.1}, 0.87666});
    problems.push_back({"zdt2", cube(30, 0, 1), 2000, of_numbers(zdt2), {1.1, 1.1}, 0.54333});
    problems.push_back({"zdt3", cube(30, 0, 1), 2000, of_numbers(zdt3), {1.1, 1.1}, 1.33175});
    problems.push_back({"dtlz2", cube(12, 0, 1), 2000, of_numbers(dtlz2), {1.1, 1.1, 1.1}, 0.80740});
    problems.push_back({"branin", box({{-5, 10}, {0, 15}}), 200, of_numbers(branin), {}, 0.397887});
    problems.push_back({"hartmann6", cube(6, 0, 1), 200, of_numbers(hartmann6), {}, -3.32237});
    problems.push_back({"rosenbrock10", cube(10, -5, 10), 200, of_numbers(rosenbrock), {}, 0});
    problems.push_back({"ackley10", cube(10, -20, 45), 200, of_numbers(ackley), {}, 0});
    problems.push_back({"ackley20", cube(20, -20, 45), 200, of_numbers(ackley), {}, 0});
}

}  // namespace paretop::bench
