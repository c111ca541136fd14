// The part of a Searcher that differs from method to method.
#pragma once

#include <memory>
#include <optional>

#include "engine/search/candidates.h"
#include "engine/search/searcher.h"

namespace paretop::search {

class Strategy {
  public:
    virtual ~Strategy() = default;
    // A configuration for this trial, claimed from the candidates; nullopt: it has no idea, and one is drawn at random.
    virtual std::optional<Candidate> propose(TrialNumber number) = 0;
    // What trial `number` will measure, whoever proposed it.
    virtual void asked(TrialNumber, const Candidate&) {}
    virtual void tell(const Outcome&) {}
};

// What a strategy is made for; both outlive it.
struct Setting {
    const Problem& problem;
    Candidates& candidates;
};
using MakeStrategy = Result<std::unique_ptr<Strategy>> (*)(const Setting&);

// A search method: its line in engine/search/methods.cpp is all that the frame knows of it.
struct MethodEntry {
    Method method;
    MakeStrategy make;  // nullptr for `auto`, which chooses another one
};
const std::vector<MethodEntry>& method_entries();
// `method` is a name from method_entries().
Result<std::unique_ptr<Strategy>> make_strategy(std::string_view method, const Setting& setting);

Result<std::unique_ptr<Strategy>> make_random(const Setting&);
Result<std::unique_ptr<Strategy>> make_sobol(const Setting&);
Result<std::unique_ptr<Strategy>> make_lhs(const Setting&);
// usage: more configurations than trials.
Result<std::unique_ptr<Strategy>> make_grid(const Setting&);
Result<std::unique_ptr<Strategy>> make_nsga2(const Setting&);
Result<std::unique_ptr<Strategy>> make_anneal(const Setting&);
Result<std::unique_ptr<Strategy>> make_cmaes(const Setting&);
Result<std::unique_ptr<Strategy>> make_bandit(const Setting&);
Result<std::unique_ptr<Strategy>> make_tpe(const Setting&);
Result<std::unique_ptr<Strategy>> make_gp(const Setting&);

// Trials that NSGA-II keeps as parents, for a budget (0: unknown).
std::size_t nsga2_population(std::int64_t budget);

// Whether so many trials of so many parameters leave a Gaussian process the time to think about each.
bool affords_gp(const Problem& problem);

struct Choice {
    std::string_view method;
    std::string why;  // one sentence
};
Choice choose_method(const Problem& problem);

}  // namespace paretop::search
