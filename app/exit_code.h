// What the shell is told. These numbers are an interface: scripts depend on them.
#pragma once

#include "storage/base/result.h"
#include "storage/records.h"

namespace paretop::app {

enum class ExitCode {
    ok = 0,
    failed = 1,         // the run or the operation failed
    usage = 2,          // the call or the experiment file is wrong
    store = 3,          // the store is corrupt, foreign, newer, read-only or full
    not_found = 4,      // no such run, trial or file
    busy = 5,           // another engine or writer holds it
    io = 6,             // the file system or a child process said no
    interrupted = 130,  // paused before it was done; can be resumed
};

ExitCode exit_code_of(ErrorKind kind);
// Of a program that drove a run until it rested in this state.
ExitCode exit_code_of(storage::RunState state);

}  // namespace paretop::app
