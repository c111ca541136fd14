// Reads the batches of a profile as it grows: only what is new, a few thousand records a step, all lanes together in the order of
// time.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "storage/profiles.h"
#include "views/model/batch_tally.h"
#include "views/model/budget.h"

namespace paretop::model {

class BatchReader {
  public:
    BatchReader(const storage::Store& store, storage::ProfileId profile) : store_(store), profile_(profile) {}

    // The profile has changed: the next updates read what it has more. `kinds` by operation number; both outlive the reader and
    // may grow in place. `in_doubt`: see profile::times_in_doubt.
    Result<void> look_again(const std::vector<storage::LaneRecord>& lanes, const std::vector<profile::Kind>& kinds,
                            bool in_doubt = false);
    Result<bool> update(Budget& budget);

    [[nodiscard]] bool reading() const { return reading_; }
    // Of what had been read when the reader last came to the end; absent before that, and where there are no batches.
    [[nodiscard]] const std::optional<profile::BatchStatistics>& statistics() const { return statistics_; }
    [[nodiscard]] const std::vector<std::int64_t>& out_of_order() const { return tally_.out_of_order(); }  // times, ascending
    [[nodiscard]] std::int64_t records_read() const { return records_read_; }

  private:
    struct Lane {
        std::int64_t number = 0;
        std::int64_t sequence = -1;      // of the last chunk that was read
        std::vector<BatchEvent> events;  // not yet counted, by time
        std::size_t at = 0;
        bool dry = false;
    };
    void start_anew();
    Result<bool> fill(Budget& budget);
    Result<void> read_some(Lane& lane);
    Result<bool> end();

    const storage::Store& store_;
    storage::ProfileId profile_;
    const std::vector<profile::Kind>* kinds_ = nullptr;
    std::vector<Lane> lanes_;
    std::vector<std::pair<BatchEvent, std::size_t>> heads_;  // a heap: of every lane that is not dry its next event
    std::vector<std::size_t> empty_;                         // lanes to be read before anything is counted
    BatchTally tally_;
    std::optional<profile::BatchStatistics> statistics_;
    std::int64_t stored_ = 0, records_read_ = 0;
    std::size_t read_now_ = 0;  // in this update
    bool reading_ = false, in_doubt_ = false;
};

}  // namespace paretop::model
