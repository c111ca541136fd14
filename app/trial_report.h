// Everything the store holds of one trial, and its JSON.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/json.h"
#include "views/model/summary.h"

namespace paretop::app {

struct TrialReport {
    storage::TrialRecord trial;
    std::shared_ptr<const model::Experiment> experiment;
    std::string configuration;  // JSON
    model::TrialSummary summary;
    std::vector<std::string> defaults;  // by parameter, as they are written; empty when they cannot be read
    std::vector<storage::ExecutionRecord> executions;
    std::vector<storage::IntermediateRecord> intermediates;  // by metric, repeat and step
};

Result<TrialReport> read_trial(const storage::Store& store, storage::TrialKey key);
void append_trial(Json& json, const TrialReport& report);

[[nodiscard]] std::string_view phase_word(storage::Phase phase);  // build, warmup, run, verify

}  // namespace paretop::app
