// Every method against answers and spaces that are of little help.
#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <set>

#include "tests/engine/search/spaces.h"

namespace paretop::search {
namespace {

using space::Space;
using Answer = std::function<Outcome(TrialNumber)>;

constexpr double k_infinity = std::numeric_limits<double>::infinity();
constexpr double k_largest = std::numeric_limits<double>::max();

struct Hardship {
    std::string name;
    Space space;
    std::size_t objectives = 1;
    Answer answer;
};

Space mixed() {
    return {{real("a", 0, 1), integer("b", 0, 9999), categorical("c", {"x", "y", "z"}), boolean("d"),
             permutation("e", {"1", "2", "3", "4"})},
            {}};
}

Space many_parameters() {
    std::vector<space::Parameter> parameters;
    for (int i = 0; i < 500; ++i)
        parameters.push_back(i % 3 == 0   ? boolean("p" + std::to_string(i))
                             : i % 3 == 1 ? real("p" + std::to_string(i), 0, 1)
                                          : integer("p" + std::to_string(i), 0, 9));
    return {std::move(parameters), {}};
}

Space many_choices() {
    std::vector<std::string> choices;
    for (int i = 0; i < 10'000; ++i) choices.push_back("c" + std::to_string(i));
    return {{categorical("a", choices), boolean("b")}, {}};
}

Outcome outcome(std::vector<double> objectives, double violation = 0) { return {0, false, std::move(objectives), violation, {}}; }
Outcome failure() { return {0, true, {}, 0, {}}; }
double wave(TrialNumber number) { return static_cast<double>(number * 37 % 101); }

std::vector<Hardship> hardships() {
    return {
        {"all_fail", mixed(), 1, [](TrialNumber) { return failure(); }},
        {"all_fail_but_the_baseline", mixed(), 2,
         [](TrialNumber n) {
             return n == 0 ? outcome({1, 2}) : failure();
         }},
        {"all_violate", mixed(), 2,
         [](TrialNumber n) {
             return outcome({wave(n), -wave(n)}, 1 + wave(n));
         }},
        {"all_constant", mixed(), 1, [](TrialNumber) { return outcome({7}); }},
        {"one_constant", mixed(), 2,
         [](TrialNumber n) {
             return outcome({wave(n), 7});
         }},
        {"all_zero", mixed(), 3,
         [](TrialNumber) {
             return outcome({0, 0, 0});
         }},
        {"infinities", mixed(), 2,
         [](TrialNumber n) {
             return outcome({n % 3 == 0 ? k_infinity : wave(n), n % 5 == 0 ? -k_infinity : wave(n + 1)});
         }},
        {"not_numbers", mixed(), 1,
         [](TrialNumber n) { return outcome({n % 2 == 0 ? std::numeric_limits<double>::quiet_NaN() : wave(n)}); }},
        {"infinite_violations", mixed(), 1, [](TrialNumber n) { return outcome({wave(n)}, n % 2 == 0 ? k_infinity : 0); }},
        {"huge", mixed(), 2,
         [](TrialNumber n) {
             return outcome({n % 2 == 0 ? -k_largest : k_largest, n % 3 == 0 ? k_largest : 1e-300});
         }},
        {"five_objectives", mixed(), 5,
         [](TrialNumber n) {
             return outcome({wave(n), wave(n + 1), wave(n + 2), wave(n + 3), wave(n + 4)});
         }},
        {"many_parameters", many_parameters(), 1, [](TrialNumber n) { return outcome({wave(n)}); }},
        {"many_choices", many_choices(), 2,
         [](TrialNumber n) {
             return outcome({wave(n), -wave(n)});
         }},
    };
}

class Hardships : public testing::TestWithParam<std::tuple<Method, Hardship>> {};

INSTANTIATE_TEST_SUITE_P(Search, Hardships, testing::Combine(testing::ValuesIn(methods()), testing::ValuesIn(hardships())),
                         [](const auto& param) {
                             return std::string(std::get<0>(param.param).name) + "_" + std::get<1>(param.param).name;
                         });

TEST_P(Hardships, AreSurvivedWithValidAsks) {
    const auto& [method, hardship] = GetParam();
    Problem problem;
    problem.space = hardship.space;
    problem.objectives = hardship.objectives;
    problem.budget = method.name == "grid" ? 0 : 100;  // unknown, or it would refuse
    problem.in_flight = 2;
    auto searcher = make_searcher(method.name, problem).value();
    std::set<std::string> seen;
    for (TrialNumber number = 0; number < 100; ++number) {
        const auto ask = searcher->ask(number);
        ASSERT_TRUE(ask) << searcher->why();
        ASSERT_TRUE(hardship.space.check(ask->configuration)) << number;
        ASSERT_TRUE(seen.insert(encode(hardship.space, ask->configuration)).second) << number;
        auto answer = hardship.answer(number);
        answer.number = number;
        searcher->tell(answer);
    }
}

// 24 configurations and a budget of 1,000, several in flight, here and there a failure.
class FewerThanTrials : public testing::TestWithParam<Method> {};

INSTANTIATE_TEST_SUITE_P(Search, FewerThanTrials, testing::ValuesIn(methods()),
                         [](const auto& param) { return std::string(param.param.name); });

TEST_P(FewerThanTrials, AreAllMeasuredAndThenItEnds) {
    Problem problem;
    problem.space = Space({integer("a", 1, 4), permutation("b", {"x", "y", "z"})}, {});
    problem.budget = 1000;
    problem.in_flight = 3;
    auto searcher = make_searcher(GetParam().name, problem).value();
    EXPECT_EQ(asked(run(*searcher, problem.space, 1000, 3, 5)).size(), 24u);
    EXPECT_EQ(searcher->why(), "all 24 configurations were measured");
}

}  // namespace
}  // namespace paretop::search
