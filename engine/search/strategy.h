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

std::unique_ptr<Strategy> make_random_strategy();
std::unique_ptr<Strategy> make_sobol_strategy(std::uint64_t seed, Candidates& candidates);  // `candidates` must outlive it
std::unique_ptr<Strategy> make_nsga2_strategy(std::uint64_t seed, std::int64_t budget, Candidates& candidates);

// Trials that NSGA-II keeps as parents, for a budget (0: unknown).
std::size_t nsga2_population(std::int64_t budget);

struct Choice {
    std::string_view method;
    std::string why;  // one sentence
};
Choice choose_method(const Problem& problem);

}  // namespace paretop::search
