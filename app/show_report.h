// What `paretop show` prints: of a run, or of a trial.
#pragma once

#include <string>

#include "storage/queries.h"

namespace paretop::app {

Result<std::string> show_run(const storage::Store& store, storage::RunId run, bool json, int width);
Result<std::string> show_trial(const storage::Store& store, storage::TrialKey trial, bool json);

}  // namespace paretop::app
