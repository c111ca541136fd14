// What `paretop profile map` found, for people and for programs.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/console.h"
#include "engine/functions/attribute.h"
#include "engine/functions/map.h"

namespace paretop::app {

struct MapReport {
    std::int64_t profile = 0;
    std::string collector;  // "perf", "vtune", …
    bool simulated = false;
    functions::Merge merge = functions::Merge::majority;
    functions::FunctionMap map;  // empty where the map was read as JSON
    functions::Mapping mapping;
    std::optional<functions::Attribution> attribution;
    functions::FunctionTable counters;  // what was shared out
    std::vector<std::string> remarks;
    std::map<std::string, functions::Omission> omitted;
};

std::string map_json(const MapReport& report);
std::string map_text(const MapReport& report, int width);

}  // namespace paretop::app
