#include <algorithm>

#include "engine/search/arms.h"
#include "engine/search/elite.h"
#include "engine/search/learner.h"
#include "engine/search/purpose.h"
#include "engine/search/scalarisation.h"
#include "engine/search/variation.h"

namespace paretop::search {
namespace {

constexpr std::size_t k_least = 4;  // members before anything can be combined
constexpr std::size_t k_smallest_population = 10, k_largest_population = 30;
constexpr int k_attempts = 32;
constexpr double k_crossover_few = 0.2, k_crossover_many = 0.9;  // each half of the time: separable or not

class DifferentialEvolution : public Learner {
  public:
    explicit DifferentialEvolution(const Setting& setting)
        : Learner(setting),
          places_(std::clamp(2 * candidates_.dimensions(), k_smallest_population, k_largest_population)),
          weights_(spread_weights(places_, problem_.objectives, problem_.seed)),
          elite_(problem_.objectives) {}

    std::optional<Candidate> propose(TrialNumber number) override {
        if (members_.size() < k_least || elite_.empty() || parameters() == 0) return std::nullopt;
        Random random(problem_.seed, static_cast<std::uint64_t>(number), purpose::differences);
        for (int attempt = 0; attempt < k_attempts; ++attempt) {
            const std::size_t target = turn_++ % members_.size();
            auto candidate = claimed(trial(target, random), "de", random);
            if (!candidate) continue;
            targets_.emplace(number, target);
            return candidate;
        }
        return std::nullopt;
    }

  private:
    struct Member {
        Coordinates at;
        Merit merit;
    };

    void learn(TrialNumber number, Coordinates at, Merit merit) override {
        scalarisation_.observe(merit);
        elite_.offer(number, at, merit);
        const auto target = targets_.extract(number);
        if (target.empty() && members_.size() < places_) return members_.push_back({std::move(at), std::move(merit)});
        const std::size_t place = target.empty() ? worst() : target.mapped();
        const double change = scalarisation_.change(members_[place].merit, merit, weights_[place]);
        if (change < 0 || (change == 0 && !target.empty())) members_[place] = {std::move(at), std::move(merit)};
    }

    [[nodiscard]] std::size_t worst() const {
        std::size_t worst = 0;
        for (std::size_t i = 1; i < members_.size(); ++i)
            if (scalarisation_.change(members_[worst].merit, members_[i].merit, weights_[i]) > 0) worst = i;
        return worst;
    }

    // Rand-to-best/1 with binomial crossover. Categories come from one of the parents.
    Coordinates trial(std::size_t target, Random& random) const {
        const auto member = [&]() -> const Coordinates& { return members_[random.below(members_.size())].at; };
        const auto &base = members_[target].at, &best = elite_.pick(random), &one = member(), &other = member();
        const double pull = random.uniform(), difference = 0.5 + random.uniform() / 2;
        const double crossover = random.below(2) == 0 ? k_crossover_few : k_crossover_many;
        const auto surely = random.below(parameters());
        Coordinates at = base;
        for (std::size_t i = 0; i < parameters(); ++i) {
            if (i != surely && random.uniform() >= crossover) continue;
            const auto [first, count] = candidates_.range(i);
            if (is_nominal(problem_.space.parameters()[i])) {
                at[first] = (random.uniform() < pull ? best : random.below(2) == 0 ? one : other)[first];
                continue;
            }
            for (std::size_t k = first; k < first + count; ++k)
                at[k] = reflected(base[k] + pull * (best[k] - base[k]) + difference * (one[k] - other[k]));
        }
        return at;
    }

    std::size_t places_;
    std::vector<Weights> weights_;  // of each place, for several objectives
    std::vector<Member> members_;
    std::size_t turn_ = 0;
    std::map<TrialNumber, std::size_t> targets_;
    Elite elite_;
    Scalarisation scalarisation_;
};

}  // namespace

Result<std::unique_ptr<Strategy>> make_differential_evolution(const Setting& setting) {
    return std::make_unique<DifferentialEvolution>(setting);
}

}  // namespace paretop::search
