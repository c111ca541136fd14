// What a screen shows of a lane: coarse from the summaries of chunks, fine from their records; never more work than a tick bears.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/profile/chunk.h"
#include "storage/profiles.h"

namespace paretop::profile {

struct TimelineQuery {
    std::int64_t lane = 0;
    bool batches = false;  // records of batches (preprocessed, waits) instead of operations
    std::int64_t from_ns = 0, to_ns = 0;
    std::size_t columns = 80;
};
// One slice a column: the operation that ran most in it, and for which share of it. `kinds` as in kinds_of(). Windows that hold
// k_records_at_once records or more are drawn from summaries, 64 slices for each 4096 records.
inline constexpr std::int64_t k_records_at_once = 40'000;
Result<std::vector<Slice>> timeline(const storage::Store& store, storage::ProfileId profile, const TimelineQuery& query,
                                    std::span<const Kind> kinds);

// The records of a lane that overlap [from, to), in the order of the trace, at most `count`: for a detail under the cursor.
Result<std::vector<Record>> records_in(const storage::Store& store, storage::ProfileId profile, const TimelineQuery& query,
                                       std::span<const Kind> kinds, std::size_t count);

}  // namespace paretop::profile
