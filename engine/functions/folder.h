// Runs that were collected elsewhere, as folders: FOLDER/<operation>/<run>, one file a run (VTune, uProf, perf, callgrind).
#pragma once

#include <string>
#include <vector>

#include "engine/functions/map.h"

namespace paretop::functions {

struct MapFolder {
    FunctionMap map;
    std::map<std::string, Omission> omitted;  // of all files; lines mean little here
    std::vector<std::string> remarks;         // files that could not be used, and why: they count as no run
    std::int64_t files = 0;                   // that were used
    bool simulated = false;
};

// Operations and files in order of their names; files beside the folders and folders within them are remarked and passed over.
Result<MapFolder> read_map_folder(const std::string& path, std::optional<Format> format = std::nullopt);

}  // namespace paretop::functions
