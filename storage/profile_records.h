// What the store holds of profiles, as plain values. A profile is where the time of one traced execution went: operations (what
// the program itself names: decode, resize, …), the native functions beneath them, or both.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "storage/records.h"

namespace paretop::storage {

using ProfileId = std::int64_t;  // what a person calls "profile 5"

// growing: somebody is writing it. cut_off: nobody is any more, and it never became complete; how a growing one is read when the
// kernel knows no owner of its lock (see ProfileLock), never how it is written.
enum class ProfileState { growing, complete, cut_off };

struct ProfileRecord {
    ProfileId id = 0;
    std::optional<TrialKey> trial;  // the trial whose execution it is of; none: it stands alone
    std::string name;
    std::string format;                // lotus, chrome, report, perf, collapsed, callgrind, vtune, uprof, …
    std::vector<std::string> sources;  // the paths it was read from
    ProfileState state = ProfileState::complete;
    std::int64_t created_ns = 0;
    std::int64_t first_ns = 0;         // earliest start of a record; 0: there is none
    std::int64_t last_ns = 0;          // latest end of a record
    std::int64_t records = 0;          // that were counted: the sum of OperationRecord::count
    std::vector<std::string> remarks;  // what a reader should know: "every item is there twice"
    friend bool operator==(const ProfileRecord&, const ProfileRecord&) = default;
};

// What a source held and the profile does not (or holds with a doubt): counted, and shown wherever the profile is.
struct OmissionRecord {
    std::string kind;   // "garbage line", "negative duration", …
    std::string where;  // the first of them: file:line
    std::int64_t count = 0;
    friend bool operator==(const OmissionRecord&, const OmissionRecord&) = default;
};

// transform: the call around several operations (with the writing of their log): shown, and left out of sums and shares.
// From preprocessed on: one record a batch, not operations; see engine/profile/record.h.
enum class OperationKind : std::uint8_t { operation, transform, preprocessed, wait, consumed, queued, pin_memory };

// All records of one name. Times in ns. Mean and deviation follow from count, total and squares.
struct OperationRecord {
    std::int64_t number = 0;  // dense within the profile, in the order of appearance
    std::string name;
    OperationKind kind = OperationKind::operation;
    std::int64_t count = 0;
    double total_ns = 0;
    double self_ns = 0;  // total less what operations nested in it took
    double mean_ns = 0;
    double deviation_ns = 0;                                               // standard deviation, n − 1; 0 for a single record
    double p25_ns = 0, median_ns = 0, p75_ns = 0, p90_ns = 0, p99_ns = 0;  // by linear interpolation (type 7)
    std::int64_t least_ns = 0, most_ns = 0;
    std::int64_t below_10_ms = 0, below_100_us = 0;  // how many took less
    double quantile_error = 0;  // relative bound on the five quantiles; 0: exact. Too many values are kept as a histogram
    // The mean over equal slices of time, oldest first; slices without a record hold −1. Slice i begins at
    // trend_first_ns + i · trend_slice_ns.
    std::int64_t trend_first_ns = 0, trend_slice_ns = 0;
    std::vector<double> trend_ns;
    // Records that ran close together depend on each other, so the mean is as uncertain as that of `blocks` independent parts:
    // mean_error_ns is its standard error over them (see engine/profile/blocks.h). 0 blocks: not known.
    std::int64_t blocks = 0;
    double mean_error_ns = 0;
    friend bool operator==(const OperationRecord&, const OperationRecord&) = default;
};

enum class LaneRole { main, worker, other };

// A thread or process whose records stand in one row of the timeline.
struct LaneRecord {
    std::int64_t number = 0;  // dense within the profile
    std::int64_t pid = 0, tid = 0;
    LaneRole role = LaneRole::other;
    std::string name;  // "worker 13137"
    std::int64_t records = 0;
    std::int64_t batches = 0;  // preprocessed records
    double busy_ns = 0;        // in operations (transform left out)
    double batch_ns = 0;       // preprocessing batches
    double starved_ns = 0;     // gaps between successive batches
    std::int64_t first_ns = 0, last_ns = 0;
    friend bool operator==(const LaneRecord&, const LaneRecord&) = default;
};

// Up to some thousand records of one lane, in the order in which they were read, coded as engine/profile/chunk.h says.
struct SampleChunk {
    std::int64_t lane = 0;
    bool batches = false;  // records of batches and records of operations lie in chunks of their own
    std::int64_t sequence = 0;
    std::int64_t first_ns = 0, last_ns = 0;  // earliest start, latest end
    std::int64_t count = 0;
    std::string summary;  // what a coarse timeline shows of it
    std::string records;
    friend bool operator==(const SampleChunk&, const SampleChunk&) = default;
};

// A native function of a profile, over all operations. Seconds are of CPU, 0 where only samples are known.
struct FunctionRecord {
    std::int64_t number = 0;  // dense within the profile
    std::string name;         // "[unresolved]" where the symbol is unknown
    std::string module;       // base name: libjpeg.so.62
    double self_s = 0, total_s = 0;
    std::int64_t samples = 0;
    friend bool operator==(const FunctionRecord&, const FunctionRecord&) = default;
};

// That an operation runs a function. The operation is named, not numbered: a map may be collected apart from the times.
// An empty name: functions that belong to no operation, the bucket "unmapped".
struct FunctionMapRecord {
    std::string operation;
    std::int64_t function = 0;  // FunctionRecord::number
    std::int64_t support = 0;   // runs in which it was seen …
    std::int64_t runs = 0;      // … of so many
    double weight = 1;          // the operation's share of the function
    double self_s = 0;          // weight · the function's own
    std::int64_t samples = 0;
    friend bool operator==(const FunctionMapRecord&, const FunctionMapRecord&) = default;
};

// A counter or metric (clockticks, "L1 Bound") of an operation's part of a function.
struct CounterRecord {
    std::string operation;      // empty: of the whole profile
    std::int64_t function = 0;  // −1: of all functions of the operation
    std::string name;
    double value = 0;  // finite
    friend bool operator==(const CounterRecord&, const CounterRecord&) = default;
};

// A node of the tree of calls. Parents come before their children.
struct CallRecord {
    std::int64_t number = 0;
    std::int64_t parent = -1;  // −1: a root
    std::int64_t function = 0;
    double self_s = 0;
    std::int64_t samples = 0;
    friend bool operator==(const CallRecord&, const CallRecord&) = default;
};

// Who called whom, where a source knows no whole stacks (callgrind).
struct CallEdgeRecord {
    std::int64_t caller = 0, callee = 0;  // FunctionRecord::number
    std::int64_t calls = 0;
    double cost = 0;  // of these calls, with all beneath them, in what `samples` of the profile's functions count
    friend bool operator==(const CallEdgeRecord&, const CallEdgeRecord&) = default;
};

}  // namespace paretop::storage
