#include "app/verbs/resume.h"

#include <fmt/format.h>

#include "app/control.h"
#include "app/store_path.h"
#include "app/target.h"
#include "app/words.h"
#include "engine/job/create.h"

namespace paretop::app {
namespace {

Result<void> worth_resuming(const storage::RunRecord& run, std::int64_t budget) {
    const auto made = run.asked - run.repeated;
    if (run.state != storage::RunState::done || made < budget) return {};
    return fail(ErrorKind::usage, fmt::format("it is done: {} of {} trials were made", made, budget), name_of(run.id),
                fmt::format("give it more with `paretop resume {} --trials {}`", run.id, budget + 100));
}

Result<std::string> resume_run(storage::Store& store, const storage::RunRecord& run, const ResumeCommand& command) {
    PARETOP_TRY(const auto experiment, storage::get_experiment(store, run.experiment));
    PARETOP_CHECK(job::can_run(experiment.kind, experiment.name));
    PARETOP_CHECK(worth_resuming(run, command.trials.value_or(run.budget)));
    if (command.trials) PARETOP_CHECK(change_budget(store, run, *command.trials));
    PARETOP_TRY(const auto engine, resume(store, run));
    if (engine && command.wait) PARETOP_CHECK(await_engine(store, run, *engine, k_engine_patience));
    const auto budget = command.trials.value_or(run.budget);
    return engine ? fmt::format("resumed at trial {} of {}", run.asked, budget) : std::string("told to go on");
}

// A live engine answers; one that must be started first is enough of an answer.
Result<std::string> settle(storage::Store& store, const storage::RunRecord& run, std::int64_t request, bool wait) {
    PARETOP_CHECK(wake_engine(store, run, wait));
    if (!wait) return std::string("ok");
    PARETOP_TRY(const auto answer, await_answer(store, request, k_answer_patience));
    return answer.value_or("ok");
}

}  // namespace

Result<ExitCode> perform(const ResumeCommand& command, Console& console) {
    PARETOP_TRY(auto store, open_to_write(command.store));
    return for_each_run(store, command.runs, console,
                        [&](const storage::RunRecord& run) { return resume_run(store, run, command); });
}

Result<ExitCode> perform(const AgainCommand& command, Console& console) {
    PARETOP_TRY(auto store, open_to_write(command.store));
    PARETOP_TRY(const auto trial, find_trial(store, command.trial));
    PARETOP_TRY(const auto run, storage::get_run(store, trial.run));
    PARETOP_TRY(const auto request, post_request(store, trial.run, "again", std::to_string(trial.number)));
    PARETOP_TRY(const auto answer, settle(store, run, request, command.wait));
    if (answer != "ok") return fail(ErrorKind::usage, answer, name_of(trial));
    console.out(fmt::format("{} is measured again\n", name_of(trial)));
    return ExitCode::ok;
}

}  // namespace paretop::app
