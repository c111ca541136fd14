#include "engine/profile/batches.h"

#include <algorithm>
#include <unordered_set>

#include "engine/profile/chunk.h"

namespace paretop::profile {
namespace {

// When a record of a batch is due: of one batch they come in the order of rank, at times that do not decrease.
struct Event {
    std::int64_t number, due_ns;
    int rank;
    Record record;
};

int rank_of(Kind kind) { return kind == Kind::preprocessed ? 0 : kind == Kind::wait ? 1 : kind == Kind::consumed ? 2 : 3; }

// A wait that was none counts from its start: its duration is a mark.
Event event_of(const Record& r) {
    const bool lasts = r.kind == Kind::preprocessed || (r.kind == Kind::wait && r.duration_ns != k_out_of_order_ns);
    return {r.batch, lasts ? r.start_ns + r.duration_ns : r.start_ns, rank_of(r.kind), r};
}

std::vector<Event> events_of(const std::vector<Record>& records) {
    std::vector<Event> events;
    for (const auto& r : records)
        if (rank_of(r.kind) < 3 && r.batch >= 0) events.push_back(event_of(r));
    std::sort(events.begin(), events.end(), [](const Event& a, const Event& b) {
        if (a.number != b.number) return a.number < b.number;
        if (a.due_ns != b.due_ns) return a.due_ns < b.due_ns;
        return a.rank < b.rank;
    });
    return events;
}

void put(Batch& batch, const Record& r) {
    if (r.kind == Kind::preprocessed) {
        batch.lane = r.lane;
        batch.preprocessed_ns = r.start_ns;
        batch.preprocessed_duration_ns = r.duration_ns;
    } else if (r.kind == Kind::wait) {
        batch.wait_ns = r.start_ns;
        batch.wait_duration_ns = r.duration_ns;
    } else {
        batch.consumed_ns = r.start_ns;
    }
}

std::int64_t begin_of(const Batch& batch) {
    if (batch.preprocessed_ns) return *batch.preprocessed_ns;
    return batch.wait_ns ? *batch.wait_ns : batch.consumed_ns.value_or(0);
}

// An epoch ends where a number comes again.
void number_epochs(std::vector<Batch>& batches) {
    std::sort(batches.begin(), batches.end(), [](const Batch& a, const Batch& b) {
        return begin_of(a) != begin_of(b) ? begin_of(a) < begin_of(b) : a.number < b.number;
    });
    std::unordered_set<std::int64_t> seen;
    std::int64_t epoch = 0;
    for (auto& batch : batches) {
        if (!seen.insert(batch.number).second) {
            ++epoch;
            seen = {batch.number};
        }
        batch.epoch = epoch;
    }
    std::sort(batches.begin(), batches.end(),
              [](const Batch& a, const Batch& b) { return a.epoch != b.epoch ? a.epoch < b.epoch : a.number < b.number; });
}

}  // namespace

std::vector<Batch> assemble_batches(const std::vector<Record>& records) {
    std::vector<Batch> batches;
    int last_rank = 3;
    for (const auto& event : events_of(records)) {
        if (batches.empty() || batches.back().number != event.number || event.rank <= last_rank) {
            batches.emplace_back();
            batches.back().number = event.number;
        }
        put(batches.back(), event.record);
        last_rank = event.rank;
    }
    number_epochs(batches);
    return batches;
}

std::vector<Kind> kinds_of(std::span<const storage::OperationRecord> operations) {
    std::vector<Kind> kinds;
    kinds.reserve(operations.size());
    for (const auto& operation : operations) kinds.push_back(operation.kind);
    return kinds;
}

Result<std::vector<Batch>> read_batches(const storage::Store& store, storage::ProfileId profile) {
    PARETOP_TRY(const auto operations, storage::list_operations(store, profile));
    const auto kinds = kinds_of(operations);
    std::vector<Record> records;
    storage::ChunkQuery query;
    query.batches = true;
    PARETOP_CHECK(storage::scan_chunks(store, profile, query, [&](const storage::SampleChunk& chunk) {
        decode_chunk(chunk, kinds, [&](const Record& r) { records.push_back(r); });
        return true;
    }));
    return assemble_batches(records);
}

}  // namespace paretop::profile
