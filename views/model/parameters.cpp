#include "views/model/parameters.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "views/model/configurations.h"

namespace paretop::model {
namespace {

constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t k_most_values = 200'000;  // in the sample, over all parameters
constexpr std::size_t k_most_trials = 4096, k_fewest_trials = 256;
constexpr std::size_t k_most_front = 256;
constexpr std::size_t k_tree = 1024;  // trials a tree learns from: it is grown within one tick

std::size_t most_trials(const Experiment& experiment) {
    return std::clamp(k_most_values / std::max<std::size_t>(experiment.parameters.size(), 1), k_fewest_trials, k_most_trials);
}

}  // namespace

ParametersModel::ParametersModel(const storage::Store& store, storage::RunId run, std::shared_ptr<const Experiment> experiment)
    : store_(store),
      experiment_(std::move(experiment)),
      members_(store, experiment_),
      feed_(run),
      reader_(experiment_),
      most_(most_trials(*experiment_)),
      models_(experiment_->objectives.size()) {
    run_.id = run;
}

Result<bool> ParametersModel::update(Budget& budget) {
    if (frozen_) return false;
    PARETOP_TRY(run_, storage::get_run(store_, run_.id));
    PARETOP_TRY(total_, storage::count_trials(store_, run_.id));
    PARETOP_TRY(const bool unread, members_.update(run_, budget, !more_));
    if (taken_ != members_.version()) PARETOP_CHECK(take_front());
    PARETOP_TRY(more_, feed_.read(store_, budget, [&](const storage::TrialRow& row) { take(row); }));
    more_ = more_ || unread;
    return more_;
}

double ParametersModel::known() const {
    return total_ <= 0 ? 1 : std::min(1.0, static_cast<double>(feed_.next()) / static_cast<double>(total_));
}

// A configuration never changes: each is read once.
Result<void> ParametersModel::take_front() {
    taken_ = members_.version();
    front_.clear();
    auto members = members_.members();
    std::erase_if(members, [](const auto& member) { return member.outdone_by.has_value(); });
    const auto shown = std::min(members.size(), k_most_front);
    for (std::size_t i = 0; i < shown; ++i) {
        const auto& member = members[i * members.size() / shown];
        auto found = configurations_.find(member.trial);
        if (found == configurations_.end()) {
            PARETOP_TRY(auto read, configuration_of(store_, {run_.id, member.trial}, *experiment_));
            if (!read) continue;
            found = configurations_.emplace(member.trial, std::move(*read)).first;
        }
        front_.push_back({member.trial, found->second, member.objectives});
    }
    return {};
}

void ParametersModel::take(const storage::TrialRow& row) {
    if (row.state != storage::TrialState::done) return;
    ++measured_;
    if (row.number % every_ != 0) return;
    reader_.set(row);
    const auto* configuration = reader_.configuration();
    if (configuration == nullptr) return;
    Sampled sampled{row.number, *configuration, {}};
    for (const auto& head : experiment_->objectives) sampled.objectives.push_back(reader_.metric(head.metric).value_or(k_nan));
    sample_.push_back(std::move(sampled));
    if (sample_.size() > most_) thin();
}

void ParametersModel::thin() {
    every_ *= 2;
    std::erase_if(sample_, [&](const Sampled& sampled) { return sampled.trial % every_ != 0; });
}

const ParametersModel::Learnt* ParametersModel::learnt(std::size_t objective) const {
    return objective < models_.size() && models_[objective].learnt ? &*models_[objective].learnt : nullptr;
}

const importance::Share* ParametersModel::share(std::size_t parameter, std::size_t objective) const {
    const auto* model = learnt(objective);
    if (model == nullptr) return nullptr;
    const auto& shares = model->analysis.shares;
    const auto found = std::find_if(shares.begin(), shares.end(), [&](const auto& s) { return s.parameter == parameter; });
    return found == shares.end() ? nullptr : &*found;
}

void ParametersModel::set_method(importance::Method method) {
    if (method == method_) return;
    method_ = method;
    study_.reset();
    models_.assign(models_.size(), {});
}

// While trials are still being read nothing is worth learning, unless the run makes them faster than they are read.
bool ParametersModel::outgrown(std::size_t objective) const {
    const auto tried = models_[objective].tried;
    const bool over = run_.asked == run_.done + run_.failed && run_.state != storage::RunState::running;
    return over ? measured_ != tried : measured_ >= tried + std::max<std::int64_t>(tried / 10, 4);
}

bool ParametersModel::begin_study() {
    for (std::size_t i = 0; i < models_.size(); ++i) {
        if (!outgrown(i)) continue;
        models_[i].tried = measured_;
        std::vector<space::Configuration> configurations;
        std::vector<double> values;
        for (const auto& sampled : sample_) {
            if (!std::isfinite(sampled.objectives[i])) continue;
            configurations.push_back(sampled.configuration);
            values.push_back(sampled.objectives[i]);
        }
        importance::Options options;
        options.method = method_;
        options.samples = k_tree;
        auto study = importance::Study::begin(*space(), configurations, values, options);
        if (!study) continue;  // too few trials
        study_ = std::move(*study);
        studied_ = i;
        studied_trials_ = values.size();
        return true;
    }
    return false;
}

bool ParametersModel::study() {
    if (space() == nullptr || frozen_) return false;
    if (!study_) return !more_ && begin_study();
    if (study_->step()) return true;
    models_[studied_].learnt = Learnt{study_->analysis(), studied_trials_};
    study_.reset();
    return true;
}

}  // namespace paretop::model
