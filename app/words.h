// Small things that several verbs do alike.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "app/console.h"
#include "app/exit_code.h"
#include "storage/queries.h"

namespace paretop::app {

[[nodiscard]] std::string_view state_word(storage::RunState state);    // waiting, running, paused, done, stopped, failed
[[nodiscard]] std::string_view state_word(storage::TrialState state);  // asked, running, done, failed

// Does something to each of the runs that these words name, and prints "run 17: <what was done>". One that fails does not keep
// the others from their turn; the first failure decides the exit code.
ExitCode for_each_run(const storage::Store& store, const std::vector<std::string>& words, Console& console,
                      const std::function<Result<std::string>(const storage::RunRecord&)>& act);

}  // namespace paretop::app
