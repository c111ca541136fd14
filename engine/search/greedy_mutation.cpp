#include <cmath>

#include "engine/search/arms.h"
#include "engine/search/elite.h"
#include "engine/search/learner.h"
#include "engine/search/purpose.h"
#include "engine/search/variation.h"

namespace paretop::search {
namespace {

constexpr int k_attempts = 32;
constexpr double k_uniform_rate = 0.1, k_normal_rate = 0.3;
constexpr double k_normal_step = 0.3, k_finest = 0.03;  // standard deviations: the largest, and the smallest as a part of it

// `step` 0: uniform.
class GreedyMutation : public Learner {
  public:
    GreedyMutation(const Setting& setting, std::uint32_t purpose, double rate, double step)
        : Learner(setting), purpose_(purpose), rate_(rate), step_(step), elite_(problem_.objectives) {}

    std::optional<Candidate> propose(TrialNumber number) override {
        if (elite_.empty() || parameters() == 0) return std::nullopt;
        Random random(problem_.seed, static_cast<std::uint64_t>(number), purpose_);
        for (int attempt = 0; attempt < k_attempts; ++attempt)
            if (auto candidate = claimed(mutant(random), step_ > 0 ? "mutate-normal" : "mutate-uniform", random))
                return candidate;
        return std::nullopt;
    }

  private:
    void learn(TrialNumber number, Coordinates at, Merit merit) override { elite_.offer(number, at, merit); }

    Coordinates mutant(Random& random) const {
        Coordinates at = elite_.pick(random);
        const auto surely = random.below(parameters());
        const double rate = random.below(2) == 0 ? 0 : rate_;
        const double step = step_ * std::pow(k_finest, random.uniform());
        for (std::size_t i = 0; i < parameters(); ++i)
            if (i == surely || random.uniform() < rate) change(at, i, step, random);
        return at;
    }

    void change(Coordinates& at, std::size_t parameter, double step, Random& random) const {
        if (step > 0) return move(candidates_, at, parameter, step, random);
        for (double& coordinate : candidates_.of(parameter, at)) coordinate = random.uniform();
    }

    std::uint32_t purpose_;
    double rate_, step_;
    Elite elite_;
};

}  // namespace

Result<std::unique_ptr<Strategy>> make_uniform_mutation(const Setting& setting) {
    return std::make_unique<GreedyMutation>(setting, purpose::mutate_uniformly, k_uniform_rate, 0);
}

Result<std::unique_ptr<Strategy>> make_normal_mutation(const Setting& setting) {
    return std::make_unique<GreedyMutation>(setting, purpose::mutate_normally, k_normal_rate, k_normal_step);
}

}  // namespace paretop::search
