#include "views/model/progress.h"

#include <algorithm>

namespace paretop::model {

ProgressModel::ProgressModel(const storage::Store& store, storage::RunId run, std::shared_ptr<const Experiment> experiment)
    : store_(store), experiment_(std::move(experiment)), best_(experiment_->objectives.size()) {
    run_.id = run;
}

Result<bool> ProgressModel::update(Budget& budget) {
    PARETOP_TRY(run_, storage::get_run(store_, run_.id));
    PARETOP_CHECK(history_.update(store_, run_, *experiment_).map([](bool) {}));
    return extend(budget);
}

Result<bool> ProgressModel::extend(Budget& budget) {
    const auto& entries = history_.entries();
    for (; taken_ < entries.size(); ++taken_) {
        if (!budget.take()) return true;
        PARETOP_TRY(const auto source, source_of(entries[taken_].trial));
        add(entries[taken_], source);
    }
    return false;
}

Result<std::size_t> ProgressModel::source_of(storage::TrialNumber trial) {
    PARETOP_TRY(const auto record, storage::get_trial(store_, {run_.id, trial}));
    const auto known = std::find_if(sources_.begin(), sources_.end(), [&](const auto& s) { return s.name == record.origin; });
    const auto index = static_cast<std::size_t>(known - sources_.begin());
    if (known == sources_.end()) sources_.push_back({record.origin, 0, std::vector<std::int64_t>(best_.size()), 0, 0});
    return index;
}

void ProgressModel::add(const storage::FrontRecord& entry, std::size_t source) {
    last_trials_ = std::max(last_trials_, entry.trial + 1);  // trials finish out of order: an axis must not run back
    last_active_ = std::max(last_active_, entry.active_ns);
    const auto step = [&](double value) { return ProgressStep{last_trials_, last_active_, value, entry.trial, source}; };
    auto& by = sources_[source];
    Improvement improvement{entry.trial, source, last_trials_, last_active_, entry.objectives, std::vector<bool>(best_.size()),
                            {}};
    for (std::size_t i = 0; i < best_.size() && i < entry.objectives.size(); ++i) {
        if (!best_[i].empty() && !experiment_->objectives[i].better(entry.objectives[i], best_[i].back().value)) continue;
        best_[i].push_back(step(entry.objectives[i]));
        improvement.best[i] = true;
        ++by.best[i];
    }
    if (entry.hypervolume) {
        const double before = hypervolume_.empty() ? 0 : hypervolume_.back().value;
        improvement.hypervolume_added = std::max(0.0, *entry.hypervolume - before);
        by.hypervolume += *improvement.hypervolume_added;
        hypervolume_.push_back(step(*entry.hypervolume));
    }
    ++by.entered;
    by.last = std::max(by.last, entry.trial);
    improvements_.push_back(std::move(improvement));
}

}  // namespace paretop::model
