// What a word on the command line means: a run, or a trial of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "storage/queries.h"

namespace paretop::app {

struct Target {
    storage::RunId run = 0;
    std::optional<storage::TrialNumber> trial;
};

// RUN or RUN/TRIAL, where RUN is a number, a name (its newest run) or a unique prefix of one. The run and the trial exist.
Result<Target> find_target(const storage::Store& store, std::string_view word);
// RUN/TRIAL only.
Result<storage::TrialKey> find_trial(const storage::Store& store, std::string_view word);

// "run 17", "trial 17/131", for messages.
std::string name_of(storage::RunId run);
std::string name_of(storage::TrialKey trial);

}  // namespace paretop::app
