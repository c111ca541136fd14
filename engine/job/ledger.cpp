#include "engine/job/ledger.h"

#include <algorithm>
#include <functional>

#include "engine/measure/confirm.h"

namespace paretop::job {

namespace {

constexpr std::size_t k_exact_objectives = 4;  // beyond, exact volumes take too long: they are estimated, and never shrink

}  // namespace

std::int64_t reference_sample(std::int64_t planned) { return std::clamp<std::int64_t>(planned / 4, 2, 20); }

Ledger::Ledger(const spec::Spec& spec, storage::RunRecord record)
    : run(std::move(record)), spec_(spec), scorer_(spec), front_(spec.objectives.size()) {
    run.asked = run.done = run.failed = run.repeated = run.front_size = 0;
    run.hypervolume.reset();
    run.reference_point.clear();
    for (const auto& objective : spec.objectives) signs_.push_back(objective.goal == spec::Goal::maximize ? -1.0 : 1.0);
}

Verdict Ledger::judge(storage::TrialNumber trial, bool failed, std::string reason, bool again,
                      std::span<const storage::MeasurementRecord> measurements, std::int64_t now_ns, std::int64_t active_ns) {
    Verdict verdict{failed, std::move(reason), {}, {}, {}};
    if (!failed) {
        if (trial == 0) {
            scorer_.set_baseline(measurements);
            for (const auto& objective : spec_.objectives)
                drift_.emplace_back(measure::values_of(measurements, objective.metric, measure::Round::search));
        }
        verdict.score = scorer_.score(measurements);
        if (!verdict.score) {
            verdict.failed = true;
            verdict.reason = "an objective was not measured";
        }
    }
    if (trial == 0) baseline_ = verdict.score;
    ++(verdict.failed ? run.failed : run.done);
    if (again) ++run.repeated;
    if (verdict.score) count(*verdict.score, measurements);
    if (verdict.failed || again) return verdict;

    const auto& point = verdict.score->objectives;
    if (run.reference_point.empty() && signs_.size() > 1) sample(point);
    if (!verdict.score->feasible()) return verdict;
    const bool exact = signs_.size() <= k_exact_objectives;
    if (exact && !run.reference_point.empty()) volume_ += front_.contribution(point, run.reference_point);
    auto insertion = front_.insert(trial, point);
    if (!insertion.entered) return verdict;
    if (!exact && !run.reference_point.empty()) volume_ = std::max(volume_, measured_volume());
    verdict.left = std::move(insertion.left);
    for (const auto left : verdict.left) members_.erase(left);
    members_.emplace(trial, *verdict.score);
    run.front_size = static_cast<std::int64_t>(front_.size());
    run.hypervolume = hypervolume();
    storage::FrontRecord row;
    row.trial = trial;
    row.entered_ns = now_ns;
    row.active_ns = active_ns;
    row.front_size = run.front_size;
    row.hypervolume = run.hypervolume;
    for (std::size_t i = 0; i < point.size(); ++i) row.objectives.push_back(signs_[i] * point[i]);
    verdict.entered = std::move(row);
    return verdict;
}

void Ledger::count(const measure::Score& score, std::span<const storage::MeasurementRecord> measurements) {
    measured_ += std::count_if(measurements.begin(), measurements.end(), [&](const auto& m) {
        return m.repeat >= 0 && m.repeat < measure::first_of(measure::Round::last) && m.metric == measurements.front().metric;
    });
    const auto noise = measure::relative_noise(score);
    if (!noise) return;
    ++repeated_;
    noise_ += *noise;
}

std::optional<double> Ledger::noise() const {
    return repeated_ > 0 ? std::optional(noise_ / static_cast<double>(repeated_)) : std::nullopt;
}

std::vector<std::string> Ledger::check_drift(std::span<const storage::MeasurementRecord> check) {
    std::vector<std::string> news;
    for (std::size_t i = 0; i < drift_.size(); ++i) {
        const auto metric = spec_.objectives[i].metric;
        std::vector<double> values;
        for (const auto& m : check)
            if (m.metric == static_cast<std::int64_t>(metric)) values.push_back(m.value);
        drift_[i].check(std::move(values));
        scorer_.set_drift(metric, drift_[i].factor());
        if (const auto text = drift_[i].news()) news.push_back(spec_.metrics[metric].name + ": " + *text);
    }
    return news;
}

bool Ledger::would_enter(const measure::Score& score) const {
    if (!score.feasible()) return false;
    const auto covers = [&](const measure::Score& member) {
        return std::equal(member.objectives.begin(), member.objectives.end(), score.objectives.begin(), std::less_equal<>());
    };
    return std::none_of(members_.begin(), members_.end(), [&](const auto& member) { return covers(member.second); });
}

void Ledger::sample(const front::Point& point) {
    sample_.push_back(point);
    if (static_cast<std::int64_t>(sample_.size()) < reference_sample(run.planned)) return;
    run.reference_point = front::reference_point(sample_);
    box_ = 1;
    for (std::size_t i = 0; i < signs_.size(); ++i) {
        double best = run.reference_point[i];
        for (const auto& p : sample_) best = std::min(best, p[i]);
        box_ *= run.reference_point[i] - best;
    }
    sample_.clear();
    volume_ = measured_volume();
    run.hypervolume = hypervolume();
}

double Ledger::measured_volume() const {
    std::vector<front::Point> points;
    for (auto& member : front_.members()) points.push_back(std::move(member.objectives));
    return front::measure_hypervolume(points, run.reference_point).value;
}

std::optional<double> Ledger::hypervolume() const {
    if (run.reference_point.empty() || !(box_ > 0) || front_.size() == 0) return std::nullopt;
    return volume_ / box_;
}

}  // namespace paretop::job
