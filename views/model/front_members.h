// Who is on the front of a run, with what is reported of them: the medians of the latest round, which may be others than those
// that brought them there.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "views/model/budget.h"
#include "views/model/front_history.h"

namespace paretop::model {

struct FrontMember {
    storage::TrialNumber trial = 0;
    std::vector<double> objectives;                       // medians, in the experiment's own senses; NaN: unknown
    bool again = false;                                   // measured in the last round
    std::optional<storage::TrialNumber> outdone_by = {};  // another member that dominates it, by what the last round says of both
};

// The search decided who entered the front; the last round, whose repeats were no reason for that and are of one time, may show
// that one member dominates another. Whoever shows a front has it from here which of its members hold: sets outdone_by of all
// that were measured again, to one that holds itself. O(n log n) for two objectives where all hold.
void find_outdone(std::vector<FrontMember>& members, const Experiment& experiment);

class FrontMembers {
  public:
    FrontMembers(const storage::Store& store, std::shared_ptr<const Experiment> experiment)
        : store_(store), experiment_(std::move(experiment)) {}

    // `fresh`: the store may have changed; false: go on with what the last call had no time for. True: more waits. A member's
    // repeats are read when it enters, and again whenever nothing is in flight: the last round is measured then.
    Result<bool> update(const storage::RunRecord& run, Budget& budget, bool fresh);

    [[nodiscard]] const FrontHistory& history() const { return history_; }
    [[nodiscard]] const std::vector<FrontMember>& members() const { return members_; }  // by the first objective as it was told
    [[nodiscard]] std::int64_t holding() const;  // how many of them are outdone by none: what "on the front" means to a person
    // The member that is best in one objective by what is reported; nullptr: the front is empty.
    [[nodiscard]] const FrontMember* best(std::size_t objective) const;
    // Counts up with every change of members() or of a value; a trial whose value changed has also been measured again.
    [[nodiscard]] std::uint64_t version() const { return version_; }

  private:
    void take_members();
    Result<void> read(storage::RunId run, FrontMember& member);

    const storage::Store& store_;
    std::shared_ptr<const Experiment> experiment_;
    FrontHistory history_;
    std::vector<FrontMember> members_;
    std::map<storage::TrialNumber, FrontMember> reported_;
    std::size_t next_ = 0;                    // members before it are up to date
    std::uint64_t version_ = 0, judged_ = 0;  // judged_: the version whose members were last found outdone
};

}  // namespace paretop::model
