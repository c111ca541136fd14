#include "views/model/front_members.h"

#include <algorithm>

#include "engine/measure/aggregate.h"
#include "engine/measure/statistics.h"

namespace paretop::model {

Result<std::vector<double>> reported_objectives(const storage::Store& store, storage::TrialKey trial,
                                                const Experiment& experiment, std::vector<double> told) {
    PARETOP_TRY(const auto measurements, storage::list_measurements(store, trial));
    for (std::size_t i = 0; i < told.size() && i < experiment.objectives.size(); ++i)
        if (auto repeats = measure::values_of(measurements, experiment.objectives[i].metric, measure::Round::last);
            !repeats.empty())
            told[i] = measure::median(std::move(repeats));
    return told;
}

Result<bool> FrontMembers::update(const storage::RunRecord& run, Budget& budget, bool fresh) {
    PARETOP_TRY(const bool changed, history_.update(store_, run, *experiment_));
    const bool at_rest = run.asked == run.done + run.failed;
    if (changed) take_members();
    if (changed || (fresh && at_rest)) next_ = 0;
    for (; next_ < members_.size(); ++next_) {
        if (!at_rest && reported_.contains(members_[next_].trial)) continue;
        if (!budget.take()) return true;
        PARETOP_CHECK(read(run.id, members_[next_]));
    }
    return false;
}

void FrontMembers::take_members() {
    members_.clear();
    for (const auto i : history_.front()) {
        const auto& entry = history_.entries()[i];
        const auto known = reported_.find(entry.trial);
        members_.push_back({entry.trial, known == reported_.end() ? entry.objectives : known->second});
    }
    ++version_;
}

Result<void> FrontMembers::read(storage::RunId run, FrontMember& member) {
    PARETOP_TRY(auto values, reported_objectives(store_, {run, member.trial}, *experiment_, member.objectives));
    if (values != member.objectives) {
        member.objectives = values;
        ++version_;
    }
    reported_[member.trial] = std::move(values);
    return {};
}

}  // namespace paretop::model
