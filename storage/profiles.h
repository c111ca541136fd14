// Profiles: records in, records out. Functions that write are called inside Store::write.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "storage/profile_records.h"
#include "storage/store.h"

namespace paretop::storage {

Result<ProfileId> insert_profile(Store&, const ProfileRecord&);  // id is ignored and assigned
Result<void> update_profile(Store&, const ProfileRecord&);       // every column but id, trial and created_ns
Result<ProfileRecord> get_profile(const Store&, ProfileId);
Result<std::vector<ProfileRecord>> list_profiles(const Store&);                   // newest first
Result<std::vector<ProfileRecord>> list_profiles_of(const Store&, TrialKey key);  // newest first
// A number, a name (its newest profile), or a unique prefix of one. not_found lists near names, usage the several it could be.
Result<ProfileId> find_profile(const Store&, std::string_view word);
Result<void> remove_profile(Store&, ProfileId);  // and all that belongs to it
// The same for one that may be large, outside of Store::write: in small transactions, so that a full disk has room for their log.
// What a failure or a kill interrupts remains as cut off and being_removed, until this is called again. busy: somebody is writing
// it.
Result<void> erase_profile(Store&, ProfileId);
// Somebody is at erasing it, or (where it is cut off) was interrupted at that.
[[nodiscard]] bool being_removed(const ProfileRecord&);
// The same where it is cut off when looked at under its lock; false: it is not, is gone, or somebody else is at it.
Result<bool> erase_cut_off(Store&, ProfileId);

// That somebody is writing a profile: held by the process and gone with it, however it ends. In the same file as RunLock's.
class ProfileLock {
  public:
    static Result<ProfileLock> acquire(const Store&, ProfileId);  // busy: another process, or this one, holds it
    static bool held(const Store&, ProfileId);                    // a store in memory has no locks: always true

  private:
    explicit ProfileLock(RunLock lock) : lock_(std::move(lock)) {}
    RunLock lock_;
};

// --- operations ------------------------------------------------------------------------------------------------------
// Each put replaces all rows of the profile: aggregates are written anew as a profile grows.
Result<void> put_operations(Store&, ProfileId, std::span<const OperationRecord>);
Result<std::vector<OperationRecord>> list_operations(const Store&, ProfileId);  // by number
Result<std::optional<OperationRecord>> find_operation(const Store&, ProfileId, std::int64_t number);
// From that number on, by number, until `each` answers false, in a hurry: only number, name, kind, count, total, self time, mean,
// median, p90 and p99 are told. A record is valid during the call only.
Result<void> scan_operations(const Store&, ProfileId, std::int64_t first,
                             const std::function<bool(const OperationRecord&)>& each);
Result<void> put_lanes(Store&, ProfileId, std::span<const LaneRecord>);
Result<std::vector<LaneRecord>> list_lanes(const Store&, ProfileId);  // by number
Result<void> put_omissions(Store&, ProfileId, std::span<const OmissionRecord>);
Result<std::vector<OmissionRecord>> list_omissions(const Store&, ProfileId);  // by kind

Result<void> insert_chunk(Store&, ProfileId, const SampleChunk&);
[[nodiscard]] std::int64_t checksum(const SampleChunk&);  // XXH3-64 of its summary and records
// Removes what was inserted after the first `records` records, which end with a chunk.
Result<void> cut_chunks(Store&, ProfileId, std::int64_t records);
// Which chunks, and how much of each to read. `whole`: the records too, else only the summary.
struct ChunkQuery {
    std::int64_t lane = -1;  // −1: all lanes
    bool batches = false;
    std::int64_t from_ns = INT64_MIN, to_ns = INT64_MAX;  // those that overlap [from, to)
    bool whole = true;
    std::int64_t after = INT64_MIN;  // of one lane: those of a larger sequence
};
// By lane, then sequence, until `each` answers false. The chunk is valid during the call only. store: a whole chunk is not what
// was stored (its checksum differs).
Result<void> scan_chunks(const Store&, ProfileId, const ChunkQuery&, const std::function<bool(const SampleChunk&)>& each);
struct ChunkCount {
    std::int64_t chunks = 0, records = 0, bytes = 0;  // bytes: of the coded records
};
Result<ChunkCount> count_chunks(const Store&, ProfileId, const ChunkQuery&);  // `whole` is ignored; reads no records

// --- functions -------------------------------------------------------------------------------------------------------
// Put the functions first: replacing them removes what refers to them, maps, calls and edges.
Result<void> put_functions(Store&, ProfileId, std::span<const FunctionRecord>);
Result<std::vector<FunctionRecord>> list_functions(const Store&, ProfileId);  // by number
Result<void> put_function_maps(Store&, ProfileId, std::span<const FunctionMapRecord>);
Result<std::vector<FunctionMapRecord>> list_function_maps(const Store&, ProfileId);  // by operation, then function
Result<void> put_counters(Store&, ProfileId, std::span<const CounterRecord>);
Result<std::vector<CounterRecord>> list_counters(const Store&, ProfileId);  // by operation, function, name
Result<void> put_calls(Store&, ProfileId, std::span<const CallRecord>);
Result<std::vector<CallRecord>> list_calls(const Store&, ProfileId);  // by number
Result<void> put_call_edges(Store&, ProfileId, std::span<const CallEdgeRecord>);
Result<std::vector<CallEdgeRecord>> list_call_edges(const Store&, ProfileId);  // by caller, then callee

}  // namespace paretop::storage
