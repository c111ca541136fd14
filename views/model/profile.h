// One profile as the screens show it. Of one that grows its aggregates are read again with every change, of its batches what is
// new. Operations are read in pieces, before the batches.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/functions/call_tree.h"
#include "engine/profile/function_records.h"
#include "storage/profiles.h"
#include "views/model/batch_reader.h"
#include "views/model/budget.h"
#include "views/model/operations.h"

namespace paretop::model {

// A native function under an operation.
struct OperationFunction {
    std::string name, module;
    double self_s = 0;
    std::int64_t samples = 0;
    double share = 0;                    // of the operation's time: as its functions' CPU time is, or samples where there is none
    std::int64_t support = 0, runs = 0;  // runs in which it was seen, of so many; 0 of 0: not told
};

struct OperationCounter {
    std::string name;
    double value = 0;
};

class ProfileModel {
  public:
    enum class Batches { read, ignore };
    ProfileModel(const storage::Store& store, storage::ProfileId id, Batches batches = Batches::ignore)
        : store_(store), wanted_(batches), operations_(store, id), reader_(store, id) {
        record_.id = id;
    }

    // Lanes and functions are few and are read at once, when the profile has changed since; operations and batches as long as the
    // budget lasts.
    Result<bool> update(Budget& budget);

    [[nodiscard]] const storage::ProfileRecord& record() const { return record_; }
    [[nodiscard]] bool growing() const { return record_.state == storage::ProfileState::growing; }
    [[nodiscard]] const Operations& operations() const { return operations_; }
    [[nodiscard]] Operations& operations() { return operations_; }
    [[nodiscard]] bool reading_operations() const { return new_operations_; }  // what needs all of them has to wait
    [[nodiscard]] const std::vector<storage::LaneRecord>& lanes() const { return lanes_; }
    [[nodiscard]] const std::vector<storage::OmissionRecord>& omissions() const { return omissions_; }
    [[nodiscard]] const std::vector<profile::Kind>& kinds() const { return kinds_; }  // by operation number, when all are read
    // Of batches, waits and delays, as of when all had last been read; absent before that, and where the trace knows none or its
    // records were not kept.
    [[nodiscard]] const std::optional<profile::BatchStatistics>& batches() const { return reader_.statistics(); }
    [[nodiscard]] bool reading_batches() const { return reader_.reading(); }
    [[nodiscard]] const std::vector<std::int64_t>& out_of_order() const { return reader_.out_of_order(); }  // times, ascending
    [[nodiscard]] std::int64_t batch_records_read() const { return reader_.records_read(); }
    [[nodiscard]] double counted_ns() const {
        return counted_ns_;
    }  // self time of all operations; transforms and batches are none

    // Heaviest first; of an empty name: what belongs to no operation.
    [[nodiscard]] std::vector<OperationFunction> functions_of(const std::string& operation) const;
    [[nodiscard]] std::vector<OperationCounter> counters_of(const std::string& operation) const;
    // What no operation runs, of a profile that has a map.
    [[nodiscard]] const std::optional<profile::MappedPart>& unmapped() const { return unmapped_; }
    [[nodiscard]] bool has_functions() const { return !functions_.empty(); }

    // The stored tree of calls; without one, what is known of nesting: operations and, below them, their functions; without
    // operations the functions alone, all of them roots. Every name stands once in the list of functions.
    // Made when it is first asked for. Of operations it holds the heaviest, as Operations keeps them, the others as one.
    [[nodiscard]] const functions::CallTree& calls() const;
    [[nodiscard]] bool has_calls() const { return !calls_stored_.empty() || counted_ns_ > 0 || !functions_.empty(); }
    [[nodiscard]] bool calls_are_stacks() const { return !calls_stored_.empty(); }
    [[nodiscard]] bool calls_are_timed() const { return timed_; }  // weights are seconds; otherwise samples
    // Of every function of calls(), with all beneath it; and what is known of one. Where the source told no stacks but who called
    // whom (callgrind), by that.
    [[nodiscard]] std::vector<double> totals() const;
    [[nodiscard]] functions::Sandwich sandwich_of(const std::string& key) const;
    [[nodiscard]] bool knows_callers() const { return by_edges() || nests(); }
    [[nodiscard]] std::string weight_word() const;  // "s", "samples", or what stands in for them
    [[nodiscard]] bool nests() const { return calls_are_stacks() || counted_ns_ > 0 || functions_.empty(); }
    [[nodiscard]] std::uint64_t version() const { return version_; }  // counts up with every reading

  private:
    Result<void> read();
    Result<void> read_functions();
    Result<bool> read_operations(Budget& budget);
    [[nodiscard]] bool weights_are_times() const;
    [[nodiscard]] bool by_edges() const { return !edges_.empty() && !calls_are_stacks() && !(counted_ns_ > 0); }
    [[nodiscard]] functions::CallTree calls_of_stacks() const;
    [[nodiscard]] functions::CallTree calls_of_operations() const;
    [[nodiscard]] functions::CallTree calls_of_nobody() const;

    const storage::Store& store_;
    Batches wanted_;
    storage::ProfileRecord record_;
    bool read_ = false, new_operations_ = false;
    Operations operations_;
    std::vector<storage::LaneRecord> lanes_;
    std::vector<storage::OmissionRecord> omissions_;
    std::vector<profile::Kind> kinds_;
    std::vector<storage::FunctionRecord> functions_;
    std::vector<storage::FunctionMapRecord> maps_;
    std::unordered_map<std::string, std::vector<std::size_t>> maps_of_;  // by operation
    std::vector<storage::CounterRecord> counters_;
    std::vector<storage::CallRecord> calls_stored_;
    std::vector<functions::CallEdge> edges_;  // by key
    bool maps_timed_ = false;
    std::optional<profile::MappedPart> unmapped_;
    BatchReader reader_;
    mutable std::optional<functions::CallTree> calls_;
    bool timed_ = true;
    double counted_ns_ = 0;
    std::uint64_t version_ = 0;
};

}  // namespace paretop::model
