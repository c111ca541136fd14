// What a run says of its parameters: how much each matters to each objective, what an objective was at each value of one, and
// the configurations of the front.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/importance/importance.h"
#include "views/model/front_members.h"
#include "views/model/trial_feed.h"
#include "views/model/trial_fields.h"

namespace paretop::model {

// A measured trial.
struct Sampled {
    storage::TrialNumber trial = 0;
    space::Configuration configuration;
    std::vector<double> objectives;  // medians, in the experiment's own senses; NaN: not measured
};

class ParametersModel {
  public:
    ParametersModel(const storage::Store& store, storage::RunId run, std::shared_ptr<const Experiment> experiment);

    // Reads the front and the trials. Nothing while frozen.
    Result<bool> update(Budget& budget);
    // Grows one tree of a model (about a millisecond); false: all models are as good as the trials allow. A model is made anew
    // when a tenth more trials are known than it has learnt from.
    bool study();

    [[nodiscard]] const storage::RunRecord& run() const { return run_; }
    [[nodiscard]] const Experiment& experiment() const { return *experiment_; }
    // nullptr: the stored experiment file cannot be read by this version.
    [[nodiscard]] const space::Space* space() const { return experiment_->spec() ? &experiment_->spec()->space : nullptr; }

    // Every measured trial, or every second, fourth, … of those with an even number (divisible by 4, …): as many as memory and
    // time allow. In the order in which they became known.
    [[nodiscard]] const std::vector<Sampled>& sample() const { return sample_; }
    [[nodiscard]] std::int64_t measured() const { return measured_; }  // trials that could have been sampled
    [[nodiscard]] double known() const;                                // 0 to 1: how much of the run has been read

    struct Learnt {
        importance::Analysis analysis;
        std::size_t trials = 0;  // that it learnt from
    };
    [[nodiscard]] const Learnt* learnt(std::size_t objective) const;  // nullptr: not yet, or from too few trials
    [[nodiscard]] const importance::Share* share(std::size_t parameter, std::size_t objective) const;  // the same
    [[nodiscard]] importance::Method method() const { return method_; }
    void set_method(importance::Method method);  // forgets what was learnt

    // Those on the front that hold (front_members.h) and whose configuration can be read, by the first objective; evenly chosen
    // where they are very many.
    [[nodiscard]] const std::vector<Sampled>& front() const { return front_; }
    [[nodiscard]] std::size_t front_size() const { return static_cast<std::size_t>(members_.holding()); }

    // A moment kept while the run goes on.
    void freeze(bool on) { frozen_ = on; }
    [[nodiscard]] bool frozen() const { return frozen_; }

  private:
    Result<void> take_front();
    void take(const storage::TrialRow& row);
    void thin();
    [[nodiscard]] bool outgrown(std::size_t objective) const;
    bool begin_study();

    const storage::Store& store_;
    std::shared_ptr<const Experiment> experiment_;
    storage::RunRecord run_;
    FrontMembers members_;
    std::uint64_t taken_ = 0;  // version of members_ that is in front_
    std::vector<Sampled> front_;
    std::map<storage::TrialNumber, space::Configuration> configurations_;
    TrialFeed feed_;
    RowReader reader_;
    std::int64_t total_ = 0, measured_ = 0;
    std::size_t most_;        // in the sample
    std::int64_t every_ = 1;  // trials whose number it divides are in the sample
    std::vector<Sampled> sample_;
    bool more_ = false, frozen_ = false;

    struct Model {
        std::optional<Learnt> learnt;
        std::int64_t tried = 0;  // measured() when it was begun
    };
    importance::Method method_ = importance::Method::fanova;
    std::vector<Model> models_;  // by objective
    std::optional<importance::Study> study_;
    std::size_t studied_ = 0;         // the objective of study_
    std::size_t studied_trials_ = 0;  // that it learns from
};

}  // namespace paretop::model
