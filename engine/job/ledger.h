// What the outcomes of a run amount to so far: counters, the front, its hypervolume. Fed with the outcomes in the order of
// telling, by the live run and by a replay alike, so both come to the same books.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/front/front.h"
#include "engine/measure/aggregate.h"
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
    Ledger(const spec::Spec& spec, storage::RunRecord run);  // the run's counters start at zero

    // Counts an outcome and puts it on the front where it belongs there. `again`: a repetition on purpose of an earlier trial,
    // which is counted but does not compete. `now_ns` and `active_ns` date the entry.
    Verdict judge(storage::TrialNumber trial, bool failed, std::string reason, bool again,
                  std::span<const storage::MeasurementRecord> measurements, std::int64_t now_ns, std::int64_t active_ns);

    storage::RunRecord run;  // to be stored with the outcome

  private:
    std::optional<double> hypervolume() const;
    void sample(const front::Point& point);

    measure::Scorer scorer_;
    std::vector<double> signs_;
    front::Front front_;
    std::vector<front::Point> sample_;  // until the reference point is fixed
    double volume_ = 0;                 // the front's hypervolume, once there is a reference point
    double box_ = 0;  // volume between the sample's best corner and the reference point: the unit of hypervolume
};

}  // namespace paretop::job
