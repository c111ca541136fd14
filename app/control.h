// Changing a run from outside its engine: request rows and new engines. Used by the verbs and by the screen alike.
#pragma once

#include <sys/types.h>
#include <optional>
#include <string>
#include <string_view>

#include "storage/base/clock.h"
#include "storage/queries.h"

namespace paretop::app {

// How long a verb waits for an engine to begin, and for one that runs to answer.
inline constexpr Nanoseconds k_engine_patience = 10'000'000'000;
inline constexpr Nanoseconds k_answer_patience = 2'000'000'000;

struct Engine {
    pid_t pid = 0;
    std::string log_path;  // what it prints: only of interest when it could not begin
};

// Starts `paretop engine RUN` in a session of its own. Answers before it has taken up the run.
Result<Engine> spawn_engine(const std::string& store_path, storage::RunId run);

// Waits until the engine owns the run, or has ended. An error when it ended without having driven it: its last words.
// `before`: the run as it was when the engine was started.
Result<void> await_engine(const storage::Store& store, const storage::RunRecord& before, const Engine& engine,
                          Nanoseconds patience);

// Starts an engine for a run that has none; `wait`: until it has begun.
Result<void> wake_engine(const storage::Store& store, const storage::RunRecord& run, bool wait);

// Adds a request and answers its id; see storage::RequestRecord for the verbs.
Result<std::int64_t> post_request(storage::Store& store, storage::RunId run, std::string_view verb, std::string_view argument);

// What the engine answered; nullopt: nothing within this time.
Result<std::optional<std::string>> await_answer(const storage::Store& store, std::int64_t request, Nanoseconds patience);

// Waits until no engine drives the run; false: one still does.
bool await_rest(const storage::Store& store, storage::RunId run, Nanoseconds patience);

// Takes a run up again: a live one is told to go on, for one at rest a request is left and an engine is started.
Result<std::optional<Engine>> resume(storage::Store& store, const storage::RunRecord& run);

// Ends a run that no engine drives, as stopped. busy: one does.
Result<void> mark_stopped(storage::Store& store, storage::RunId run);

// Another budget of trials: asked of the engine of a live run, written into the row of one at rest.
Result<void> change_budget(storage::Store& store, const storage::RunRecord& run, std::int64_t trials);

// The run, its folders, and the experiment's builds when nothing else uses it. busy: an engine drives it.
Result<void> erase_run(storage::Store& store, storage::RunId run);

std::string engine_log_path(const std::string& store_path, storage::RunId run);

}  // namespace paretop::app
