#include "engine/job/ledger.h"

#include <algorithm>

namespace paretop::job {

std::int64_t reference_sample(std::int64_t planned) { return std::clamp<std::int64_t>(planned / 4, 2, 20); }

Ledger::Ledger(const spec::Spec& spec, storage::RunRecord record)
    : run(std::move(record)), scorer_(spec), front_(spec.objectives.size()) {
    run.asked = run.done = run.failed = run.repeated = run.front_size = 0;
    run.hypervolume.reset();
    run.reference_point.clear();
    for (const auto& objective : spec.objectives) signs_.push_back(objective.goal == spec::Goal::maximize ? -1.0 : 1.0);
}

Verdict Ledger::judge(storage::TrialNumber trial, bool failed, std::string reason, bool again,
                      std::span<const storage::MeasurementRecord> measurements, std::int64_t now_ns, std::int64_t active_ns) {
    Verdict verdict{failed, std::move(reason), {}, {}, {}};
    if (!failed) {
        if (trial == 0) scorer_.set_baseline(measurements);
        verdict.score = scorer_.score(measurements);
        if (!verdict.score) {
            verdict.failed = true;
            verdict.reason = "an objective was not measured";
        }
    }
    ++(verdict.failed ? run.failed : run.done);
    if (again) ++run.repeated;
    if (verdict.failed || again) return verdict;

    const auto& point = verdict.score->objectives;
    if (run.reference_point.empty() && signs_.size() > 1) sample(point);
    if (!verdict.score->feasible()) return verdict;
    if (!run.reference_point.empty()) volume_ += front_.contribution(point, run.reference_point);
    auto insertion = front_.insert(trial, point);
    if (!insertion.entered) return verdict;
    verdict.left = std::move(insertion.left);
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
    volume_ = front_.hypervolume(run.reference_point);
    run.hypervolume = hypervolume();
}

std::optional<double> Ledger::hypervolume() const {
    if (run.reference_point.empty() || !(box_ > 0) || front_.size() == 0) return std::nullopt;
    return volume_ / box_;
}

}  // namespace paretop::job
