// The batches of a profile, put together from the records of its workers and of its main process.
#pragma once

#include <vector>

#include "engine/profile/statistics.h"
#include "storage/profiles.h"

namespace paretop::profile {

// Numbers restart with each epoch (and where a process id was used twice), so a record belongs to the batch of its number that
// is next in time: preprocessed, then wait, then consumed; what a trace lost is left out. Sorted by epoch, then number.
[[nodiscard]] std::vector<Batch> assemble_batches(const std::vector<Record>& records);

// From the store; empty for a profile without batches or without raw records.
Result<std::vector<Batch>> read_batches(const storage::Store& store, storage::ProfileId profile);

// What profiles are read with: the kinds of their names, in the order of their numbers.
[[nodiscard]] std::vector<Kind> kinds_of(std::span<const storage::OperationRecord> operations);

}  // namespace paretop::profile
