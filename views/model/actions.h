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
    // Starts an engine for a run that rests: resumes it, or takes it up where it was cut off.
    virtual Result<void> start(storage::RunId run) = 0;
    // Asks the engine of a run: pause (twice: the running trials are stopped too), resume, stop, budget N, again TRIAL.
    virtual Result<void> request(storage::RunId run, std::string_view verb, std::string_view argument) = 0;
    virtual Result<void> remove(storage::RunId run) = 0;  // and all that belongs to it; refused while an engine drives it
    virtual Result<storage::RunId> launch(const LaunchOrder& order) = 0;
    virtual Result<void> write_note(storage::TrialKey trial, std::string_view text) = 0;  // number −1: of the run
};

}  // namespace paretop::model
