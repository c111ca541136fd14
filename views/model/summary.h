// One trial in numbers: its configuration as text and what its repeats say of each metric.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/measure/difference.h"
#include "engine/measure/statistics.h"
#include "views/model/experiments.h"

namespace paretop::model {

struct MetricSummary {
    std::vector<double> repeats;  // of the latest round (engine/measure/rounds.h), in the order they were made
    std::vector<double> warmups;  // the last one is nearest to the first repeat
    double median = 0;            // NaN: not measured
    measure::Interval interval{0, 0};
    // Half the width of the interval; 0 for a single repeat.
    [[nodiscard]] double spread() const { return (interval.high - interval.low) / 2; }
    [[nodiscard]] bool measured() const { return !repeats.empty(); }
};

struct TrialSummary {
    storage::TrialNumber trial = 0;
    std::vector<std::string> parameters;  // as they are written; an inactive one is empty; all are when they cannot be read
    std::vector<MetricSummary> metrics;   // by position
    std::string differences;              // from the defaults: "level 19, wlog 27"
};

Result<TrialSummary> summarize(const storage::Store& store, storage::TrialKey key, const Experiment& experiment);

// (b − a) / |a|, e.g. −0.17; nullopt: one of them is unknown or a is 0.
[[nodiscard]] std::optional<double> relative_change(double a, double b);

struct Comparison {
    storage::TrialNumber a = 0, b = 0;
    struct Parameter {
        std::string name, a, b;
    };
    std::vector<Parameter> changed;  // the parameters that differ, in the order of declaration
    std::size_t unchanged = 0;
    struct Metric {
        std::string name, unit;
        bool objective = false;
        MetricSummary a, b;
        std::optional<double> relative;                 // of the medians
        std::optional<measure::Difference> difference;  // b − a with its interval; absent with single repeats
        bool in_turns = false;  // all of it is of repeats that were measured in turns, so that no drift favours either
        int verdict = 0;        // +1: b is better beyond doubt, −1: worse, 0: no objective or not certain
    };
    std::vector<Metric> metrics;  // objectives first, in their order
};

// One side of a comparison: a configuration, measured by these trials (not empty), whose repeats count together.
struct Side {
    std::shared_ptr<const Experiment> experiment;
    std::vector<storage::TrialKey> trials;
};
// Parameters and metrics are matched by name, so that trials of different runs can be compared; what only one has is left out.
Result<Comparison> compare(const storage::Store& store, const Side& a, const Side& b);
Result<Comparison> compare(const storage::Store& store, storage::RunId run, const std::shared_ptr<const Experiment>& experiment,
                           storage::TrialNumber a, storage::TrialNumber b);
// The trials of this one's run with the same configuration, itself first.
Result<std::vector<storage::TrialKey>> twins(const storage::Store& store, storage::TrialKey trial);

}  // namespace paretop::model
