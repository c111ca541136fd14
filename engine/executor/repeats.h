// Which repeat of a trial comes next, and when there are enough.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/executor/executor.h"
#include "engine/spec/spec.h"
#include "storage/records.h"

namespace paretop::executor {

class RepeatPlan {
  public:
    explicit RepeatPlan(const spec::Spec& spec);

    // Of a job whose first repeat is `first`: warm-ups are the n numbers below it.
    [[nodiscard]] std::int64_t begin(std::int64_t first) const { return first - warmups_; }
    // After `repeat` was measured; nullopt: that was the last one.
    [[nodiscard]] std::optional<std::int64_t> next(std::int64_t repeat,
                                                   std::span<const storage::MeasurementRecord> measurements) const;
    // The same for a job that may have a judge of its own.
    [[nodiscard]] std::optional<std::int64_t> next(const Job& job, std::int64_t repeat, Evaluation& so_far) const;

  private:
    // Whether the 95 % interval of the median of every objective is narrow enough.
    [[nodiscard]] bool certain(std::span<const storage::MeasurementRecord> measurements) const;

    std::int64_t warmups_;
    spec::Repeats repeats_;
    std::vector<std::size_t> objectives_;  // metrics
};

}  // namespace paretop::executor
