#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/console.h"
#include "app/exit_code.h"

namespace paretop::app {

// `paretop profile map`: which native functions each operation runs, from a program (command), from a folder of runs that another
// profiler collected (from), or from a map that was made before (map); stored with a profile, and with its counters shared out.
struct ProfileMapCommand {
    std::string store;
    std::vector<std::string> command;
    std::vector<std::string> operations;  // empty: those of the profile
    std::string from, map;
    std::string format;       // of the files of `from` and `counters`; empty: detected
    std::string collector;    // perf, callgrind; with `from` also vtune, uprof; empty: perf, or what the files are
    std::optional<int> runs;  // each operation; none: 20, or as many as `shortest` takes
    std::string merge = "majority";
    std::optional<double> shortest;  // milliseconds: the shortest function that should be found
    double confidence = 0.75;
    int warmups = 4;
    int pause_ms = 100;
    int timeout_s = 600;   // of one run
    std::string profile;   // whose operations, and where the map is kept; empty: a profile of its own
    std::string counters;  // a table of functions of the whole profile, to be shared out
    std::string elapsed;   // a file of operations and their seconds, instead of the profile's
    std::string name;      // of a profile of its own
    std::string output;    // the map as JSON; "-": standard output
    bool json = false;
};
Result<ExitCode> perform(const ProfileMapCommand& command, Console& console);

}  // namespace paretop::app
