#include "app/words.h"

#include "app/target.h"

namespace paretop::app {

std::string_view state_word(storage::RunState state) {
    switch (state) {
        case storage::RunState::waiting:
            return "waiting";
        case storage::RunState::running:
            return "running";
        case storage::RunState::paused:
            return "paused";
        case storage::RunState::done:
            return "done";
        case storage::RunState::stopped:
            return "stopped";
        case storage::RunState::failed:
            break;
    }
    return "failed";
}

std::string_view state_word(storage::TrialState state) {
    switch (state) {
        case storage::TrialState::asked:
            return "asked";
        case storage::TrialState::running:
            return "running";
        case storage::TrialState::done:
            return "done";
        case storage::TrialState::failed:
            break;
    }
    return "failed";
}

ExitCode for_each_run(const storage::Store& store, const std::vector<std::string>& words, Console& console,
                      const std::function<Result<std::string>(const storage::RunRecord&)>& act) {
    auto code = ExitCode::ok;
    for (const auto& word : words) {
        const auto done = storage::find_run(store, word)
                              .and_then([&](storage::RunId id) { return storage::get_run(store, id); })
                              .and_then([&](const storage::RunRecord& run) -> Result<std::string> {
                                  PARETOP_TRY(const auto text, act(run));
                                  return name_of(run.id) + ": " + text + "\n";
                              });
        if (done) {
            console.out(*done);
            continue;
        }
        console.error(done.error());
        if (code == ExitCode::ok) code = exit_code_of(done.error().kind);
    }
    return code;
}

}  // namespace paretop::app
