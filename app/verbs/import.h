#pragma once

#include <string>

#include "app/console.h"
#include "app/exit_code.h"
#include "engine/job/create.h"

namespace paretop::app {

// `paretop import FILE`: the trials of another tuner as a run, to be looked at or, with an experiment file, to be gone on with.
struct ImportCommand {
    std::string store;
    std::string file;
    std::string study;       // of a storage of Optuna; empty: the only one
    std::string name;        // of the experiment that is made; empty: as the history is called
    std::string experiment;  // a file with the same parameters and objectives; empty: one is made
    job::Overrides overrides;
    bool json = false;
};
Result<ExitCode> perform(const ImportCommand& command, Console& console);

}  // namespace paretop::app
