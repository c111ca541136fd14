#include "app/verbs/pause.h"

#include <fmt/format.h>

#include "app/control.h"
#include "app/store_path.h"
#include "app/target.h"
#include "app/words.h"
#include "engine/job/create.h"

namespace paretop::app {
namespace {

Result<std::string> ask_engine(storage::Store& store, storage::RunId run, std::string_view verb, bool wait) {
    PARETOP_TRY(const auto request, post_request(store, run, verb, ""));
    if (!wait) return "asked to " + std::string(verb);
    PARETOP_TRY(const auto answer, await_answer(store, request, k_answer_patience));
    if (!answer) return fmt::format("asked to {}; its engine has not answered yet", verb);
    if (*answer != "ok") return fail(ErrorKind::busy, *answer, name_of(run));
    if (verb == "pause") return std::string("pausing: running trials finish, a second `pause` stops them");
    return std::string(await_rest(store, run, k_answer_patience) ? "stopped" : "stopping: its running trials are being ended");
}

Result<std::string> pause(storage::Store& store, const storage::RunRecord& run, bool wait) {
    switch (job::liveness(store.path(), run)) {
        case job::Liveness::live:
            return ask_engine(store, run.id, "pause", wait);
        case job::Liveness::cut_off:
            return fmt::format("not running: it was cut off; `paretop resume {}` continues it", run.id);
        case job::Liveness::at_rest:
            break;
    }
    return fmt::format("not running: it is {}", state_word(run.state));
}

Result<std::string> stop(storage::Store& store, const storage::RunRecord& run, bool wait) {
    using storage::RunState;
    if (job::liveness(store.path(), run) == job::Liveness::live) return ask_engine(store, run.id, "stop", wait);
    if (run.state == RunState::paused || run.state == RunState::waiting || run.state == RunState::running) {
        PARETOP_CHECK(mark_stopped(store, run.id));
        return std::string("stopped");
    }
    return fmt::format("not running: it is {}", state_word(run.state));
}

}  // namespace

Result<ExitCode> perform(const PauseCommand& command, Console& console) {
    PARETOP_TRY(auto store, open_to_write(command.store));
    return for_each_run(store, command.runs, console,
                        [&](const storage::RunRecord& run) { return pause(store, run, command.wait); });
}

Result<ExitCode> perform(const StopCommand& command, Console& console) {
    PARETOP_TRY(auto store, open_to_write(command.store));
    return for_each_run(store, command.runs, console,
                        [&](const storage::RunRecord& run) { return stop(store, run, command.wait); });
}

}  // namespace paretop::app
