#include "views/model/front.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "engine/measure/aggregate.h"
#include "views/model/trial_fields.h"

namespace paretop::model {
namespace {

constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t k_summaries = 4096;  // enough for what is looked at; forgotten together beyond that

bool add_point(PointCloud& cloud, const storage::TrialRow& row, RowReader& reader, const Experiment& experiment) {
    if (row.state != storage::TrialState::done) return false;
    reader.set(row);
    for (std::size_t i = 0; i < experiment.objectives.size(); ++i)
        cloud.objectives[i].push_back(static_cast<float>(reader.metric(experiment.objectives[i].metric).value_or(k_nan)));
    cloud.trials.push_back(static_cast<std::uint32_t>(row.number));
    cloud.feasible.push_back(row.feasible);
    cloud.infeasible += row.feasible ? 0 : 1;
    return true;
}

}  // namespace

FrontModel::FrontModel(const storage::Store& store, storage::RunId run, std::shared_ptr<const Experiment> experiment)
    : store_(store), experiment_(std::move(experiment)), on_front_(store, experiment_), feed_(run) {
    run_.id = run;
    const auto objectives = experiment_->objectives.size();
    cloud_.objectives.resize(objectives);
    thresholds_.resize(objectives);
    baseline_.assign(objectives, k_nan);
    y_ = objectives > 1 ? 1 : 0;
}

Result<bool> FrontModel::update(Budget& budget) {
    if (frozen_) return false;
    PARETOP_TRY(run_, storage::get_run(store_, run_.id));
    PARETOP_TRY(total_, storage::count_trials(store_, run_.id));
    PARETOP_CHECK(read_baseline());
    PARETOP_TRY(const bool unread, on_front_.update(run_, budget, !more_));
    if (std::exchange(arranged_, on_front_.version()) != on_front_.version()) {
        summaries_.clear();
        arrange();
    }
    if (cloud_.size() == 0) {  // one allocation instead of a doubling that briefly needs three times the memory
        cloud_.trials.reserve(static_cast<std::size_t>(total_));
        for (auto& values : cloud_.objectives) values.reserve(static_cast<std::size_t>(total_));
    }
    RowReader reader(experiment_);
    PARETOP_TRY(more_,
                feed_.read(store_, budget, [&](const storage::TrialRow& row) { add_point(cloud_, row, reader, *experiment_); }));
    more_ = more_ || unread;
    return more_;
}

Result<void> FrontModel::read_baseline() {
    const bool at_rest = run_.asked == run_.done + run_.failed;
    if (run_.done + run_.failed == 0 || (baseline_known_ && (!at_rest || run_ == baseline_of_))) return {};
    PARETOP_TRY(const auto trial, storage::get_trial(store_, {run_.id, 0}));
    baseline_known_ = finished(trial.state);
    baseline_of_ = run_;
    if (trial.state != storage::TrialState::done) return {};
    PARETOP_TRY(const auto measurements, storage::list_measurements(store_, trial.key));
    for (std::size_t i = 0; i < baseline_.size(); ++i)
        if (auto values = measure::values_of(measurements, experiment_->objectives[i].metric, measure::Round::last);
            !values.empty())
            baseline_[i] = measure::median(std::move(values));
    const auto* spec = experiment_->spec();
    if (spec == nullptr) return {};
    measure::Scorer scorer(*spec);
    scorer.set_baseline(measurements);
    for (std::size_t i = 0; i < spec->objectives.size() && i < thresholds_.size(); ++i) {
        const auto& wanted = spec->objectives[i].keep ? spec->objectives[i].keep : spec->objectives[i].steer;
        if (wanted) thresholds_[i] = scorer.bound(i, *wanted);
    }
    return {};
}

void FrontModel::arrange() {
    members_ = on_front_.members();
    const auto x_of = [this](const FrontMember& member) { return x_ < member.objectives.size() ? member.objectives[x_] : 0.0; };
    std::stable_sort(members_.begin(), members_.end(), [&](const auto& a, const auto& b) { return x_of(a) < x_of(b); });
    if (members_.empty()) return;
    const auto stays = std::find_if(members_.begin(), members_.end(), [this](const auto& m) { return m.trial == cursor_; });
    const auto nearest = stays != members_.end() || !cursor_
                             ? stays
                             : std::min_element(members_.begin(), members_.end(), [&](const auto& a, const auto& b) {
                                   return std::abs(x_of(a) - cursor_x_) < std::abs(x_of(b) - cursor_x_);
                               });
    move_to(nearest == members_.end() ? 0 : static_cast<std::size_t>(nearest - members_.begin()));
}

double FrontModel::known() const {
    return total_ <= 0 ? 1 : std::min(1.0, static_cast<double>(feed_.next()) / static_cast<double>(total_));
}

void FrontModel::next_x_axis() {
    const auto objectives = experiment_->objectives.size();
    if (objectives == 2) {
        std::swap(x_, y_);
    } else if (objectives > 2) {
        x_ = (x_ + 1) % objectives;
        if (x_ == y_) x_ = (x_ + 1) % objectives;
    }
    arrange();
}

void FrontModel::next_y_axis() {
    const auto objectives = experiment_->objectives.size();
    if (objectives < 3) return next_x_axis();
    y_ = (y_ + 1) % objectives;
    if (x_ == y_) y_ = (y_ + 1) % objectives;
}

std::size_t FrontModel::cursor_row() const {
    const auto found = std::find_if(members_.begin(), members_.end(), [this](const auto& m) { return m.trial == cursor_; });
    return found == members_.end() ? 0 : static_cast<std::size_t>(found - members_.begin());
}

void FrontModel::move_to(std::size_t row) {
    if (members_.empty()) return;
    const auto& member = members_[std::min(row, members_.size() - 1)];
    cursor_ = member.trial;
    cursor_x_ = x_ < member.objectives.size() ? member.objectives[x_] : 0;
}

void FrontModel::toggle_mark(storage::TrialNumber trial) {
    if (a_ == trial)
        a_ = std::exchange(b_, std::nullopt);
    else if (b_ == trial)
        b_.reset();
    else
        (a_ ? b_ : a_) = trial;
}

Result<Comparison> FrontModel::compare_marked() const {
    if (!a_ || !b_) return fail(ErrorKind::usage, "two trials are compared", "front", "mark two with space");
    return compare(store_, run_.id, experiment_, *a_, *b_);
}

Result<const TrialSummary*> FrontModel::summary(storage::TrialNumber trial) {
    if (const auto found = summaries_.find(trial); found != summaries_.end()) return &found->second;
    PARETOP_TRY(auto summary, summarize(store_, {run_.id, trial}, *experiment_));
    if (summaries_.size() >= k_summaries) summaries_.clear();
    return &summaries_.emplace(trial, std::move(summary)).first->second;
}

}  // namespace paretop::model
