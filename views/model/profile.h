// One profile as the screens show it. A profile that still grows is read again with every change.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/functions/call_tree.h"
#include "engine/profile/statistics.h"
#include "storage/profiles.h"
#include "views/model/budget.h"

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
    ProfileModel(const storage::Store& store, storage::ProfileId id) : store_(store) { record_.id = id; }

    // Aggregates are few and are read at once, when the profile has changed since.
    Result<bool> update(Budget& budget);

    [[nodiscard]] const storage::ProfileRecord& record() const { return record_; }
    [[nodiscard]] bool growing() const { return record_.state == storage::ProfileState::growing; }
    [[nodiscard]] const std::vector<storage::OperationRecord>& operations() const { return operations_; }  // by number
    [[nodiscard]] const std::vector<storage::LaneRecord>& lanes() const { return lanes_; }
    [[nodiscard]] const std::vector<storage::OmissionRecord>& omissions() const { return omissions_; }
    [[nodiscard]] const std::vector<profile::Kind>& kinds() const { return kinds_; }  // by operation number
    // Of batches, waits and delays; absent where the trace knows none, or its records were not kept.
    [[nodiscard]] const std::optional<profile::BatchStatistics>& batches() const { return batches_; }
    [[nodiscard]] const std::vector<profile::Batch>& all_batches() const { return all_batches_; }
    [[nodiscard]] double counted_ns() const {
        return counted_ns_;
    }  // self time of all operations; transforms and batches are none

    // Heaviest first; of an empty name: what belongs to no operation.
    [[nodiscard]] std::vector<OperationFunction> functions_of(const std::string& operation) const;
    [[nodiscard]] std::vector<OperationCounter> counters_of(const std::string& operation) const;
    [[nodiscard]] bool has_functions() const { return !functions_.empty(); }

    // The stored tree of calls; without one, what is known of nesting: operations and, below them, their functions; without
    // operations the functions alone, all of them roots. Every name stands once in the list of functions.
    [[nodiscard]] const functions::CallTree& calls() const { return calls_; }
    [[nodiscard]] bool calls_are_stacks() const { return stacks_; }
    [[nodiscard]] bool calls_are_timed() const { return timed_; }  // weights are seconds; otherwise samples
    [[nodiscard]] bool nests() const { return stacks_ || counted_ns_ > 0 || functions_.empty(); }
    [[nodiscard]] std::uint64_t version() const { return version_; }  // counts up with every reading

  private:
    Result<void> read();
    Result<void> read_functions();
    void derive_calls(const std::vector<storage::CallRecord>& calls);
    void calls_of_operations();
    void calls_of_nobody();
    std::size_t function_of_calls(const std::string& key);

    const storage::Store& store_;
    storage::ProfileRecord record_;
    bool read_ = false;
    std::vector<storage::OperationRecord> operations_;
    std::vector<storage::LaneRecord> lanes_;
    std::vector<storage::OmissionRecord> omissions_;
    std::vector<profile::Kind> kinds_;
    std::vector<storage::FunctionRecord> functions_;
    std::vector<storage::FunctionMapRecord> maps_;
    std::vector<storage::CounterRecord> counters_;
    std::vector<profile::Batch> all_batches_;
    std::optional<profile::BatchStatistics> batches_;
    functions::CallTree calls_;
    std::map<std::string, std::size_t> function_at_;  // in calls_.functions, by key
    bool stacks_ = false, timed_ = true;
    double counted_ns_ = 0;
    std::uint64_t version_ = 0;
};

}  // namespace paretop::model
