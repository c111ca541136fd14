// Several objectives as one number, for methods that compare two trials at a time.
#pragma once

#include <optional>

#include "engine/search/ranking.h"

namespace paretop::search {

using Weights = std::vector<double>;  // one an objective, summing to 1

// `count` of them: even steps from the first objective to the second; random on the simplex for more objectives.
std::vector<Weights> spread_weights(std::size_t count, std::size_t objectives, std::uint64_t seed);

// Knows the range of what was measured so far, so that objectives of any size compare.
class Scalarisation {
  public:
    void observe(const Merit& merit);

    // How much worse `to` is than `from`; negative: better. Failed ones are worse than all others by infinity, infeasible ones
    // worse than feasible ones by their violation. One objective: the difference relative to the larger of both, or to the spread
    // of what was measured where that is smaller. Several: the difference of the augmented Tchebycheff distances from the best of
    // each objective, in ranges (Steuer and Choo, 1983).
    [[nodiscard]] double change(const Merit& from, const Merit& to, const Weights& weights) const;

    // Worst feasible value of each objective and 10 % of the range beyond; empty before the first one.
    [[nodiscard]] front::Point reference() const;

  private:
    [[nodiscard]] double relative(double from, double to) const;
    [[nodiscard]] double distance(const front::Point& point, const Weights& weights) const;

    void renew_ranges();

    front::Point best_, worst_;  // of feasible trials
    front::Point range_;         // of the front, of several objectives; of all where the front has none
    std::optional<front::Front> front_;
    std::size_t entered_ = 0;
    double mean_ = 0;  // of the first objective
    double count_ = 0;
};

}  // namespace paretop::search
