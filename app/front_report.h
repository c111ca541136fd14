// The Pareto front of a run as a table and as JSON.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/console.h"
#include "app/json.h"
#include "views/model/summary.h"

namespace paretop::app {

struct FrontReport {
    struct Row {
        model::TrialSummary summary;
        std::string json;  // the configuration
        // The probability that nothing measured dominates it (app/front_certainty.h); absent where nothing on the front was
        // repeated.
        std::optional<double> non_dominated;
        std::optional<storage::TrialNumber> outdone_by;  // by what the last round says (views/model/front_members.h)
    };
    storage::RunId run = 0;
    std::shared_ptr<const model::Experiment> experiment;
    std::vector<Row> rows;  // by the first objective, the best first
};

Result<FrontReport> read_front(const storage::Store& store, storage::RunId run);

std::string front_table(const FrontReport& report, int width);
// [{"trial":…,"non_dominated":0.93,"outdone_by":null,"objectives":{NAME:{"median":…,"low":…,"high":…,"repeats":…}},"metrics":{…},"configuration":{…}}]
void append_front(Json& json, const FrontReport& report);

}  // namespace paretop::app
