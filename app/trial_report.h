// Everything the store holds of one trial, and its JSON.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/json.h"
#include "views/model/experiments.h"

namespace paretop::app {

struct TrialReport {
    struct Metric {
        std::vector<double> values;  // one a repeat, warm-ups left out
        double median = 0, low = 0, high = 0;
    };
    storage::TrialRecord trial;
    std::shared_ptr<const model::Experiment> experiment;
    std::string configuration;                      // JSON
    std::vector<std::string> parameters, defaults;  // by parameter, as they are written
    std::vector<Metric> metrics;                    // by position
    std::vector<storage::ExecutionRecord> executions;
};

Result<TrialReport> read_trial(const storage::Store& store, storage::TrialKey key);
void append_trial(Json& json, const TrialReport& report);

[[nodiscard]] std::string_view phase_word(storage::Phase phase);  // build, warmup, run, verify

}  // namespace paretop::app
