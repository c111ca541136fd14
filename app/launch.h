// From an experiment file to a run in the store, with everything checked that can be before anything is stored.
#pragma once

#include <string>

#include "engine/job/create.h"
#include "engine/spec/spec.h"
#include "storage/store.h"

namespace paretop::app {

// The experiment, or all that is wrong with the file in one error (`what` has one problem a line).
Result<spec::Spec> read_experiment(const std::string& path);

// What create_run refuses, without making a run.
Result<void> check_experiment(const spec::Spec& spec, const job::Overrides& overrides);

// Refuses an unknown method, a space that no configuration satisfies, and a table that cannot be read.
Result<storage::RunId> create_run(storage::Store& store, const spec::Spec& spec, const job::Overrides& overrides);

}  // namespace paretop::app
