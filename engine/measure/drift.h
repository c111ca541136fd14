// How the machine has changed since the baseline was measured, by measuring the baseline again and again.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/measure/difference.h"
#include "storage/records.h"

namespace paretop::measure {

// Of one metric. The latest three checks are judged together against the baseline's own repeats: one check alone is too noisy,
// and older ones are too old. A drift that is not certain (measure/difference.h) is none: to correct for it would only add noise.
class Drift {
  public:
    explicit Drift(std::vector<double> baseline) : baseline_(std::move(baseline)) {}

    void check(std::vector<double> repeats);
    // What later values are to be divided by; 1: nothing certain, or a baseline of 0.
    [[nodiscard]] double factor() const { return factor_; }
    // "+1.2 % (0.9 to 1.5 %)" where the last check has changed the factor by at least 0.5 % since it was said last.
    [[nodiscard]] std::optional<std::string> news();

  private:
    std::vector<double> baseline_;
    std::vector<std::vector<double>> checks_;  // the latest three
    double factor_ = 1, said_ = 1;
    Difference shift_;
};

// What every outcome of a run was divided by when it was judged, from the rows of its baseline: the same checks, taken into
// account at the same places as in the run.
class DriftHistory {
  public:
    explicit DriftHistory(std::span<const storage::MeasurementRecord> baseline);  // all of trial 0, in order of metric and repeat
    // Of the outcome that has this place among the tells (storage::TrialRecord::tell_index).
    [[nodiscard]] double factor(std::size_t metric, std::int64_t tell_index) const;

  private:
    std::vector<std::map<std::int64_t, double>> factors_;  // by metric; from this place among the tells on
};

// "+1.2 % (+0.9 to +1.5 %)" of `middle`.
[[nodiscard]] std::string relative_text(const Difference& shift, double middle);

}  // namespace paretop::measure
