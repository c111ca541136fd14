// Spaces and answers for the tests of searchers.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/search/searcher.h"

namespace paretop::search {

space::Parameter integer(std::string name, double low, double high, double step = 1);
space::Parameter real(std::string name, double low, double high, double step = 0);
space::Parameter logarithmic(space::Parameter parameter);  // with the default at its lower end
space::Parameter boolean(std::string name);
space::Parameter categorical(std::string name, std::vector<std::string> choices);
space::Parameter ordinal(std::string name, std::vector<std::string> choices);
space::Parameter permutation(std::string name, std::vector<std::string> choices);
space::Parameter when(space::Parameter parameter, const std::string& condition);
space::Constraint require(const std::string& condition);

struct NamedSpace {
    std::string name;
    space::Space space;
};
// One space for each type of parameter, one with conditions, constrained ones, one with everything.
const std::vector<NamedSpace>& example_spaces();

// Answers that depend on nothing but the configuration: two objectives, here and there a failure or a violation.
Outcome answer(const space::Space& space, TrialNumber number, const space::Configuration& configuration);

// One ask or one tell.
struct Event {
    TrialNumber number = 0;
    std::string asked;  // compact bytes of the configuration; empty: a tell
    Outcome told;
};
// Asks up to `trials` times, keeps up to `in_flight` open and tells them in an order drawn from `shuffle`.
std::vector<Event> run(Searcher& searcher, const space::Space& space, int trials, std::size_t in_flight,
                       std::uint64_t shuffle = 0);
std::vector<std::string> asked(const std::vector<Event>& events);

}  // namespace paretop::search
