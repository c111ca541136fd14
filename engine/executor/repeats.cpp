#include "engine/executor/repeats.h"

#include <algorithm>
#include <cmath>

#include "engine/measure/aggregate.h"
#include "engine/measure/statistics.h"

namespace paretop::executor {

RepeatPlan::RepeatPlan(const spec::Spec& spec) : warmups_(spec.command.warmups), repeats_(spec.command.repeats) {
    for (const auto& objective : spec.objectives) objectives_.push_back(objective.metric);
}

std::optional<std::int64_t> RepeatPlan::next(std::int64_t repeat,
                                             std::span<const storage::MeasurementRecord> measurements) const {
    const auto following = repeat + 1;
    if (following < repeats_.min) return following;
    if (following >= repeats_.max || repeats_.until_ci <= 0 || certain(measurements)) return std::nullopt;
    return following;
}

std::optional<std::int64_t> RepeatPlan::next(const Job& job, std::int64_t repeat, Evaluation& so_far) const {
    if (repeat < job.first) return repeat + 1;
    const auto planned = job.first == 0 ? next(repeat, so_far.measurements) : std::nullopt;
    return job.judge ? job.judge(so_far, planned) : planned;
}

bool RepeatPlan::certain(std::span<const storage::MeasurementRecord> measurements) const {
    return std::all_of(objectives_.begin(), objectives_.end(), [&](std::size_t metric) {
        const auto values = measure::values_of(measurements, metric);
        if (values.size() < 2) return false;
        const double middle = measure::median(values);
        const auto interval = measure::median_interval(values);
        return std::max(interval.high - middle, middle - interval.low) <= repeats_.until_ci * std::abs(middle);
    });
}

}  // namespace paretop::executor
