// The front of one run as it grew: every entry once, and who is on it now.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "storage/queries.h"
#include "views/model/experiments.h"

namespace paretop::model {

class FrontHistory {
  public:
    // Reads what entered since the last call; nothing is read when the run's counters say that nothing did.
    Result<bool> update(const storage::Store& store, const storage::RunRecord& run,
                        const Experiment& experiment);  // true: it changed

    [[nodiscard]] const std::vector<storage::FrontRecord>& entries() const { return entries_; }  // in entering order
    // Indices into entries() of those on the front now, by the first objective, ascending in its own sense.
    [[nodiscard]] const std::vector<std::size_t>& front() const { return front_; }
    // The member that is best in one objective; nullopt: the front is empty.
    [[nodiscard]] std::optional<std::size_t> best(std::size_t objective, const Experiment& experiment) const;
    // Hypervolume at `points` equal steps of trial numbers up to `last`; 0 before the first entry. Empty: it has none.
    [[nodiscard]] std::vector<float> trend(std::size_t points, storage::TrialNumber last) const;

  private:
    bool remember(storage::FrontRecord record);
    void enter(std::size_t entry, const Experiment& experiment);

    std::vector<storage::FrontRecord> entries_;
    std::vector<storage::TrialNumber> known_;  // trials of entries_, ascending
    std::vector<std::size_t> front_;
    storage::TrialNumber settled_ =
        -1;  // every trial up to this one had finished at the last reading: none of them will enter any more
    std::int64_t seen_done_ = -1;
};

}  // namespace paretop::model
