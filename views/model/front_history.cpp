#include "views/model/front_history.h"

#include <algorithm>

namespace paretop::model {
namespace {

// a is at least as good everywhere. Equal ones do not both enter, so among entries this is dominance.
bool covers(const std::vector<double>& a, const std::vector<double>& b, const std::vector<ObjectiveHead>& heads) {
    for (std::size_t i = 0; i < heads.size() && i < a.size() && i < b.size(); ++i)
        if (heads[i].better(b[i], a[i])) return false;
    return true;
}

}  // namespace

bool FrontHistory::remember(storage::FrontRecord record) {
    const auto place = std::lower_bound(known_.begin(), known_.end(), record.trial);
    if (place != known_.end() && *place == record.trial) return false;
    known_.insert(place, record.trial);
    entries_.push_back(std::move(record));
    return true;
}

void FrontHistory::enter(std::size_t entry, const Experiment& experiment) {
    const auto& values = entries_[entry].objectives;
    std::erase_if(front_, [&](std::size_t other) { return covers(values, entries_[other].objectives, experiment.objectives); });
    const auto first = [&](std::size_t i) { return entries_[i].objectives.empty() ? 0.0 : entries_[i].objectives[0]; };
    front_.insert(std::lower_bound(front_.begin(), front_.end(), entry, [&](auto a, auto b) { return first(a) < first(b); }),
                  entry);
}

Result<bool> FrontHistory::update(const storage::Store& store, const storage::RunRecord& run, const Experiment& experiment) {
    if (run.done == seen_done_) return false;
    bool changed = false;
    PARETOP_CHECK(store.read([&]() -> Result<void> {
        PARETOP_TRY(const auto now, storage::get_run(store, run.id));
        PARETOP_TRY(const auto open, storage::list_unfinished_trials(store, run.id));
        PARETOP_TRY(auto arrived, storage::list_front_history(store, run.id, settled_));
        for (auto& record : arrived) {
            if (!remember(std::move(record))) continue;
            enter(entries_.size() - 1, experiment);
            changed = true;
        }
        settled_ = now.asked - 1;
        for (const auto& trial : open) settled_ = std::min(settled_, trial.key.number - 1);
        seen_done_ = now.done;
        return {};
    }));
    return changed;
}

std::optional<std::size_t> FrontHistory::best(std::size_t objective, const Experiment& experiment) const {
    std::optional<std::size_t> found;
    const auto value = [&](std::size_t i) { return entries_[i].objectives[objective]; };
    for (const auto i : front_)
        if (objective < entries_[i].objectives.size() &&
            (!found || experiment.objectives[objective].better(value(i), value(*found))))
            found = i;
    return found;
}

std::vector<float> FrontHistory::trend(std::size_t points, storage::TrialNumber last) const {
    if (entries_.empty() || !entries_.back().hypervolume || points == 0) return {};
    std::vector<float> steps(points, 0.0F);
    const auto span = std::max<storage::TrialNumber>(last, 0) + 1;
    for (const auto& entry : entries_) {
        const auto step = std::min(points - 1, static_cast<std::size_t>(entry.trial * static_cast<std::int64_t>(points) / span));
        steps[step] = std::max(steps[step], static_cast<float>(entry.hypervolume.value_or(0)));
    }
    for (std::size_t i = 1; i < points; ++i) steps[i] = std::max(steps[i], steps[i - 1]);
    return steps;
}

}  // namespace paretop::model
