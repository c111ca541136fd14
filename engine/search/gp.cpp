// Bayesian optimisation with Gaussian processes: one objective by expected improvement, every other time within a trust region
// around the best (Eriksson et al., "Scalable global optimization via local Bayesian optimization", 2019), in turns with a random
// walk; several by expected hypervolume improvement, a few at once where much is known. Models know a few hundred outcomes.
#include <algorithm>
#include <array>
#include <cmath>
#include <deque>
#include <map>
#include <numeric>

#include "engine/search/proposer.h"
#include "engine/search/purpose.h"
#include "engine/search/ranking.h"
#include "engine/search/strategy.h"

namespace paretop::search {
namespace {

constexpr std::size_t k_most_known = 450;  // outcomes in a model
constexpr std::string_view k_local = "gp/local";
constexpr int k_first_fit = 40, k_later_fit = 12;
constexpr double k_first_reach = 0.2, k_widest = 0.4, k_narrowest = 1e-4;  // trust region: to either side

// Whose turn it is with one objective: a walk (see anneal), the model of everything, the model of the neighbourhood of the best.
// Models see far and walks take what is near: neither is best on all problems, and each learns from the other's finds.
enum class Turn { walk, everywhere, near };
constexpr std::array k_turns{Turn::walk, Turn::everywhere, Turn::walk, Turn::near};

class Gp : public Strategy {
  public:
    Gp(const Setting& setting, std::unique_ptr<Strategy> first, std::unique_ptr<Strategy> walk)
        : walk_(std::move(walk)),
          seed_(setting.problem.seed),
          objectives_(setting.problem.objectives),
          candidates_(setting.candidates),
          features_(candidates_.space()),
          surrogate_(features_, objectives_, setting.problem.noisy),
          local_(features_, 1, setting.problem.noisy),
          first_(std::move(first)),
          start_(starting(setting.problem)) {}

    std::optional<Candidate> propose(TrialNumber number) override {
        local_turn_ = false;
        turn_ = objectives_ == 1 ? k_turns[static_cast<std::size_t>(number) % k_turns.size()] : Turn::everywhere;
        if (turn_ == Turn::walk)
            if (auto candidate = walk_->propose(number)) {
                candidate->origin = "gp/walk";
                return candidate;
            }
        if (static_cast<std::size_t>(number) < start_ || measured_ < 3) return begin(number);
        if (planned_.empty()) plan(number);
        while (!planned_.empty()) {
            Spot spot = std::move(planned_.front());
            planned_.pop_front();
            spot.candidate.origin = local_turn_ ? k_local : "gp";
            if (candidates_.space().violated(spot.candidate.configuration)) {
                Random random(seed_, static_cast<std::uint64_t>(number), purpose::gp_repair);
                if (!candidates_.repair(spot.candidate, random)) continue;
            }
            if (!candidates_.claim(spot.candidate.configuration)) continue;
            if (objectives_ == 1) planned_.clear();
            return spot.candidate;
        }
        return begin(number);
    }

    void asked(TrialNumber number, const Candidate& candidate) override {
        walk_->asked(number, candidate);
        Observation observation;
        observation.features = features_.of(candidate.configuration);
        observation.point =
            candidate.coordinates.empty() ? to_unit(candidates_.space(), candidate.configuration) : candidate.coordinates;
        in_flight_.emplace(number, std::pair(std::move(observation), candidate.origin == k_local));
    }

    void tell(const Outcome& outcome) override {
        walk_->tell(outcome);
        auto asked = in_flight_.extract(outcome.number);
        if (asked.empty()) return;
        auto& [observation, local] = asked.mapped();
        const bool finite = std::ranges::all_of(outcome.objectives, [](double value) { return std::isfinite(value); });
        if (!outcome.failed && finite) observation.objectives = outcome.objectives;
        observation.violation = std::max(0.0, outcome.violation);
        if (!observation.objectives.empty()) ++measured_;
        if (objectives_ == 1) adapt(observation, local);
        known_.push_back(std::move(observation));
    }

  private:
    static std::size_t starting(const Problem& problem) {
        const auto wanted = std::clamp<std::size_t>(unit_dimensions(problem.space) + 4, 8, 40);
        return problem.budget > 0 ? std::clamp<std::size_t>(static_cast<std::size_t>(problem.budget) / 4, 4, wanted) : wanted;
    }

    std::optional<Candidate> begin(TrialNumber number) {
        auto candidate = first_->propose(number);
        if (candidate) candidate->origin = "gp/sobol";
        return candidate;
    }

    // The trust region grows with every success and shrinks after as many failures as there are parameters, up to a few.
    void adapt(const Observation& observation, bool local) {
        if (!observation.feasible()) return;
        const bool better = observation.objectives[0] < best_ - 1e-3 * std::abs(best_);
        best_ = std::min(best_, observation.objectives[0]);
        if (!local) return;
        failures_ = better ? 0 : failures_ + 1;
        if (better) reach_ = std::min(k_widest, reach_ * 1.5);
        if (failures_ > std::min<std::size_t>(4, 1 + candidates_.dimensions() / 4)) {
            reach_ /= 2;
            failures_ = 0;
            if (reach_ < k_narrowest) reach_ = k_first_reach;
        }
    }

    // Best first: feasible ones by rank and crowding, then the others.
    [[nodiscard]] std::vector<const Observation*> by_merit() const {
        std::vector<Merit> merits;
        for (const auto& one : known_)
            merits.push_back(one.objectives.empty() ? Merit{{}, INFINITY} : Merit{one.objectives, one.violation});
        std::vector<const Observation*> all;
        for (const auto& rank : constrained_sort(merits)) {
            const auto crowding = crowding_distance(merits, rank);
            std::vector<std::size_t> order(rank.size());
            std::iota(order.begin(), order.end(), std::size_t{0});
            std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return crowding[a] > crowding[b]; });
            for (const auto i : order) all.push_back(&known_[rank[i]]);
        }
        return all;
    }

    // Fitting costs much more than using: it is done again when an eighth more is known.
    int steps(std::size_t& next_fit) const {
        if (known_.size() < next_fit) return 0;
        const bool first = next_fit == 0;
        next_fit = known_.size() + std::max<std::size_t>(2, known_.size() / 8);
        return first ? k_first_fit : k_later_fit;
    }

    void believe_in_flight(Surrogate& surrogate) const {
        for (const auto& [number, open] : in_flight_) surrogate.believe(open.first.features);
    }

    void plan(TrialNumber number) {
        Random random(seed_, static_cast<std::uint64_t>(number), purpose::gp);
        auto ranked = by_merit();
        if (objectives_ > 1)
            plan_front(std::move(ranked), random);
        else
            plan_best(std::move(ranked), random);
    }

    // The best, and every so many of the others.
    static std::vector<const Observation*> some(const std::vector<const Observation*>& ranked) {
        if (ranked.size() <= k_most_known) return ranked;
        const std::size_t best = k_most_known * 2 / 3, others = k_most_known - best;
        std::vector<const Observation*> all(ranked.begin(), ranked.begin() + static_cast<std::ptrdiff_t>(best));
        for (std::size_t i = 0; i < others; ++i) all.push_back(ranked[best + i * (ranked.size() - best) / others]);
        return all;
    }

    // Between the quartiles of the first outcomes, which are spread over the whole space.
    [[nodiscard]] std::vector<double> spread() const {
        std::vector<double> all;
        for (std::size_t k = 0; k < objectives_; ++k) {
            std::vector<double> values;
            for (std::size_t i = 0; i < std::min(known_.size(), start_); ++i)
                if (!known_[i].objectives.empty()) values.push_back(surrogate_.warped(k, known_[i].objectives[k]));
            std::sort(values.begin(), values.end());
            all.push_back(values.size() < 4 ? 0 : values[values.size() * 3 / 4] - values[values.size() / 4]);
        }
        return all;
    }

    void plan_front(std::vector<const Observation*> ranked, Random& random) {
        std::vector<const Observation*> front;
        front::Front members(objectives_);
        for (std::size_t i = 0; i < ranked.size(); ++i)
            if (ranked[i]->feasible()) members.insert(static_cast<std::int64_t>(i), ranked[i]->objectives);
        for (const auto& member : members.members()) front.push_back(ranked[static_cast<std::size_t>(member.id)]);
        if (front.empty()) front.push_back(ranked.front());
        surrogate_.learn(some(ranked), steps(next_fit_));
        believe_in_flight(surrogate_);
        const auto count = std::clamp<std::size_t>(known_.size() / 50, 1, 16);
        for (auto& spot : Proposer(candidates_, features_, surrogate_).widen(front, spread(), count, random))
            planned_.push_back(std::move(spot));
    }

    void plan_best(std::vector<const Observation*> ranked, Random& random) {
        const Observation& best = *ranked.front();
        local_turn_ = turn_ == Turn::near && best.feasible();
        Surrogate& surrogate = local_turn_ ? local_ : surrogate_;
        Region region;
        if (local_turn_) {
            region = {best.point, reach_};
            ranked = nearest(best, std::max<std::size_t>(40, 6 * candidates_.dimensions()));
        }
        surrogate.learn(some(ranked), steps(local_turn_ ? next_local_fit_ : next_fit_));
        believe_in_flight(surrogate);
        const double bound = best.objectives.empty() ? INFINITY : surrogate.warped(0, best.objectives[0]);
        for (auto& spot : Proposer(candidates_, features_, surrogate).improve(bound, ranked, region, random))
            planned_.push_back(std::move(spot));
    }

    // Nearest to one first, in what matters.
    [[nodiscard]] std::vector<const Observation*> nearest(const Observation& one, std::size_t count) const {
        const auto& relevance = surrogate_.model(0).hyperparameters().log_relevance;
        std::vector<std::pair<double, const Observation*>> all;
        for (const auto& other : known_) {
            double squared = 0;
            for (std::size_t i = 0; i < features_.size(); ++i) {
                const double apart = features_.categorical(i) ? (one.features[i] != other.features[i] ? 1 : 0)
                                                              : one.features[i] - other.features[i];
                squared += std::exp(relevance[features_.parameter(i)]) * apart * apart;
            }
            all.emplace_back(squared, &other);
        }
        std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
        std::vector<const Observation*> some;
        for (std::size_t i = 0; i < std::min(count, all.size()); ++i) some.push_back(all[i].second);
        return some;
    }

    std::unique_ptr<Strategy> walk_;
    Turn turn_ = Turn::everywhere;
    std::uint64_t seed_;
    std::size_t objectives_;
    Candidates& candidates_;
    Features features_;
    Surrogate surrogate_, local_;
    std::unique_ptr<Strategy> first_;
    std::size_t start_;

    std::map<TrialNumber, std::pair<Observation, bool>> in_flight_;  // and whether its turn was near the best
    std::deque<Observation> known_;                                  // in the order of the tells
    std::size_t measured_ = 0;                                       // of them, with objectives
    std::size_t next_fit_ = 0, next_local_fit_ = 0;
    std::deque<Spot> planned_;

    bool local_turn_ = false;
    double best_ = INFINITY, reach_ = k_first_reach;
    std::size_t failures_ = 0;
};

}  // namespace

Result<std::unique_ptr<Strategy>> make_gp(const Setting& setting) {
    PARETOP_TRY(auto first, make_sobol(setting));
    PARETOP_TRY(auto walk, make_anneal(setting));
    return std::make_unique<Gp>(setting, std::move(first), std::move(walk));
}

}  // namespace paretop::search
