#include "views/model/front_members.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "engine/front/front.h"
#include "engine/measure/aggregate.h"
#include "engine/measure/statistics.h"

namespace paretop::model {
namespace {

// Minimised; empty: something is not known, or it was not measured again.
front::Point point_of(const FrontMember& member, const Experiment& experiment) {
    if (!member.again) return {};
    front::Point point;
    for (std::size_t i = 0; i < member.objectives.size() && i < experiment.objectives.size(); ++i) {
        if (!std::isfinite(member.objectives[i])) return {};
        point.push_back(experiment.objectives[i].maximized ? -member.objectives[i] : member.objectives[i]);
    }
    return point.size() == experiment.objectives.size() ? point : front::Point();
}

}  // namespace

void find_outdone(std::vector<FrontMember>& members, const Experiment& experiment) {
    front::Front front(experiment.objectives.size());
    std::vector<front::Point> points;
    for (const auto& member : members) {
        points.push_back(point_of(member, experiment));
        if (!points.back().empty()) front.insert(member.trial, points.back());
    }
    const auto holding = front.members();
    for (std::size_t i = 0; i < members.size(); ++i) {
        members[i].outdone_by.reset();
        if (points[i].empty() || holding.size() == members.size()) continue;
        const auto above = std::find_if(holding.begin(), holding.end(),
                                        [&](const auto& other) { return front::dominates(other.objectives, points[i]); });
        if (above != holding.end()) members[i].outdone_by = above->id;
    }
}

Result<bool> FrontMembers::update(const storage::RunRecord& run, Budget& budget, bool fresh) {
    PARETOP_TRY(const bool changed, history_.update(store_, run, *experiment_));
    const bool at_rest = run.asked == run.done + run.failed;
    if (changed) take_members();
    if (changed || (fresh && at_rest)) next_ = 0;
    bool more = false;
    for (; next_ < members_.size() && !more; ++next_) {
        if (!at_rest && reported_.contains(members_[next_].trial)) continue;
        more = !budget.take();
        if (more) break;
        PARETOP_CHECK(read(run.id, members_[next_]));
    }
    if (std::exchange(judged_, version_) != version_) find_outdone(members_, *experiment_);
    return more;
}

std::int64_t FrontMembers::holding() const {
    return std::count_if(members_.begin(), members_.end(), [](const auto& member) { return !member.outdone_by; });
}

const FrontMember* FrontMembers::best(std::size_t objective) const {
    const auto value = [&](const FrontMember& member) {
        return objective < member.objectives.size() ? member.objectives[objective] : std::numeric_limits<double>::quiet_NaN();
    };
    const FrontMember* found = nullptr;
    for (const auto& member : members_)
        if (!std::isnan(value(member)) &&
            (found == nullptr || experiment_->objectives[objective].better(value(member), value(*found))))
            found = &member;
    return found;
}

void FrontMembers::take_members() {
    members_.clear();
    for (const auto i : history_.front()) {
        const auto& entry = history_.entries()[i];
        const auto known = reported_.find(entry.trial);
        members_.push_back(known == reported_.end() ? FrontMember{entry.trial, entry.objectives} : known->second);
    }
    ++version_;
}

Result<void> FrontMembers::read(storage::RunId run, FrontMember& member) {
    PARETOP_TRY(const auto measurements, storage::list_measurements(store_, {run, member.trial}));
    const bool again = std::any_of(measurements.begin(), measurements.end(), [](const auto& m) {
        return measure::round_of(m.repeat) == static_cast<std::int64_t>(measure::Round::last);
    });
    auto values = member.objectives;
    for (std::size_t i = 0; i < values.size() && i < experiment_->objectives.size(); ++i)
        if (auto repeats = measure::values_of(measurements, experiment_->objectives[i].metric, measure::Round::last);
            !repeats.empty())
            values[i] = measure::median(std::move(repeats));
    if (values != member.objectives || again != member.again) {
        member.objectives = values;
        member.again = again;
        ++version_;
    }
    reported_[member.trial] = {member.trial, std::move(values), again, {}};
    return {};
}

}  // namespace paretop::model
