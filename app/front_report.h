// The Pareto front of a run as a table and as JSON.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/console.h"
#include "app/json.h"
#include "views/model/experiments.h"

namespace paretop::app {

struct FrontReport {
    struct Metric {
        double median = 0, low = 0, high = 0;  // 95 % interval of the median; all NaN: not measured
        std::int64_t repeats = 0;
    };
    struct Row {
        storage::TrialNumber trial = 0;
        std::vector<Metric> metrics;          // by position
        std::vector<std::string> parameters;  // as they are written; empty ones are inactive
        std::string differences;              // from the defaults, in one line
        std::string json;                     // the configuration
    };
    storage::RunId run = 0;
    std::shared_ptr<const model::Experiment> experiment;
    std::vector<Row> rows;  // by the first objective, the best first
};

Result<FrontReport> read_front(const storage::Store& store, storage::RunId run);

std::string front_table(const FrontReport& report, int width);
// [{"trial":…,"objectives":{NAME:{"median":…,"low":…,"high":…,"repeats":…}},"metrics":{…},"configuration":{…}}]
void append_front(Json& json, const FrontReport& report);

}  // namespace paretop::app
