// Who is on the front of a run, with what is reported of them: the medians of the latest round, which may be others than those
// that brought them there.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "views/model/budget.h"
#include "views/model/front_history.h"

namespace paretop::model {

struct FrontMember {
    storage::TrialNumber trial = 0;
    std::vector<double> objectives;  // medians, in the experiment's own senses
};

// What is reported of a trial whose objectives were told as `told`: the medians of the last round, where it has one.
Result<std::vector<double>> reported_objectives(const storage::Store& store, storage::TrialKey trial,
                                                const Experiment& experiment, std::vector<double> told);

class FrontMembers {
  public:
    FrontMembers(const storage::Store& store, std::shared_ptr<const Experiment> experiment)
        : store_(store), experiment_(std::move(experiment)) {}

    // `fresh`: the store may have changed; false: go on with what the last call had no time for. True: more waits. A member's
    // repeats are read when it enters, and again whenever nothing is in flight: the last round is measured then.
    Result<bool> update(const storage::RunRecord& run, Budget& budget, bool fresh);

    [[nodiscard]] const FrontHistory& history() const { return history_; }
    [[nodiscard]] const std::vector<FrontMember>& members() const { return members_; }  // by the first objective as it was told
    // Counts up with every change of members() or of a value; a trial whose value changed has also been measured again.
    [[nodiscard]] std::uint64_t version() const { return version_; }

  private:
    void take_members();
    Result<void> read(storage::RunId run, FrontMember& member);

    const storage::Store& store_;
    std::shared_ptr<const Experiment> experiment_;
    FrontHistory history_;
    std::vector<FrontMember> members_;
    std::map<storage::TrialNumber, std::vector<double>> reported_;
    std::size_t next_ = 0;  // members before it are up to date
    std::uint64_t version_ = 0;
};

}  // namespace paretop::model
