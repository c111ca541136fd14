// Tree-structured Parzen estimator: where trials were good divided by where they were not (Bergstra et al., "Algorithms for
// hyper-parameter optimization", NIPS 2011), with multivariate kernels (Falkner, Klein, Hutter, "BOHB", ICML 2018).
#include <algorithm>
#include <cmath>
#include <map>

#include "engine/search/purpose.h"
#include "engine/search/strategy.h"
#include "engine/search/tpe_history.h"
#include "engine/space/members.h"

namespace paretop::search {
namespace {

constexpr int k_candidates = 24;
constexpr int k_rounds = 4;            // of candidates, until one is free
constexpr std::size_t k_pending = 64;  // asks in flight that are avoided, the latest
constexpr double k_lie = 0.05;         // weight of each of them, in parts of all the others together
constexpr std::int64_t k_first = 10;   // trials before it begins
constexpr int k_members = 96;          // candidates where all that is allowed is listed
constexpr double k_prior = 0.1;        // weight of the uniform density among the good ones, each of them having 1

// Least bandwidth of the good ones, in parts of a range, after the first trials: drawn anew for each ask between these two, so
// that some asks refine and some explore. It falls with the number of trials to the power −shrink. That of the others is
// `others`.
constexpr double k_narrow = 0.08, k_wide = 0.2;
struct Pace {
    double shrink, others;
};
constexpr Pace k_single{0.4, 0.2}, k_several{0.3, 0.15};  // for one objective, and for more, where a front has to stay wide

class Tpe : public Strategy {
  public:
    Tpe(const Setting& setting, std::unique_ptr<Strategy> first)
        : seed_(setting.problem.seed),
          several_(setting.problem.objectives > 1),
          candidates_(setting.candidates),
          axes_(setting.problem.space),
          history_(setting.problem.seed, setting.problem.objectives),
          first_(std::move(first)) {}

    std::optional<Candidate> propose(TrialNumber number) override {
        if (history_.learnt() < k_first) {
            auto candidate = first_->propose(number);
            if (candidate) candidate->origin = "tpe/sobol";
            return candidate;
        }
        Random random(seed_, static_cast<std::uint64_t>(number), purpose::tpe_sample);
        const auto [good, bad] = densities(random);
        for (int round = 0; round < k_rounds; ++round)
            if (auto found = best_of(good, bad, random, round == k_rounds - 1)) return found;
        return std::nullopt;
    }

    void asked(TrialNumber number, const Candidate& candidate) override {
        in_flight_.emplace(number, axes_.of(candidate.configuration));
    }

    void tell(const Outcome& outcome) override {
        auto asked = in_flight_.extract(outcome.number);
        if (!asked.empty()) history_.add(std::move(asked.mapped()), merit_of(outcome));
    }

  private:
    // Asks in flight count as bad ones: the constant liar (Ginsbourger et al., 2010) keeps them apart. Their kernels are as
    // narrow as those of the good ones, or they would not be noticed beside them.
    std::pair<Mixture, Mixture> densities(Random& random) {
        const auto& pace = several_ ? k_several : k_single;
        const double scale = std::pow(static_cast<double>(history_.learnt()) / static_cast<double>(k_first), -pace.shrink);
        const double narrowest = scale * k_narrow * std::pow(k_wide / k_narrow, random.uniform());
        auto split = history_.split();
        double others = 0;
        for (const auto& kernel : split.bad) others += kernel.weight;
        auto pending = in_flight_.rbegin();
        for (std::size_t i = 0; i < k_pending && pending != in_flight_.rend(); ++i, ++pending)
            split.bad.push_back(
                {&pending->second, std::max(1.0, k_lie * others), std::min(1.0, narrowest / (scale * pace.others))});
        auto narrow = bandwidths(axes_, split.good, narrowest);
        auto wide = bandwidths(axes_, split.bad, scale * pace.others);
        return {Mixture(axes_, std::move(split.good), k_prior, std::move(narrow)),
                Mixture(axes_, std::move(split.bad), 1, std::move(wide))};
    }

    using Scored = std::vector<std::pair<double, Candidate>>;

    std::optional<Candidate> best_of(const Mixture& good, const Mixture& bad, Random& random, bool repair) {
        const auto* const members = candidates_.space().members();
        Scored drawn = members != nullptr ? drawn_from(*members, random) : drawn_from(good, random, repair);
        for (auto& [score, candidate] : drawn) {
            const auto point = axes_.of(candidate.configuration);
            score = good.log_density(point) - bad.log_density(point);
        }
        std::stable_sort(drawn.begin(), drawn.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
        for (auto& [score, candidate] : drawn)
            if (candidates_.claim(candidate.configuration)) return std::move(candidate);
        return std::nullopt;
    }

    Scored drawn_from(const Mixture& good, Random& random, bool repair) {
        Scored drawn;
        for (int i = 0; i < k_candidates; ++i) {
            Candidate candidate{{}, good.draw(random), "tpe"};
            candidate.configuration = from_unit(candidates_.space(), candidate.coordinates);
            if (!repair || candidates_.repair(candidate, random)) drawn.emplace_back(0, std::move(candidate));
        }
        return drawn;
    }

    Scored drawn_from(const space::Members& members, Random& random) const {
        Scored drawn;
        for (int i = 0; i < k_members && !members.all().empty(); ++i) {
            auto configuration = decode(candidates_.space(), members.all()[random.below(members.all().size())]);
            if (configuration) drawn.emplace_back(0, Candidate{std::move(*configuration), {}, "tpe"});
        }
        return drawn;
    }

    std::uint64_t seed_;
    bool several_;
    Candidates& candidates_;
    Axes axes_;
    TpeHistory history_;
    std::unique_ptr<Strategy> first_;
    std::map<TrialNumber, Axes::Point> in_flight_;
};

}  // namespace

Result<std::unique_ptr<Strategy>> make_tpe(const Setting& setting) {
    PARETOP_TRY(auto first, make_sobol(setting));
    return std::make_unique<Tpe>(setting, std::move(first));
}

}  // namespace paretop::search
