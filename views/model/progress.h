// How a run got where it is: the best of each objective and the hypervolume, against trials and against active time.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "views/model/budget.h"
#include "views/model/front_history.h"

namespace paretop::model {

// A step function: `value` holds from this moment until the next step.
struct ProgressStep {
    std::int64_t trials = 0;  // finished or under way when it happened, never descending
    Nanoseconds active = 0;   // the run's active time, never descending
    double value = 0;
    storage::TrialNumber trial = 0;  // that made it
};

class ProgressModel {
  public:
    ProgressModel(const storage::Store& store, storage::RunId run, std::shared_ptr<const Experiment> experiment);

    Result<bool> update(Budget& budget);

    [[nodiscard]] const storage::RunRecord& run() const { return run_; }
    [[nodiscard]] const Experiment& experiment() const { return *experiment_; }
    // Best so far of one objective, in its own sense: only improvements. The best is always on the front.
    [[nodiscard]] const std::vector<ProgressStep>& best(std::size_t objective) const { return best_[objective]; }
    [[nodiscard]] const std::vector<ProgressStep>& hypervolume() const { return hypervolume_; }  // empty with a single objective
    // Where every curve ends now.
    [[nodiscard]] std::int64_t trials() const { return run_.done + run_.failed; }
    [[nodiscard]] Nanoseconds active() const { return run_.active_ns; }

  private:
    void extend();

    const storage::Store& store_;
    std::shared_ptr<const Experiment> experiment_;
    storage::RunRecord run_;
    FrontHistory history_;
    std::size_t taken_ = 0;  // entries of the history that are in the curves
    std::int64_t last_trials_ = 0;
    Nanoseconds last_active_ = 0;
    std::vector<std::vector<ProgressStep>> best_;
    std::vector<ProgressStep> hypervolume_;
};

}  // namespace paretop::model
