// The trials of one run as they come, each read once, and read again while it is not finished.
#pragma once

#include <functional>
#include <vector>

#include "storage/queries.h"
#include "views/model/budget.h"

namespace paretop::model {

class TrialFeed {
  public:
    using Each = std::function<void(const storage::TrialRow&)>;

    explicit TrialFeed(storage::RunId run) : run_(run) {}

    // Calls `each` with every trial never seen and, once per round, with those that were asked or running when last seen.
    // True: the budget ended before the trials did.
    Result<bool> read(const storage::Store& store, Budget& budget, const Each& each);

    // Trials below this number have been seen.
    [[nodiscard]] storage::TrialNumber next() const { return next_; }
    [[nodiscard]] const std::vector<storage::TrialNumber>& unfinished() const { return unfinished_; }

  private:
    Result<void> read_unfinished(const storage::Store& store, Budget& budget, const Each& each);

    storage::RunId run_;
    storage::TrialNumber next_ = 0;
    std::vector<storage::TrialNumber> unfinished_;  // ascending; as many as are in flight
    bool caught_up_ = true;
};

[[nodiscard]] inline bool finished(storage::TrialState state) {
    return state == storage::TrialState::done || state == storage::TrialState::failed;
}

}  // namespace paretop::model
