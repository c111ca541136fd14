// Bayesian optimisation with Gaussian processes: one objective by expected improvement, in turns with a random walk and with a
// descent to the bottom of what was found; several by expected hypervolume improvement, a few at once where much is known. Models
// know a few hundred outcomes.
#include <algorithm>
#include <array>
#include <cmath>
#include <deque>
#include <map>
#include <numeric>

#include "engine/search/arms.h"
#include "engine/search/proposer.h"
#include "engine/search/purpose.h"
#include "engine/search/ranking.h"
#include "engine/search/strategy.h"
#include "engine/search/variation.h"

namespace paretop::search {
namespace {

constexpr std::size_t k_most_known = 450;  // outcomes in a model
// Where a descent begins at the baseline, one in so many is spread over the space: with up to three dimensions, where a descent
// has soon learnt all curvatures, and with more.
constexpr std::size_t k_few_dimensions = 3;
constexpr TrialNumber k_spread_of_few = 6, k_spread_of_many = 3;
constexpr int k_first_fit = 40, k_later_fit = 12;
constexpr double k_gain = 1e-3;  // that counts as a success, see credit()
// Apart, in unit coordinates: what a model learns, and where it looks first.
constexpr double k_distinct = 0.003, k_diverse = 0.1;

// Whose turn it is with one objective: the model of everything, a walk (see anneal), a descent on a quadratic model of the
// neighbourhood of the best. None is best on all problems, and each learns from the others' finds.
enum Turn : std::size_t { k_everywhere, k_walk, k_descent, k_turns };
constexpr std::array<std::string_view, k_turns> k_origins{"gp", "gp/walk", "gp/descent"};

// Turns by who found something better lately.
class Turns {
  public:
    // All turns, the one that is due first.
    std::array<Turn, k_turns> next() {
        std::array<double, k_turns> shares{};
        for (std::size_t i = 0; i < k_turns; ++i) shares[i] = k_least_share + gains_[i] / uses_[i];
        const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
        for (std::size_t i = 0; i < k_turns; ++i) due_[i] += shares[i] / sum;
        std::array<Turn, k_turns> order{k_everywhere, k_walk, k_descent};
        std::ranges::stable_sort(order, std::ranges::greater{}, [&](Turn turn) { return due_[turn]; });
        return order;
    }
    void take(Turn turn) { due_[turn] -= 1; }
    void reward(Turn turn, bool success) {
        uses_[turn] = 1 + k_memory * uses_[turn];
        gains_[turn] = (success ? 1 : 0) + k_memory * gains_[turn];
    }

  private:
    static constexpr double k_memory = 0.9, k_least_share = 0.03;
    std::array<double, k_turns> due_{}, uses_{1, 1, 1}, gains_{1, 1, 1};
};

class Gp : public Strategy {
  public:
    Gp(const Setting& setting, std::unique_ptr<Strategy> first, std::unique_ptr<Strategy> walk, std::unique_ptr<Strategy> descent)
        : walk_(std::move(walk)),
          descent_(std::move(descent)),
          seed_(setting.problem.seed),
          objectives_(setting.problem.objectives),
          candidates_(setting.candidates),
          features_(candidates_.space()),
          surrogate_(features_, objectives_, setting.problem.noisy),
          first_(std::move(first)),
          start_(starting(setting.problem)),
          spread_every_(candidates_.dimensions() <= k_few_dimensions ? k_spread_of_few : k_spread_of_many),
          descends_early_(objectives_ == 1 && std::ranges::none_of(candidates_.space().parameters(), is_nominal)) {}

    std::optional<Candidate> propose(TrialNumber number) override {
        if (begun_ + 1 < start_) {
            if (descends_early_ && number % spread_every_ != 0)
                if (auto candidate = propose(number, k_descent)) return candidate;
            ++begun_;
            return begin(number);
        }
        if (measured_ < 3) return begin(number);
        if (objectives_ > 1) return modelled(number, k_everywhere);
        for (const Turn turn : turns_.next())
            if (auto candidate = propose(number, turn)) {
                turns_.take(turn);
                return candidate;
            }
        return begin(number);
    }

    void asked(TrialNumber number, const Candidate& candidate) override {
        walk_->asked(number, candidate);
        descent_->asked(number, candidate);
        Observation observation;
        observation.features = features_.of(candidate.configuration);
        observation.point =
            candidate.coordinates.empty() ? to_unit(candidates_.space(), candidate.configuration) : candidate.coordinates;
        in_flight_.emplace(number, std::pair(std::move(observation), candidate.origin));
    }

    void tell(const Outcome& outcome) override {
        walk_->tell(outcome);
        descent_->tell(outcome);
        auto asked = in_flight_.extract(outcome.number);
        if (asked.empty()) return;
        auto& [observation, origin] = asked.mapped();
        auto merit = merit_of(outcome);
        if (!merit.failed()) {
            observation.objectives = std::move(merit.objectives);
            observation.violation = merit.violation;
        }
        if (!observation.objectives.empty()) ++measured_;
        if (objectives_ == 1) credit(observation, origin);
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

    std::optional<Candidate> propose(TrialNumber number, Turn turn) {
        if (turn != k_walk && turn != k_descent) return modelled(number, turn);
        auto candidate = (turn == k_walk ? walk_ : descent_)->propose(number);
        if (candidate) candidate->origin = k_origins[turn];
        return candidate;
    }

    std::optional<Candidate> modelled(TrialNumber number, Turn turn) {
        if (planned_.empty()) plan(number);
        while (!planned_.empty()) {
            Spot spot = std::move(planned_.front());
            planned_.pop_front();
            spot.candidate.origin = k_origins[turn];
            if (candidates_.space().violated(spot.candidate.configuration)) {
                Random random(seed_, static_cast<std::uint64_t>(number), purpose::gp_repair);
                if (!candidates_.repair(spot.candidate, random)) continue;
            }
            if (!candidates_.claim(spot.candidate.configuration)) continue;
            if (objectives_ == 1) planned_.clear();
            return spot.candidate;
        }
        return std::nullopt;
    }

    // A success is a gain that shows beside how far the best is below the middle.
    void credit(const Observation& observation, std::string_view origin) {
        const double value = observation.feasible() ? observation.objectives[0] : INFINITY;
        const bool better = value < best_ && (std::isinf(best_) || best_ - value >= k_gain * (middle() - best_));
        if (const auto found = std::ranges::find(k_origins, origin); found != k_origins.end())
            turns_.reward(static_cast<Turn>(found - k_origins.begin()), better);
        best_ = std::min(best_, value);
    }

    [[nodiscard]] double middle() const {
        std::vector<double> values;
        for (const auto& one : known_)
            if (one.feasible()) values.push_back(one.objectives[0]);
        const auto half = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
        std::nth_element(values.begin(), half, values.end());
        return *half;
    }

    // Best first: feasible ones by rank and crowding, then the others.
    [[nodiscard]] std::vector<const Observation*> by_merit() const {
        std::vector<Merit> merits;
        for (const auto& one : known_)
            merits.push_back(one.objectives.empty() ? Merit{{}, INFINITY} : Merit{one.objectives, one.violation});
        std::vector<const Observation*> all;
        for (const auto& place : best_of(merits, merits.size(), Crowding::everywhere)) all.push_back(&known_[place.member]);
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
            plan_best(ranked, random);
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
        surrogate_.learn(some(apart(ranked, k_distinct)), steps(next_fit_));
        believe_in_flight(surrogate_);
        const double bound = best.objectives.empty() ? INFINITY : surrogate_.warped(0, best.objectives[0]);
        for (auto& spot : Proposer(candidates_, features_, surrogate_).improve(bound, apart(ranked, k_diverse), random))
            planned_.push_back(std::move(spot));
    }

    // Without those within `least` of a better one: they would say no more to a model of everything, and make it ill-conditioned.
    [[nodiscard]] std::vector<const Observation*> apart(const std::vector<const Observation*>& ranked, double least) const {
        std::vector<const Observation*> all;
        for (const auto* const one : ranked) {
            if (all.size() == 2 * k_most_known) break;
            const auto beside = [&](const Observation* other) {
                for (std::size_t i = 0; i < features_.size(); ++i)
                    if (std::abs(one->features[i] - other->features[i]) > least) return false;
                return one->objectives.empty() == other->objectives.empty();
            };
            if (std::ranges::none_of(all, beside)) all.push_back(one);
        }
        return all;
    }

    std::unique_ptr<Strategy> walk_, descent_;
    Turns turns_;
    std::uint64_t seed_;
    std::size_t objectives_;
    Candidates& candidates_;
    Features features_;
    Surrogate surrogate_;
    std::unique_ptr<Strategy> first_;
    std::size_t start_;  // points spread over the space before the models are asked
    TrialNumber spread_every_;
    bool descends_early_;  // between those: where all parameters have an order, the baseline is a place to begin

    std::map<TrialNumber, std::pair<Observation, std::string_view>> in_flight_;  // and its origin
    std::deque<Observation> known_;                                              // in the order of the tells
    std::size_t begun_ = 0;                                                      // of the points spread over the space
    std::size_t measured_ = 0;                                                   // of them, with objectives
    std::size_t next_fit_ = 0;
    std::deque<Spot> planned_;

    double best_ = INFINITY;
};

}  // namespace

Result<std::unique_ptr<Strategy>> make_gp(const Setting& setting) {
    PARETOP_TRY(auto first, make_sobol(setting));
    PARETOP_TRY(auto walk, make_anneal(setting));
    PARETOP_TRY(auto descent, make_descent(setting));
    return std::make_unique<Gp>(setting, std::move(first), std::move(walk), std::move(descent));
}

}  // namespace paretop::search
