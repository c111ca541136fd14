#include "engine/measure/pruning.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "engine/measure/statistics.h"

namespace paretop::measure {
namespace {

constexpr std::size_t k_fewest = 4;  // earlier trials

double sign_of(const spec::Spec& spec) {
    const auto of_metric = [&](const spec::Objective& objective) { return objective.metric == spec.search.prune_metric; };
    const auto found = std::find_if(spec.objectives.begin(), spec.objectives.end(), of_metric);
    return found != spec.objectives.end() && found->goal == spec::Goal::maximize ? -1 : 1;
}

// At its 2nd, 4th, 8th, … report.
bool is_rung(std::int64_t reports) { return reports > 1 && std::has_single_bit(static_cast<std::uint64_t>(reports)); }

}  // namespace

StepHistory::StepHistory(const spec::Spec& spec)
    : rule_(spec.search.prune), metric_(static_cast<std::int64_t>(spec.search.prune_metric)), sign_(sign_of(spec)) {}

bool StepHistory::counts(const storage::IntermediateRecord& step) const { return step.metric == metric_ && step.repeat == 0; }

void StepHistory::learn(std::span<const storage::IntermediateRecord> steps, bool finished) {
    if (!on() || (!finished && rule_ == spec::Prune::median)) return;
    for (const auto& step : steps) {
        if (!counts(step)) continue;
        auto& values = by_step_[step.step];
        const double value = sign_ * step.value;
        values.insert(std::lower_bound(values.begin(), values.end(), value), value);
    }
}

std::string StepHistory::judge(const storage::IntermediateRecord& step, Watched& watched) const {
    if (!on() || !counts(step)) return {};
    const double value = sign_ * step.value;
    watched.best = watched.reports++ == 0 ? value : std::min(watched.best, value);
    const auto found = by_step_.find(step.step);
    if (found == by_step_.end() || found->second.size() < k_fewest) return {};
    const auto& others = found->second;
    if (rule_ == spec::Prune::median) {
        const double middle = quantile(others, 0.5);
        if (watched.best <= middle) return {};
        return fmt::format("{}{}: {:.4g} {} the median {:.4g} of {} trials", k_pruned, step.step, sign_ * watched.best,
                           sign_ > 0 ? "above" : "below", sign_ * middle, others.size());
    }
    const auto better = std::lower_bound(others.begin(), others.end(), value) - others.begin();
    if (!is_rung(watched.reports) || better * 2 < static_cast<std::ptrdiff_t>(others.size()) + 1) return {};
    return fmt::format("{}{}: {:.4g} is not in the better half of {} trials", k_pruned, step.step, step.value, others.size() + 1);
}

}  // namespace paretop::measure
