// What the store says of an experiment, read once: its metrics, and its space when the stored file can still be read.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/spec/spec.h"
#include "storage/queries.h"

namespace paretop::model {

struct ObjectiveHead {
    std::size_t metric = 0;  // MetricRecord::position
    std::string name, unit;
    bool maximized = false;
    [[nodiscard]] bool better(double a, double b) const { return maximized ? a > b : a < b; }
    // What the best one is called: "fastest", "smallest", "least rss", "most accuracy".
    [[nodiscard]] std::string superlative() const;
};

struct Experiment {
    storage::ExperimentRecord record;
    std::vector<storage::ParameterRecord> parameters;
    std::vector<storage::MetricRecord> metrics;  // by position
    std::vector<ObjectiveHead> objectives;       // in the order of the objectives
    // Empty when a later version of this program cannot read the stored file: parameters then have names and no values.
    [[nodiscard]] const spec::Spec* spec() const;

  private:
    friend class Experiments;
    mutable bool read_ = false;  // reading a file costs about a millisecond: it waits until somebody needs it
    mutable std::optional<spec::Spec> spec_;
};

class Experiments {
  public:
    explicit Experiments(const storage::Store& store) : store_(store) {}
    Result<std::shared_ptr<const Experiment>> get(storage::ExperimentId id);

  private:
    const storage::Store& store_;
    std::map<storage::ExperimentId, std::shared_ptr<const Experiment>> known_;  // revisions never change
};

}  // namespace paretop::model
