// A strategy that learns from where trials were and how good they were, whoever proposed them.
#pragma once

#include <map>

#include "engine/search/ranking.h"
#include "engine/search/strategy.h"

namespace paretop::search {

class Learner : public Strategy {
  public:
    explicit Learner(const Setting& setting) : problem_(setting.problem), candidates_(setting.candidates) {}

    void asked(TrialNumber number, const Candidate& candidate) final {
        in_flight_.emplace(number, candidate.coordinates.empty() ? to_unit(candidates_.space(), candidate.configuration)
                                                                 : candidate.coordinates);
    }
    void tell(const Outcome& outcome) final {
        auto asked = in_flight_.extract(outcome.number);
        if (!asked.empty()) learn(outcome.number, std::move(asked.mapped()), merit_of(outcome));
    }

  protected:
    virtual void learn(TrialNumber number, Coordinates at, Merit merit) = 0;

    // The configuration at these coordinates, moved to where the constraints hold and claimed; nullopt: it was asked before.
    std::optional<Candidate> claimed(Coordinates at, std::string_view origin, Random& random) {
        Candidate candidate{from_unit(candidates_.space(), at), std::move(at), origin};
        if (candidates_.repair(candidate, random) && candidates_.claim(candidate.configuration)) return candidate;
        return std::nullopt;
    }
    [[nodiscard]] std::size_t parameters() const { return problem_.space.parameters().size(); }

    const Problem& problem_;
    Candidates& candidates_;

  private:
    std::map<TrialNumber, Coordinates> in_flight_;
};

}  // namespace paretop::search
