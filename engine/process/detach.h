// Starting a process that outlives this one.
#pragma once

#include <sys/types.h>
#include <string>
#include <vector>

#include "storage/base/result.h"

namespace paretop::process {

// Runs a program in a session of its own, with no descriptor of ours, default signals, "/" as its directory, standard input empty
// and standard output and error appended to `log_path` (its folder is made). arguments[0] is the program's path; it is not looked
// up in PATH. The process is nobody's child here: it needs no wait. Answers its pid once it has been executed.
Result<pid_t> spawn_detached(const std::vector<std::string>& arguments, const std::string& log_path);

// Whether a process of this number exists and is no zombie. Only good for one that was just started: numbers are used again.
bool process_exists(pid_t pid);

}  // namespace paretop::process
