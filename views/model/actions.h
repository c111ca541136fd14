// What screens can make happen. Views never run jobs: app/ writes the request or starts an engine process of its own session.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "storage/base/result.h"
#include "storage/records.h"

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
    virtual Result<void> pause(storage::RunId run) = 0;   // the running trials finish; called again, they are stopped too
    virtual Result<void> resume(storage::RunId run) = 0;  // a live one is told to go on, for one at rest an engine is started
    virtual Result<void> stop(storage::RunId run) = 0;    // at once; one at rest is only marked as stopped
    virtual Result<void> set_budget(storage::RunId run, std::int64_t trials) = 0;  // live or at rest
    virtual Result<void> repeat(
        storage::TrialKey trial) = 0;                     // measures it again as a new trial; starts an engine for a run at rest
    virtual Result<void> remove(storage::RunId run) = 0;  // and all that belongs to it; refused while an engine drives it
    virtual Result<storage::RunId> launch(const LaunchOrder& order) = 0;
    virtual Result<void> write_note(storage::TrialKey trial, std::string_view text) = 0;  // number −1: of the run
};

}  // namespace paretop::model
