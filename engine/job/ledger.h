// What the outcomes of a run amount to so far: counters, the front, its hypervolume. Fed with the outcomes in the order of
// telling, by the live run and by a replay alike, so both come to the same books.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/front/front.h"
#include "engine/measure/aggregate.h"
#include "engine/measure/drift.h"
#include "storage/records.h"

namespace paretop::job {

struct Verdict {
    bool failed = false;
    std::string reason;                   // of a failure
    std::optional<measure::Score> score;  // absent when failed
    std::optional<storage::FrontRecord> entered;
    std::vector<storage::TrialNumber> left;  // pushed out of the front by this trial
    [[nodiscard]] bool feasible() const { return score && score->feasible(); }
};

// The trials whose outcomes fix the hypervolume's reference point: the first 20, fewer for a small budget.
std::int64_t reference_sample(std::int64_t planned);

class Ledger {
  public:
    Ledger(const spec::Spec& spec, storage::RunRecord run);  // `spec` outlives it; the run's counters start at zero

    // Counts an outcome and puts it on the front where it belongs there. `again`: a repetition on purpose of an earlier trial,
    // which is counted but does not compete. `now_ns` and `active_ns` date the entry.
    Verdict judge(storage::TrialNumber trial, bool failed, std::string reason, bool again,
                  std::span<const storage::MeasurementRecord> measurements, std::int64_t now_ns, std::int64_t active_ns);

    // What measurements amount to so far; nullopt: an objective is missing.
    [[nodiscard]] std::optional<measure::Score> score(std::span<const storage::MeasurementRecord> measurements) const {
        return scorer_.score(measurements);
    }
    // A check of the baseline: outcomes are judged from now on as if the machine were as it was then. Answers what is new about
    // it, in words: "wall_s: +1.2 % (+0.9 to +1.5 %)".
    std::vector<std::string> check_drift(std::span<const storage::MeasurementRecord> check);
    // Whether a trial with this score would be put on the front.
    [[nodiscard]] bool would_enter(const measure::Score& score) const;
    // Those on the front, with their repeats.
    [[nodiscard]] const std::map<storage::TrialNumber, measure::Score>& members() const { return members_; }
    [[nodiscard]] const std::optional<measure::Score>& baseline() const { return baseline_; }  // of trial 0, once it is done
    // The mean of the trials' relative noise (measure/confirm.h): of one trial with few repeats it is too uncertain.
    [[nodiscard]] std::optional<double> noise() const;
    [[nodiscard]] std::int64_t measured() const { return measured_; }  // repeats so far, of all trials

    storage::RunRecord run;  // to be stored with the outcome

  private:
    std::optional<double> hypervolume() const;
    double measured_volume() const;  // of the front
    void sample(const front::Point& point);
    void count(const measure::Score& score, std::span<const storage::MeasurementRecord> measurements);

    const spec::Spec& spec_;
    measure::Scorer scorer_;
    std::vector<measure::Drift> drift_;  // by objective, once the baseline is known
    std::vector<double> signs_;
    front::Front front_;
    std::map<storage::TrialNumber, measure::Score> members_;
    std::optional<measure::Score> baseline_;
    std::int64_t measured_ = 0, repeated_ = 0;  // repeats; trials with more than one
    double noise_ = 0;                          // summed over the repeated ones
    std::vector<front::Point> sample_;          // until the reference point is fixed
    double volume_ = 0;                         // the front's hypervolume, once there is a reference point
    double box_ = 0;  // volume between the sample's best corner and the reference point: the unit of hypervolume
};

}  // namespace paretop::job
