// Simulated annealing. With several asks in flight there are chains with replica exchange (Swendsen and Wang, 1986), as many as
// asks, each with one proposal under way; or two chains in turn whose steps have as many tries. With several objectives every
// chain minimises its own weighting of them.
#include "engine/search/anneal.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/search/learner.h"
#include "engine/search/purpose.h"
#include "engine/search/scalarisation.h"
#include "engine/search/variation.h"

namespace paretop::search {
namespace {

constexpr double k_hottest = 0.04, k_coldest = 0.001;
constexpr std::int64_t k_steps = 300;       // where the budget is unknown
constexpr std::int64_t k_chain_steps = 25;  // so many at least for each chain of its own weights
constexpr std::int64_t k_most_chains = 16;
constexpr std::int64_t k_most_tries = 1024;
constexpr std::int64_t k_weightings = 8;
constexpr int k_attempts = 48;  // to find a neighbour that was not measured before
constexpr double k_first_step = 0.2, k_smallest_step = 1e-5, k_largest_step = 0.5;
constexpr double k_widen = 1.25, k_narrow = 0.92;  // after an accepted and a rejected move: steady where a quarter is accepted

enum class Steps { exchange, multiple_try, best_of };

struct Try {
    Coordinates at;
    Merit merit;
};

struct Chain {
    Coordinates at;
    Merit merit{{}, std::numeric_limits<double>::infinity()};
    Weights weights;
    double step = k_first_step;  // of numbers
    int open = 0;                // proposals under way
    // Of the step under way, where it has several tries:
    std::size_t asked = 0;
    Coordinates centre;  // around which they are drawn
    std::vector<Try> tries;
    bool numeric = true;  // all moved numbers and ordinals only
};

struct Proposal {
    std::size_t chain = 0;
    bool numeric = true;  // moved numbers and ordinals only
};

// With tries a chain that waits for the last of them needs a second one to fill the time; more only for several objectives.
std::size_t chain_count(const Problem& problem, Steps steps) {
    std::int64_t in_flight = std::clamp<std::int64_t>(problem.in_flight, 1, k_most_chains);
    if (steps != Steps::exchange) in_flight = std::min<std::int64_t>(in_flight, 2);
    if (problem.objectives < 2) return static_cast<std::size_t>(in_flight);
    const auto budget = problem.budget > 0 ? problem.budget : k_steps;
    return static_cast<std::size_t>(std::max(in_flight, std::clamp<std::int64_t>(budget / k_chain_steps, 2, k_weightings)));
}

class Anneal : public Learner {
  public:
    Anneal(const Setting& setting, Steps kind)
        : Learner(setting),
          kind_(problem_.in_flight > 1 ? kind : Steps::exchange),  // a single try is what a chain makes anyway
          tries_(static_cast<std::size_t>(std::clamp<std::int64_t>(problem_.in_flight, 1, k_most_tries))),
          steps_(problem_.budget > 0 ? problem_.budget : k_steps),
          chains_(chain_count(problem_, kind_)) {
        const auto weights = spread_weights(chains_.size(), problem_.objectives, problem_.seed);
        for (std::size_t i = 0; i < chains_.size(); ++i) {
            chains_[i].at = to_unit(problem_.space, problem_.space.defaults());
            chains_[i].weights = weights[i];
        }
    }

    std::optional<Candidate> propose(TrialNumber number) override {
        if (parameters() == 0) return std::nullopt;
        const std::size_t chosen = kind_ == Steps::exchange ? idlest() : unfilled();
        auto& chain = chains_[chosen];
        Random random(problem_.seed, static_cast<std::uint64_t>(number), purpose::anneal_move);
        if (kind_ != Steps::exchange && chain.asked == 0) begin_step(chain, random);
        const auto& from = kind_ == Steps::exchange ? chain.at : chain.centre;
        for (int attempt = 0; attempt < k_attempts; ++attempt) {
            Proposal proposal{chosen};
            auto candidate = claimed(neighbour(from, chain.step, proposal, 1 + attempt / 8, random), "anneal", random);
            if (!candidate) continue;
            ++chain.open;
            ++chain.asked;
            proposals_.emplace(number, proposal);
            turn_ = chosen + 1;
            return candidate;
        }
        if (chain.asked > 0) give_up(chain, random);
        return std::nullopt;
    }

  private:
    void learn(TrialNumber number, Coordinates at, Merit merit) override {
        scalarisation_.observe(merit);
        ++told_;
        const auto proposed = proposals_.extract(number);
        if (proposed.empty() || problem_.objectives > 1) adopt(at, merit);
        if (proposed.empty()) return;
        Random random(problem_.seed, static_cast<std::uint64_t>(number), purpose::anneal_accept);
        if (kind_ != Steps::exchange) return collect(proposed.mapped(), {std::move(at), std::move(merit)}, random);
        decide(proposed.mapped(), std::move(at), std::move(merit), random);
        exchange(random);
    }

    // --- steps of several tries ------------------------------------------------------------------------------------------

    // The tries of a multiple-try step are drawn around a neighbour of the state, not around the state: seen from each of them
    // the others, the state among them, then lie as they do seen from the state.
    void begin_step(Chain& chain, Random& random) const {
        Proposal away;
        chain.centre = kind_ == Steps::multiple_try ? neighbour(chain.at, chain.step, away, 1, random) : chain.at;
        chain.numeric = away.numeric;
    }

    // A chain whose step wants more tries, one that has begun it before others; where all have theirs, the one with the most on
    // their way, so that the others' come in and their steps end.
    [[nodiscard]] std::size_t unfilled() const {
        std::size_t best = turn_ % chains_.size();
        const auto rank = [&](std::size_t i) { return chains_[i].asked >= tries_ ? 2 : chains_[i].asked == 0 ? 1 : 0; };
        for (std::size_t i = 1; i < chains_.size(); ++i) {
            const std::size_t chain = (turn_ + i) % chains_.size();
            const bool fuller = rank(chain) == 2 && rank(best) == 2 && chains_[chain].open > chains_[best].open;
            if (rank(chain) < rank(best) || fuller) best = chain;
        }
        return best;
    }

    void collect(const Proposal& proposal, Try made, Random& random) {
        auto& chain = chains_[proposal.chain];
        --chain.open;
        chain.tries.push_back(std::move(made));
        chain.numeric = chain.numeric && proposal.numeric;
        if (chain.asked >= tries_ && chain.open == 0) settle(chain, random);
    }

    // Nothing new is to be found around the centre: the step is made of the tries it has.
    void give_up(Chain& chain, Random& random) const {
        if (kind_ == Steps::exchange) return;
        chain.asked = std::max(chain.asked, tries_);
        if (chain.open == 0) settle(chain, random);
    }

    void settle(Chain& chain, Random& random) const {
        const auto next = kind_ == Steps::best_of ? best_try(chain, random) : drawn_try(chain, random);
        if (chain.numeric) chain.step = std::clamp(chain.step * (next ? k_widen : k_narrow), k_smallest_step, k_largest_step);
        if (next) {
            chain.at = std::move(chain.tries[*next].at);
            chain.merit = std::move(chain.tries[*next].merit);
        }
        chain.tries.clear();
        chain.asked = 0;
    }

    // Which of the tries is the next state; nullopt: it stays.
    std::optional<std::size_t> drawn_try(const Chain& chain, Random& random) const {
        std::vector<double> energies{0};
        for (const auto& each : chain.tries) energies.push_back(scalarisation_.change(chain.merit, each.merit, chain.weights));
        const auto probabilities = next_state_probabilities(energies, temperature(0));
        double left = random.uniform();
        for (std::size_t i = 1; i < probabilities.size(); ++i)
            if ((left -= probabilities[i]) < 0) return i - 1;
        return std::nullopt;
    }

    std::optional<std::size_t> best_try(const Chain& chain, Random& random) const {
        std::size_t best = 0;
        for (std::size_t i = 1; i < chain.tries.size(); ++i)
            if (scalarisation_.change(chain.tries[best].merit, chain.tries[i].merit, chain.weights) < 0) best = i;
        const double change = scalarisation_.change(chain.merit, chain.tries[best].merit, chain.weights);
        return random.uniform() < acceptance(change, temperature(0)) ? std::optional(best) : std::nullopt;
    }

    // --- single tries --------------------------------------------------------------------------------------------------------

    // What came from elsewhere (the baseline, a listed configuration, another method) is taken over by the coldest chain where it
    // is better, and by those that have nothing yet; with several objectives by every chain whose weights it suits, wherever it
    // came from.
    void adopt(const Coordinates& at, const Merit& merit) {
        for (auto& chain : chains_) {
            const bool may = &chain == &chains_.front() || chain.merit.failed() || problem_.objectives > 1;
            if (!may || !(scalarisation_.change(chain.merit, merit, chain.weights) < 0)) continue;
            chain.at = at;
            chain.merit = merit;
        }
    }

    void decide(const Proposal& proposal, Coordinates at, Merit merit, Random& random) {
        auto& chain = chains_[proposal.chain];
        --chain.open;
        const double change = scalarisation_.change(chain.merit, merit, chain.weights);
        const bool accepted = random.uniform() < acceptance(change, temperature(proposal.chain));
        if (proposal.numeric)
            chain.step = std::clamp(chain.step * (accepted ? k_widen : k_narrow), k_smallest_step, k_largest_step);
        if (!accepted) return;
        chain.at = std::move(at);
        chain.merit = std::move(merit);
    }

    // Two neighbouring chains swap their states with the probability that keeps both distributions.
    void exchange(Random& random) {
        if (chains_.size() < 2) return;
        const auto number = static_cast<std::size_t>(random.below(chains_.size() - 1));
        auto &one = chains_[number], &other = chains_[number + 1];
        const double change = scalarisation_.change(one.merit, other.merit, one.weights) / temperature(number) +
                              scalarisation_.change(other.merit, one.merit, other.weights) / temperature(number + 1);
        if (!(random.uniform() < acceptance(change, 1))) return;
        std::swap(one.at, other.at);
        std::swap(one.merit, other.merit);
    }

    [[nodiscard]] double temperature(std::size_t chain) const {
        const double now = annealing_temperature(static_cast<double>(told_) / static_cast<double>(steps_));
        return problem_.objectives > 1 || kind_ != Steps::exchange ? now : replica_temperature(now, chain, chains_.size());
    }

    // The chain with the fewest proposals under way, in turn.
    [[nodiscard]] std::size_t idlest() const {
        std::size_t best = turn_ % chains_.size();
        for (std::size_t i = 1; i < chains_.size(); ++i) {
            const std::size_t chain = (turn_ + i) % chains_.size();
            if (chains_[chain].open < chains_[best].open) best = chain;
        }
        return best;
    }

    // One to three parameters moved; `strength` makes more of it where everything near was measured already.
    Coordinates neighbour(const Coordinates& from, double step, Proposal& proposal, int strength, Random& random) const {
        Coordinates at = from;
        const double size = std::min(step * strength, k_largest_step);
        const auto most = std::min<std::size_t>(static_cast<std::size_t>(2 + strength), parameters());
        for (auto moves = 1 + std::min(random.below(most), random.below(most)); moves > 0; --moves) {
            const auto parameter = static_cast<std::size_t>(random.below(parameters()));
            move(candidates_, at, parameter, size, random);
            proposal.numeric = proposal.numeric && is_ordered(problem_.space.parameters()[parameter]);
        }
        return at;
    }

    Steps kind_;
    std::size_t tries_;  // of a step
    std::int64_t steps_;
    std::int64_t told_ = 0;
    std::vector<Chain> chains_;  // from the coldest
    std::size_t turn_ = 0;
    std::map<TrialNumber, Proposal> proposals_;
    Scalarisation scalarisation_;
};

}  // namespace

double annealing_temperature(double progress) {
    return k_hottest * std::exp(-std::log(k_hottest / k_coldest) * std::clamp(progress, 0.0, 1.0));
}

double replica_temperature(double temperature, std::size_t chain, std::size_t count) {
    if (count < 2) return temperature;
    return temperature * std::pow(k_hottest / temperature, static_cast<double>(chain) / static_cast<double>(count - 1));
}

double acceptance(double change, double temperature) { return change <= 0 ? 1 : std::exp(-change / temperature); }

std::vector<double> next_state_probabilities(std::span<const double> energies, double temperature) {
    const double least = *std::min_element(energies.begin(), energies.end());
    std::vector<double> weights;
    for (const double energy : energies) weights.push_back(energy == least ? 1 : std::exp(-(energy - least) / temperature));
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    const double others = sum - weights[0];
    std::vector<double> probabilities(weights.size(), 0);
    double moves = 0;
    for (std::size_t i = 1; i < weights.size() && others > 0; ++i)
        moves += probabilities[i] = weights[i] / std::max(others, sum - weights[i]);
    probabilities[0] = std::max(0.0, 1 - moves);
    return probabilities;
}

Result<std::unique_ptr<Strategy>> make_anneal(const Setting& setting) {
    return std::make_unique<Anneal>(setting, Steps::exchange);
}
Result<std::unique_ptr<Strategy>> make_anneal_multiple_try(const Setting& setting) {
    return std::make_unique<Anneal>(setting, Steps::multiple_try);
}
Result<std::unique_ptr<Strategy>> make_anneal_best_of(const Setting& setting) {
    return std::make_unique<Anneal>(setting, Steps::best_of);
}

}  // namespace paretop::search
