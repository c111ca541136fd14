// Two trials side by side, as a table and as JSON.
#pragma once

#include <string>
#include <vector>

#include "app/json.h"
#include "storage/queries.h"
#include "views/model/summary.h"

namespace paretop::app {

struct CompareReport {
    struct Side {
        model::Side of;
        std::string json;         // the configuration
        std::string differences;  // from the defaults
    };
    Side a, b;
    model::Comparison comparison;
};

// `pool`: repeats of all trials of the same configuration in their run count together.
Result<CompareReport> read_comparison(const storage::Store& store, storage::TrialKey a, storage::TrialKey b, bool pool);
std::string comparison_text(const CompareReport& report, int width);
// {"a":{"run":…,"trial":…,"trials":[…],"configuration":{…}},"b":…,"parameters":[{"name":…,"a":…,"b":…}],"unchanged":…,
//  "metrics":[{"name":…,"unit":…,"objective":…,"a":{"median":…,"low":…,"high":…,"repeats":…},"b":…,"relative":…,
//  "difference":{"estimate":…,"low":…,"high":…,"confidence":…,"in_turns":…},"better":"a"|"b"|null}]}
void append_comparison(Json& json, const CompareReport& report);

}  // namespace paretop::app
