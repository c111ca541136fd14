// Resuming: the history in the store is repeated before the searcher and the ledger, exactly in the order it happened.
#pragma once

#include <functional>
#include <set>
#include <vector>

#include "engine/job/ledger.h"
#include "engine/search/searcher.h"
#include "storage/queries.h"

namespace paretop::job {

// TrialRecord::origin of a repetition on purpose, and of a trial that was made elsewhere: the searcher did not ask for either.
inline constexpr std::string_view k_again = "again", k_imported = "imported";

// Trial numbers count everything that was run; the searcher counts its own asks only. Repetitions on purpose are the difference.
class AskIndex {
  public:
    void add_again(storage::TrialNumber trial) { again_.push_back(trial); }  // ascending
    [[nodiscard]] storage::TrialNumber of(storage::TrialNumber trial) const;
    [[nodiscard]] bool is_again(storage::TrialNumber trial) const;

  private:
    std::vector<storage::TrialNumber> again_;
};

struct Replayed {
    std::int64_t checked = -1;      // outcomes told when the latest of the checks was
    std::int64_t checks = 0;        // of the baseline, for drift
    std::int64_t told = 0;          // outcomes the searcher knows
    std::int64_t asked = 0;         // asks it has answered
    storage::TrialNumber next = 0;  // the next trial's number
    bool imported = false;          // its trials begin with some that were made elsewhere
    AskIndex asks;
    std::set<storage::TrialNumber> last_made;      // measured once more when the search was over
    std::vector<storage::TrialNumber> unfinished;  // asked, without an outcome; to be measured again
};

// Fails (usage) when the searcher asks otherwise than it did then: another version of the method recorded this run.
Result<Replayed> replay(const storage::Store& store, const spec::Spec& spec, search::Searcher& searcher, Ledger& ledger);

// What the searcher is told of a verdict.
search::Outcome to_outcome(search::TrialNumber ask, const Verdict& verdict);

}  // namespace paretop::job
