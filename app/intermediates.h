// What a trial reported on its way, by which trials are pruned, as text and JSON.
#pragma once

#include <string>
#include <vector>

#include "app/json.h"
#include "views/model/experiments.h"

namespace paretop::app {

// [{"metric":"loss","repeat":0,"steps":[1,2],"values":[0.9,0.7]}], one object a metric and repeat.
void append_intermediates(Json& json, const model::Experiment& experiment,
                          const std::vector<storage::IntermediateRecord>& intermediates);

// A line a metric and repeat: how many steps, and some of them spread evenly, the first and the last among them. Empty: none.
std::string intermediates_table(const model::Experiment& experiment,
                                const std::vector<storage::IntermediateRecord>& intermediates);

}  // namespace paretop::app
