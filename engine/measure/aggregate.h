// From the measurements of a trial to what a search needs: one number an objective, and how far bounds are missed.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/measure/rounds.h"
#include "engine/spec/spec.h"
#include "storage/records.h"

namespace paretop::measure {

struct Score {
    std::vector<double> objectives;            // median of the repeats that count, minimised (a maximised one is negated)
    std::vector<std::vector<double>> repeats;  // [objective][repeat], minimised
    double violation = 0;                      // each missed bound or keep-threshold, relative to its size, summed; 0: feasible
    std::string missed;                        // the first of them, in words: "bytes 3.1e+06 > 2e+06"
    [[nodiscard]] bool feasible() const { return violation <= 0; }
};

class Scorer {
  public:
    explicit Scorer(const spec::Spec& spec);  // keeps no reference

    // Median of every metric of the baseline; relative thresholds are judged once it is known, and hold until then.
    void set_baseline(std::span<const storage::MeasurementRecord> measurements);
    // Values of this metric are divided by `factor` from now on: by so much the machine has drifted since the baseline.
    void set_drift(std::size_t metric, double factor) { drift_[metric] = factor; }
    // Warm-ups (negative repeats) are left out; where a round confirmed the trial, only that round counts. Later rounds are not
    // looked at: what a search is told never changes. An objective without a measurement is a failed trial: nullopt.
    [[nodiscard]] std::optional<Score> score(std::span<const storage::MeasurementRecord> measurements) const;
    // The bound a threshold stands for, in the metric's own sense; nullopt: relative and the baseline is unknown.
    [[nodiscard]] std::optional<double> bound(std::size_t objective, const spec::Threshold& threshold) const;

  private:
    [[nodiscard]] std::vector<double> levelled(std::span<const storage::MeasurementRecord> measurements,
                                               std::size_t metric) const;

    struct ObjectiveRule {
        std::size_t metric;
        double sign;  // +1 minimised, −1 maximised
        std::optional<spec::Threshold> keep;
        std::string name;
    };
    struct MetricRule {
        std::optional<double> lower, upper;
        std::string name;
    };
    std::vector<ObjectiveRule> objectives_;
    std::vector<MetricRule> metrics_;
    std::vector<std::optional<double>> baseline_;  // by metric
    std::vector<double> drift_;                    // by metric
};

// Values of one metric, in the order of the repeats, of the latest round up to `until`; warm-ups left out. The measurements of a
// metric are in the order of their repeats. Round::confirm: what the search knows; Round::last: what is reported.
std::vector<double> values_of(std::span<const storage::MeasurementRecord> measurements, std::size_t metric,
                              Round until = Round::confirm);

}  // namespace paretop::measure
