// A trace as a stream of plain values. Readers push records into a TraceSink; ProfileWriter is the sink that stores a profile.
//
// What readers of every format hold to:
//  - a record that makes no sense (negative duration, a time beyond 64 bits) is not passed on but counted with omit();
//  - names come without the letter S that Lotus puts before them (exactly one), batch records without their number;
//  - nothing that a file holds may make a reader crash, or need memory that grows with the length of the file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "storage/profile_records.h"

namespace paretop::profile {

// operation: one call on one item. transform: the call around several of them, left out of sums. The others are of batches:
//   preprocessed  a worker fetched one whole batch
//   wait          the main process waited for the next batch; a duration of exactly k_out_of_order_ns says that the batch had
//                 arrived before its turn
//   consumed      the batch was handed over; the duration means nothing
//   queued, pin_memory   later versions of Lotus; not derived from
using Kind = storage::OperationKind;
using Role = storage::LaneRole;

inline constexpr std::int64_t k_out_of_order_ns = 1000;
inline constexpr std::int64_t k_longest_ns = std::int64_t{90} * 24 * 3600 * 1'000'000'000;  // longer is an omission

[[nodiscard]] constexpr bool of_batch(Kind kind) { return kind >= Kind::preprocessed; }
// Whether records of this kind count in sums, shares and the busy time of a lane.
[[nodiscard]] constexpr bool counted(Kind kind) { return kind == Kind::operation; }

struct Record {
    std::uint32_t name = 0;        // from TraceSink::name
    std::uint32_t lane = 0;        // from TraceSink::lane
    Kind kind = Kind::operation;   // the one its name was given
    std::int64_t start_ns = 0;     // since the epoch, ≥ 0
    std::int64_t duration_ns = 0;  // 0 to k_longest_ns
    std::int64_t batch = -1;       // the number in the trace, which restarts with each epoch; −1: not said
    friend bool operator==(const Record&, const Record&) = default;
};

struct Lane {
    std::int64_t pid = 0;
    std::int64_t tid = 0;  // the pid again where threads are not told apart
    Role role = Role::other;
    std::string name;  // empty: made of role and pid
    friend bool operator==(const Lane&, const Lane&) = default;
};

// Why something of a source is not in the profile, or is there with a doubt (clock_step, cut_name, unclosed).
enum class Omission {
    garbage_line,  // no record: not name, start, duration
    cut_line,      // the last line of a file, without its end
    negative_duration,
    enormous_duration,  // above k_longest_ns
    bad_time,           // before 1970, or its end does not fit 64 bits
    unknown_batch,      // SBatchSomething of an unknown kind
    cut_name,           // longer than k_longest_name bytes; kept under its beginning
    too_many_names,     // beyond k_most_names; kept under k_other_name
    clock_step,         // a batch that began before its worker's previous one did; kept
    unclosed,           // a begin without an end; left out
    unopened,           // an end without a begin; left out
    too_deep,           // nested deeper than a reader follows; left out
    not_an_event,       // of JSON: an entry without what its kind needs
    // Of trace events, what is neither complete nor a begin or an end: it has no place in a lane's nesting.
    async_event,    // of operations that overlap as they like (b, n, e; S, T, F)
    flow_event,     // arrows between events (s, t, f)
    counter_event,  // C
    instant_event,  // i, I, R
    metadata,       // M, but for the names of processes and threads
    other_event,    // memory dumps, objects, samples, marks, …
};
[[nodiscard]] std::string_view word_of(Omission omission);
// What is wrong with the times of a record; nullopt: nothing, start and duration can be added.
[[nodiscard]] std::optional<Omission> check_times(std::int64_t start_ns, std::int64_t duration_ns);

inline constexpr std::size_t k_longest_name = 512;  // bytes
inline constexpr std::uint32_t k_most_names = 1U << 20U;
inline constexpr std::string_view k_other_name = "[other]";

class TraceSink {
  public:
    virtual ~TraceSink() = default;
    // Numbers are dense and stay: the same lane (pid, tid and role), the same name and kind give the same number. A lane whose
    // role is found out later is asked for as `other` first, and then once with its role.
    virtual std::uint32_t lane(const Lane& lane) = 0;
    virtual std::uint32_t name(std::string_view name, Kind kind) = 0;  // longer than k_longest_name: readers say so with omit()
    virtual void record(const Record& record) = 0;
    // What a source calls a lane whose role it does not tell.
    virtual void name_lane(std::uint32_t /*lane*/, std::string_view /*name*/) {}
    // `where` is kept for the first of each kind: "file:line".
    virtual void omit(Omission omission, std::string_view where, std::int64_t count = 1) = 0;
    virtual void remark(std::string_view text) = 0;  // said once each, shown with the profile
    // True: storing failed, reading on is useless. Asked now and then.
    [[nodiscard]] virtual bool failed() const { return false; }
};

}  // namespace paretop::profile
