// An ensemble of methods: all of them learn from every outcome, and the one whose proposals were of use lately asks next.
#include <algorithm>
#include <array>
#include <map>

#include "engine/search/arms.h"
#include "engine/search/auc_bandit.h"
#include "engine/search/elite.h"
#include "engine/search/purpose.h"

namespace paretop::search {
namespace {

// Draws at random itself, so that it can be credited.
class RandomArm : public Strategy {
  public:
    explicit RandomArm(const Setting& setting) : setting_(setting) {}
    std::optional<Candidate> propose(TrialNumber number) override {
        Random random(setting_.problem.seed, static_cast<std::uint64_t>(number), purpose::draw);
        return setting_.candidates.draw(random);
    }

  private:
    Setting setting_;
};

Result<std::unique_ptr<Strategy>> make_random_arm(const Setting& setting) { return std::make_unique<RandomArm>(setting); }

struct ArmEntry {
    std::string_view origin;
    MakeStrategy make;  // nullptr: the method of that name, where there is one
};
constexpr std::string_view k_prefix = "bandit/";
constexpr std::array k_arms{
    ArmEntry{"bandit/de", make_differential_evolution},
    ArmEntry{"bandit/mutate-uniform", make_uniform_mutation},
    ArmEntry{"bandit/mutate-normal", make_normal_mutation},
    ArmEntry{"bandit/pattern", make_pattern_search},
    ArmEntry{"bandit/nsga2", nullptr},
    ArmEntry{"bandit/anneal", make_anneal},  // its asks come singly
    ArmEntry{"bandit/cmaes", nullptr},
    ArmEntry{"bandit/tpe", nullptr},
    ArmEntry{"bandit/gp", nullptr},
    ArmEntry{"bandit/random", make_random_arm},
};

struct Arm {
    std::string_view origin;
    std::unique_ptr<Strategy> strategy;
};

class Bandit : public Strategy {
  public:
    Bandit(std::size_t objectives, std::vector<Arm> arms)
        : arms_(std::move(arms)), credit_(arms_.size()), open_(arms_.size(), 0), elite_(objectives) {}

    std::optional<Candidate> propose(TrialNumber number) override {
        for (const std::size_t arm : credit_.best_first(open_)) {
            auto candidate = arms_[arm].strategy->propose(number);
            if (!candidate) {
                credit_.reward(arm, false);
                continue;
            }
            candidate->origin = arms_[arm].origin;
            proposed_by_.emplace(number, arm);
            ++open_[arm];
            return candidate;
        }
        return std::nullopt;
    }

    void asked(TrialNumber number, const Candidate& candidate) override {
        for (auto& arm : arms_) arm.strategy->asked(number, candidate);
    }

    void tell(const Outcome& outcome) override {
        for (auto& arm : arms_) arm.strategy->tell(outcome);
        const bool success = elite_.offer(outcome.number, {}, merit_of(outcome));
        const auto proposed = proposed_by_.extract(outcome.number);
        if (proposed.empty()) return;
        --open_[proposed.mapped()];
        credit_.reward(proposed.mapped(), success);
    }

  private:
    std::vector<Arm> arms_;
    AucBandit credit_;
    std::vector<std::size_t> open_;  // asks of each arm whose outcome is not known yet
    std::map<TrialNumber, std::size_t> proposed_by_;
    Elite elite_;
};

MakeStrategy maker(const ArmEntry& arm) {
    if (arm.make != nullptr) return arm.make;
    const auto& methods = method_entries();
    const auto found = std::ranges::find(methods, arm.origin.substr(k_prefix.size()),
                                         [](const MethodEntry& entry) { return entry.method.name; });
    return found == methods.end() ? nullptr : found->make;
}

}  // namespace

Result<std::unique_ptr<Strategy>> make_bandit(const Setting& setting) {
    std::vector<Arm> arms;
    for (const auto& entry : k_arms) {
        const auto make = maker(entry);
        if (make == nullptr || (make == make_gp && !affords_gp(setting.problem))) continue;
        PARETOP_TRY(auto strategy, make(setting));
        arms.push_back({entry.origin, std::move(strategy)});
    }
    return std::make_unique<Bandit>(setting.problem.objectives, std::move(arms));
}

}  // namespace paretop::search
