// Two profiles compared, operation by operation.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "storage/profiles.h"

namespace paretop::profile {

enum class Presence { both, appeared, vanished };

// An operation in a and in b. The interval of the difference of means allows for records that depend on each other: each mean has
// the standard error over its blocks (batches or slices of time, see blocks.h) and their degrees of freedom, put together as
// Welch does (Biometrika 34, 1947). Where no blocks are known each record counts as independent, which is too narrow. What
// differs from run to run of the same program is in no single profile: repeats tell it.
struct OperationChange {
    std::string name;
    storage::OperationKind kind = storage::OperationKind::operation;
    Presence presence = Presence::both;
    std::int64_t count_a = 0, count_b = 0;
    double mean_a_ns = 0, mean_b_ns = 0;
    double total_a_ns = 0, total_b_ns = 0;
    double self_a_ns = 0, self_b_ns = 0;  // without what operations nested in it took
    double change_ns = 0;  // of the mean, b − a; of one that appeared or vanished: the mean itself, − when gone
    std::optional<double> low_ns, high_ns;  // 95 % interval of it; none below two records on either side
    bool blocks = false;                    // the interval allows for records that depend on each other
    std::optional<double> percent;          // change against the mean of a
    double total_change_ns = 0;             // of the sum of all its records
    double self_change_ns = 0;              // of its self time
    std::optional<double> share;            // self change in that of all operations; none where that did not change
    [[nodiscard]] bool certain() const { return low_ns && (*low_ns > 0 || *high_ns < 0); }
};

struct ProfileDiff {
    std::vector<OperationChange> changes;   // by the size of the change of self time, largest first; transforms and
                                            // records of batches behind the operations, without a share
    double total_a_ns = 0, total_b_ns = 0;  // over all operations: self times, so that nested ones count once
};
[[nodiscard]] ProfileDiff diff_operations(std::span<const storage::OperationRecord> a,
                                          std::span<const storage::OperationRecord> b);
Result<ProfileDiff> diff_profiles(const storage::Store& store, storage::ProfileId a, storage::ProfileId b);

}  // namespace paretop::profile
