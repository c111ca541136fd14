#include "views/model/trial_feed.h"

#include <algorithm>

namespace paretop::model {

Result<void> TrialFeed::read_unfinished(const storage::Store& store, Budget& budget, const Each& each) {
    std::vector<storage::TrialNumber> still_open;
    std::size_t i = 0;
    while (i < unfinished_.size()) {
        // One query reads a whole stretch of neighbours.
        auto expected = unfinished_[i];
        std::size_t seen = 0;
        PARETOP_CHECK(storage::scan_trials(store, run_, expected, [&](const storage::TrialRow& row) {
            if (row.number != expected) return false;
            budget.take();
            each(row);
            if (!finished(row.state)) still_open.push_back(row.number);
            ++seen;
            ++expected;
            return i + seen < unfinished_.size() && unfinished_[i + seen] == expected;
        }));
        if (seen == 0) {  // taken back after a crash; it will be asked anew under the same number
            still_open.push_back(unfinished_[i]);
            seen = 1;
        }
        i += seen;
    }
    unfinished_ = std::move(still_open);
    return {};
}

Result<bool> TrialFeed::read(const storage::Store& store, Budget& budget, const Each& each) {
    if (caught_up_) PARETOP_CHECK(read_unfinished(store, budget, each));
    caught_up_ = true;
    PARETOP_CHECK(storage::scan_trials(store, run_, next_, [&](const storage::TrialRow& row) {
        if (!budget.take()) {
            caught_up_ = false;
            return false;
        }
        each(row);
        if (!finished(row.state)) unfinished_.push_back(row.number);
        next_ = row.number + 1;
        return true;
    }));
    return !caught_up_;
}

}  // namespace paretop::model
