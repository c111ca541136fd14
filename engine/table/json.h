// The JSON of auto-tuners. Kernel Tuner's cache: {"tune_params_keys": […], "objective": …, "cache": {"16,1": {"name": value,
// …}}}. T4 results: {"results": [{"configuration": {…}, "times": {"runtimes": […], …}, "measurements": [{"name", "value"}],
// "invalidity": "correct"}]}. In both "paretop:repeats" (of a result an object by metric, of a measurement an array) stands for
// the single number beside it, "paretop:reason" says why a result failed, and
// "paretop:maximized" (of the whole cache, or of T4's metadata) names what is better when it is higher.
#pragma once

#include "engine/table/table.h"

namespace paretop::table {

// Columns are the names of all results, in the order in which they appear. A name that a T4 result has twice (a parameter called
// as a measurement) keeps its first meaning. Numbers that are not finite (see
// measure/loose_json.h) are read as null; a cache that its
// tuner has not closed yet is closed.
class JsonReader {
  public:
    static Result<Table> read(const std::string& text, std::string name);
};

}  // namespace paretop::table
