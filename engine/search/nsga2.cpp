// NSGA-II without generations: whenever a few outcomes have come in, the best of them and of the parents become the new parents,
// so that several asks may be in flight and nobody waits. Which outcomes those are is decided by the order of the tells alone.
#include <algorithm>
#include <map>

#include "engine/search/purpose.h"
#include "engine/search/ranking.h"
#include "engine/search/strategy.h"
#include "engine/search/variation.h"

namespace paretop::search {
namespace {

constexpr std::size_t k_batch = 2;  // outcomes between two selections
constexpr int k_attempts = 48;      // to breed a child that was not measured before
constexpr double k_crossover = 0.9;

struct Individual {
    Coordinates genes;
    Merit merit;
    std::size_t rank = 0;
    double crowding = 0;
};

std::vector<Merit> merits_of(std::vector<Individual>& individuals) {
    std::vector<Merit> merits;
    merits.reserve(individuals.size());
    for (auto& individual : individuals) merits.push_back(std::move(individual.merit));
    return merits;
}

// The best `places` by rank, then by crowding; with their rank and crowding set.
std::vector<Individual> survivors(std::vector<Individual> individuals, std::size_t places) {
    auto merits = merits_of(individuals);
    std::vector<Individual> kept;
    for (const auto& [member, rank, crowding] : best_of(merits, places, Crowding::where_cut))
        kept.push_back({std::move(individuals[member].genes), std::move(merits[member]), rank, crowding});
    return kept;
}

class Nsga2 : public Strategy {
  public:
    Nsga2(const Setting& setting, std::unique_ptr<Strategy> first)
        : seed_(setting.problem.seed),
          places_(nsga2_population(setting.problem.budget)),
          candidates_(setting.candidates),
          first_(std::move(first)) {}

    std::optional<Candidate> propose(TrialNumber number) override {
        if (static_cast<std::size_t>(number) < places_ || !can_breed()) {
            auto candidate = first_->propose(number);
            if (candidate) candidate->origin = "nsga2/sobol";
            return candidate;
        }
        Random random(seed_, static_cast<std::uint64_t>(number), purpose::breed);
        for (int attempt = 0; attempt < k_attempts; ++attempt) {
            Candidate child = breed(1 + attempt / 4, random);
            if (candidates_.repair(child, random) && candidates_.claim(child.configuration)) return child;
        }
        return std::nullopt;
    }

    void asked(TrialNumber number, const Candidate& candidate) override {
        in_flight_.emplace(number, candidate.coordinates.empty() ? to_unit(candidates_.space(), candidate.configuration)
                                                                 : candidate.coordinates);
    }

    void tell(const Outcome& outcome) override {
        auto asked = in_flight_.extract(outcome.number);
        if (asked.empty()) return;
        arrived_.push_back({std::move(asked.mapped()), merit_of(outcome)});
        if (arrived_.size() < k_batch) return;
        std::ranges::move(arrived_, std::back_inserter(parents_));
        arrived_.clear();
        parents_ = survivors(std::move(parents_), places_);
    }

  private:
    // Not from failed trials alone.
    [[nodiscard]] bool can_breed() const { return parents_.size() >= 2 && !parents_[1].merit.failed(); }

    const Individual& tournament(Random& random) const {
        const auto& a = parents_[random.below(parents_.size())];
        const auto& b = parents_[random.below(parents_.size())];
        if (a.rank != b.rank) return a.rank < b.rank ? a : b;
        return a.crowding >= b.crowding ? a : b;
    }

    // `strength`: parameters to mutate, on average.
    Candidate breed(int strength, Random& random) const {
        const auto& mother = tournament(random);
        const auto& father = tournament(random);
        Candidate child{{}, mother.genes, "nsga2"};
        if (random.uniform() < k_crossover) child.coordinates = cross(candidates_, mother.genes, father.genes, random);
        mutate(candidates_, child.coordinates, strength / static_cast<double>(candidates_.space().parameters().size()), random);
        child.configuration = from_unit(candidates_.space(), child.coordinates);
        return child;
    }

    std::uint64_t seed_;
    std::size_t places_;
    Candidates& candidates_;
    std::unique_ptr<Strategy> first_;
    std::map<TrialNumber, Coordinates> in_flight_;
    std::vector<Individual> parents_;  // best first
    std::vector<Individual> arrived_;  // since the last selection
};

}  // namespace

std::size_t nsga2_population(std::int64_t budget) {
    return static_cast<std::size_t>(budget <= 0 ? 50 : std::min<std::int64_t>(16 + budget / 60, 100));
}

Result<std::unique_ptr<Strategy>> make_nsga2(const Setting& setting) {
    PARETOP_TRY(auto first, make_sobol(setting));
    return std::make_unique<Nsga2>(setting, std::move(first));
}

}  // namespace paretop::search
