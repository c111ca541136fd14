// Ending trials early by what they report on the way.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "engine/spec/spec.h"
#include "storage/records.h"

namespace paretop::measure {

// What earlier trials reported at each step, of the spec's `prune_metric`, in their first repeats.
//
// median: a trial ends when the best it has reported is worse than the median of what the finished trials reported at the same
// step (Golovin et al., "Google Vizier", KDD 2017, 3.2).
// halving: at its 2nd, 4th, 8th, … report a trial ends unless its value is in the better half of all that came that far, the
// ended ones too (asynchronous successive halving, Li et al., MLSys 2020, with η = 2).
// Neither judges before four earlier trials have reported that step. Non-finite values are not stored and so not judged.
class StepHistory {
  public:
    explicit StepHistory(const spec::Spec& spec);

    [[nodiscard]] bool on() const { return rule_ != spec::Prune::none; }
    // `finished`: it was measured to the end. One that was pruned counts for halving only; others are not learnt from.
    void learn(std::span<const storage::IntermediateRecord> steps, bool finished);

    struct Watched {  // what is known of a running trial
        double best = 0;
        std::int64_t reports = 0;
    };
    // The reason to end it now: "pruned at step 7: 0.31 above the median 0.12 of 12 trials"; empty: it goes on.
    [[nodiscard]] std::string judge(const storage::IntermediateRecord& step, Watched& watched) const;

  private:
    [[nodiscard]] bool counts(const storage::IntermediateRecord& step) const;

    spec::Prune rule_;
    std::int64_t metric_;
    double sign_;                                          // −1 for a maximised objective: smaller is better
    std::map<std::int64_t, std::vector<double>> by_step_;  // sorted, minimised
};

inline constexpr std::string_view k_pruned = "pruned at step ";  // how the reason of a pruned trial begins

}  // namespace paretop::measure
