// How much each parameter matters to an objective of a run, as bars and as JSON.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/json.h"
#include "engine/importance/importance.h"
#include "storage/queries.h"
#include "views/model/experiments.h"

namespace paretop::app {

struct ImportanceReport {
    struct Part {
        std::string objective, unit;
        std::size_t trials = 0;  // that the model learnt from
        importance::Analysis analysis;
    };
    std::shared_ptr<const model::Experiment> experiment;
    importance::Method method = importance::Method::fanova;
    std::vector<Part> parts;  // one an objective
};

// Of `objective`, or of all where it is empty. not_found: no objective of that name.
Result<ImportanceReport> read_importance(const storage::Store& store, storage::RunId run, const std::string& objective,
                                         importance::Method method);
std::string importance_text(const ImportanceReport& report, int width);
// [{"objective":…,"method":…,"trials":…,"r_squared":…,"explained":…,"parameters":[{"name":…,"share":…,"spread":…}]}]
void append_importance(Json& json, const ImportanceReport& report);

}  // namespace paretop::app
