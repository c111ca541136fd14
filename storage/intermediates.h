// Intermediate values trial by trial, where most trials have none. The rest of them is in storage/queries.h.
#pragma once

#include <vector>

#include "storage/records.h"
#include "storage/store.h"

namespace paretop::storage {

// All of the first trial from `from` on that has any, by metric, repeat and step; empty: no trial has.
Result<std::vector<IntermediateRecord>> next_intermediates(const Store&, RunId, TrialNumber from);

}  // namespace paretop::storage
