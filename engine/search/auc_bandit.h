// Credit for the members of an ensemble by the area under the curve of their successes: Ansel et al., "OpenTuner: an extensible
// framework for program autotuning", PACT 2014, after Fialho et al., "Comparison-based adaptive strategy selection with bandits
// in differential evolution", PPSN XI, 2010.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <vector>

namespace paretop::search {

class AucBandit {
  public:
    explicit AucBandit(std::size_t arms, double exploration = 0.05, std::size_t window = 500);

    // An arm was used, with this result. Only the last `window` uses count.
    void reward(std::size_t arm, bool success);

    // 2 · Σ position / (n (n + 1)) over the arm's successes among its n uses, position 1 being its oldest use. 0 without a use.
    [[nodiscard]] double exploit(std::size_t arm) const;
    // √(2 log₂ |H| / n), H being all uses that count; infinite without a use.
    [[nodiscard]] double explore(std::size_t arm) const;
    [[nodiscard]] double score(std::size_t arm) const { return exploit(arm) + exploration_ * explore(arm); }

    // Arms, the best first; equal ones by their number. `open`: uses of each arm whose result is not known yet. They count as if
    // they had no success, so that asks in flight together are spread over the arms.
    [[nodiscard]] std::vector<std::size_t> best_first(std::span<const std::size_t> open) const;

    struct Arm {
        std::size_t uses = 0, successes = 0;
        std::uint64_t positions = 0;  // sum over the successes
    };
    [[nodiscard]] const Arm& arm(std::size_t number) const { return arms_[number]; }

  private:
    struct Use {
        std::size_t arm;
        bool success;
    };
    void forget_oldest();
    [[nodiscard]] static double exploit(const Arm& arm, std::size_t open);
    [[nodiscard]] static double explore(const Arm& arm, std::size_t open, std::size_t all);

    double exploration_;
    std::size_t window_;
    std::deque<Use> history_;
    std::vector<Arm> arms_;
};

}  // namespace paretop::search
