#include "app/verbs/compare.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/compare_report.h"
#include "app/control.h"
#include "app/store_path.h"
#include "app/target.h"
#include "engine/job/comparing.h"
#include "engine/job/create.h"
#include "engine/job/drive.h"

namespace paretop::app {
namespace {

// A run alone cannot be compared, so a number alone is a trial of the other one's run.
std::string beside(std::string_view word, storage::TrialKey other) {
    const bool number = !word.empty() && std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
    return number ? fmt::format("{}/{}", other.run, word) : std::string(word);
}

Result<void> report(const CompareCommand& command, const storage::Store& store, storage::TrialKey a, storage::TrialKey b,
                    Console& console) {
    PARETOP_TRY(const auto report, read_comparison(store, a, b, command.pool));
    if (command.json) {
        Json json;
        append_comparison(json, report);
        console.out(json.take() + "\n");
    } else {
        console.out(comparison_text(report, console.width()));
    }
    return {};
}

struct Trials {
    storage::TrialKey a, b;
};
Result<Trials> find_trials(const CompareCommand& command, const storage::Store& store) {
    PARETOP_TRY(const auto a, find_trial(store, command.a));
    PARETOP_TRY(const auto b, find_trial(store, beside(command.b, a)));
    return Trials{a, b};
}

// --- measuring ------------------------------------------------------------------------------------------------------------

// The engine of this call has to be the only one, and must not go on with a search that was cut off.
Result<void> at_rest(const storage::Store& store, const storage::RunRecord& run) {
    if (storage::RunLock::owner(store.path(), run.id) != 0)
        return fail(ErrorKind::busy, "it is running: nothing can be compared beside it", name_of(run.id),
                    fmt::format("`paretop pause {}` first, or wait for its end", run.id));
    if (run.state == storage::RunState::running && run.ended_ns == 0)
        return fail(ErrorKind::usage, "it was cut off", name_of(run.id), fmt::format("`paretop resume {}` first", run.id));
    return {};
}

struct Posted {
    Trials trials;
    std::int64_t request = 0;
};
Result<Posted> post_comparison(const CompareCommand& command, const std::string& path) {
    PARETOP_TRY(auto store, open_existing(path, storage::OpenOptions::Mode::read_write));
    Posted posted;
    PARETOP_TRY(posted.trials, find_trials(command, store));
    const auto [a, b] = posted.trials;
    if (a.run != b.run)
        return fail(ErrorKind::usage, "trials of two runs cannot be measured in turns", name_of(b),
                    "name two of one run, or leave --measure out");
    const job::Turns turns{a.number, b.number, command.repeats.value_or(job::k_turns)};
    PARETOP_TRY(const auto loaded, job::load_run(store, a.run));
    PARETOP_CHECK(job::can_compare(loaded.spec));
    PARETOP_CHECK(job::can_compare(store, a.run, turns));
    PARETOP_CHECK(at_rest(store, loaded.run));
    PARETOP_TRY(posted.request, post_request(store, a.run, job::k_compare, job::argument_of(turns)));
    return posted;
}

job::Observer observer_of(Console& console) {
    job::Observer observer;
    if (!console.err_is_terminal()) return observer;
    observer.compared = [&console](std::int64_t made, std::int64_t wanted) {
        console.err(made < wanted ? fmt::format("\rmeasuring in turns: {} of {}\x1b[K", made, wanted) : "\r\x1b[K");
    };
    return observer;
}

Result<void> answered(const storage::Store& store, const Posted& posted) {
    const auto [a, b] = posted.trials;
    PARETOP_TRY(const auto request, storage::get_request(store, posted.request));
    if (request && request->answer == "ok") return {};
    const auto why = request && request->handled_ns ? request->answer : "its engine ended before";
    return fail(ErrorKind::child, why, fmt::format("{} against {}", name_of(a), name_of(b)),
                fmt::format("what was measured is kept: `paretop compare {}/{} {}` shows it", a.run, a.number, b.number));
}

Result<ExitCode> measure_and_report(const CompareCommand& command, Console& console) {
    PARETOP_TRY(const auto guardian, process::Guardian::start());
    PARETOP_TRY(const auto path, store_path(command.store));
    PARETOP_TRY(const auto posted, post_comparison(command, path));
    PARETOP_TRY([[maybe_unused]] const auto end, job::drive(*guardian, {path, posted.trials.a.run, observer_of(console), true}));
    PARETOP_TRY(const auto store, open_existing(path, storage::OpenOptions::Mode::read_only));
    PARETOP_CHECK(answered(store, posted));
    PARETOP_CHECK(report(command, store, posted.trials.a, posted.trials.b, console));
    return ExitCode::ok;
}

}  // namespace

Result<ExitCode> perform(const CompareCommand& command, Console& console) {
    if (command.measure) return measure_and_report(command, console);
    PARETOP_TRY(const auto store, open_to_read(command.store));
    PARETOP_TRY(const auto trials, find_trials(command, store));
    PARETOP_CHECK(report(command, store, trials.a, trials.b, console));
    return ExitCode::ok;
}

}  // namespace paretop::app
