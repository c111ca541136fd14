// The methods that do not learn.
#include "engine/search/purpose.h"
#include "engine/search/sobol.h"
#include "engine/search/strategy.h"

namespace paretop::search {
namespace {

constexpr int k_points = 64;  // of the sequence, tried for one ask

class RandomStrategy : public Strategy {
  public:
    std::optional<Candidate> propose(TrialNumber) override { return std::nullopt; }
};

class SobolStrategy : public Strategy {
  public:
    SobolStrategy(std::uint64_t seed, Candidates& candidates)
        : seed_(seed), candidates_(candidates), points_(candidates.dimensions(), seed) {}

    std::optional<Candidate> propose(TrialNumber number) override {
        Candidate candidate{{}, {}, "sobol"};
        for (int i = 0; i < k_points; ++i) {
            points_.next(candidate.coordinates);
            candidate.configuration = from_unit(candidates_.space(), candidate.coordinates);
            if (candidates_.claim(candidate.configuration)) return candidate;
        }
        Random random(seed_, static_cast<std::uint64_t>(number), purpose::sobol_repair);
        if (candidates_.repair(candidate, random) && candidates_.claim(candidate.configuration)) return candidate;
        return std::nullopt;
    }

  private:
    std::uint64_t seed_;
    Candidates& candidates_;
    EvenPoints points_;
};

}  // namespace

Result<std::unique_ptr<Strategy>> make_random(const Setting&) { return std::make_unique<RandomStrategy>(); }
Result<std::unique_ptr<Strategy>> make_sobol(const Setting& setting) {
    return std::make_unique<SobolStrategy>(setting.problem.seed, setting.candidates);
}

}  // namespace paretop::search
