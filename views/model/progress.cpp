#include "views/model/progress.h"

#include <algorithm>

namespace paretop::model {

ProgressModel::ProgressModel(const storage::Store& store, storage::RunId run, std::shared_ptr<const Experiment> experiment)
    : store_(store), experiment_(std::move(experiment)), best_(experiment_->objectives.size()) {
    run_.id = run;
}

Result<bool> ProgressModel::update(Budget& budget) {
    budget.take();
    PARETOP_TRY(run_, storage::get_run(store_, run_.id));
    PARETOP_TRY(const bool changed, history_.update(store_, run_, *experiment_));
    if (changed) extend();
    return false;
}

void ProgressModel::extend() {
    const auto& entries = history_.entries();
    for (; taken_ < entries.size(); ++taken_) {
        const auto& entry = entries[taken_];
        last_trials_ = std::max(last_trials_, entry.trial + 1);  // trials finish out of order: an axis must not run back
        last_active_ = std::max(last_active_, entry.active_ns);
        const auto step = [&](double value) { return ProgressStep{last_trials_, last_active_, value, entry.trial}; };
        for (std::size_t i = 0; i < best_.size() && i < entry.objectives.size(); ++i)
            if (best_[i].empty() || experiment_->objectives[i].better(entry.objectives[i], best_[i].back().value))
                best_[i].push_back(step(entry.objectives[i]));
        if (entry.hypervolume) hypervolume_.push_back(step(*entry.hypervolume));
    }
}

}  // namespace paretop::model
