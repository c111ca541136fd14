// How a run got where it is: the best of each objective and the hypervolume, against trials and against active time.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
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
    std::size_t source = 0;          // index into sources()
};

// Who proposed a trial, and what became of it: "tpe", "bandit/pattern", "gp/walk", "baseline".
struct ProgressSource {
    std::string name;
    std::int64_t entered = 0;        // trials that entered the front
    std::vector<std::int64_t> best;  // by objective: how often it found a new best
    double hypervolume = 0;          // that its trials added
    storage::TrialNumber last = 0;   // its latest trial that entered
};

// A trial that entered the front.
struct Improvement {
    storage::TrialNumber trial = 0;
    std::size_t source = 0;
    std::int64_t trials = 0;
    Nanoseconds active = 0;
    std::vector<double> objectives;           // medians, in the experiment's own senses
    std::vector<bool> best;                   // by objective: a new best
    std::optional<double> hypervolume_added;  // absent with a single objective
};

class ProgressModel {
  public:
    ProgressModel(const storage::Store& store, storage::RunId run, std::shared_ptr<const Experiment> experiment);

    Result<bool> update(Budget& budget);

    [[nodiscard]] const storage::RunRecord& run() const { return run_; }
    [[nodiscard]] const Experiment& experiment() const { return *experiment_; }
    // Best so far of one objective, in its own sense: only improvements. The best is always on the front.
    [[nodiscard]] const std::vector<ProgressStep>& best(std::size_t objective) const { return best_[objective]; }
    [[nodiscard]] const std::vector<ProgressStep>& hypervolume() const { return hypervolume_; }   // empty with a single objective
    [[nodiscard]] const std::vector<Improvement>& improvements() const { return improvements_; }  // in entering order
    [[nodiscard]] const std::vector<ProgressSource>& sources() const { return sources_; }  // in the order of their first one
    // Where every curve ends now.
    [[nodiscard]] std::int64_t trials() const { return run_.done + run_.failed; }
    [[nodiscard]] Nanoseconds active() const { return run_.active_ns; }

  private:
    Result<bool> extend(Budget& budget);
    Result<std::size_t> source_of(storage::TrialNumber trial);
    void add(const storage::FrontRecord& entry, std::size_t source);

    const storage::Store& store_;
    std::shared_ptr<const Experiment> experiment_;
    storage::RunRecord run_;
    FrontHistory history_;
    std::size_t taken_ = 0;  // entries of the history that are in the curves
    std::int64_t last_trials_ = 0;
    Nanoseconds last_active_ = 0;
    std::vector<std::vector<ProgressStep>> best_;
    std::vector<ProgressStep> hypervolume_;
    std::vector<Improvement> improvements_;
    std::vector<ProgressSource> sources_;
};

}  // namespace paretop::model
