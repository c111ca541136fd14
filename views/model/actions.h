// What screens can make happen. Views never run jobs: app/ writes the request or starts an engine process of its own session.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "storage/base/result.h"
#include "storage/profile_records.h"

namespace paretop::model {

struct LaunchOrder {
    std::string path;                                    // of the experiment file
    std::optional<std::int64_t> trials, seed, parallel;  // absent: as the file says
    std::optional<std::string> method;
};

// Every call returns at once (one short transaction, one spawn); what it set in motion is seen in the store.
class Actions {
  public:
    virtual ~Actions() = default;
    // Takes a run up again: a live one is told to go on, for one that rests or was cut off an engine is started.
    virtual Result<void> start(storage::RunId run) = 0;
    // pause (twice: the running trials are stopped too), stop, budget N, again TRIAL. For a run at rest stop and budget change
    // its row; again starts an engine.
    virtual Result<void> request(storage::RunId run, std::string_view verb, std::string_view argument) = 0;
    virtual Result<void> remove(storage::RunId run) = 0;  // and all that belongs to it; refused while an engine drives it
    virtual Result<void> remove_profile(storage::ProfileId profile) = 0;
    virtual Result<storage::RunId> launch(const LaunchOrder& order) = 0;
    virtual Result<void> write_note(storage::TrialKey trial, std::string_view text) = 0;  // number −1: of the run
};

}  // namespace paretop::model
