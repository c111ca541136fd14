// The last round: when the search is over, the front is measured once more. Which trials are on it was decided by earlier
// repeats, in which the lucky ones have an advantage; these repeats decide nothing and so have none. The baseline is measured
// along: what is reported of the front and of it is of one time, and shows how the machine has drifted.
#include <fmt/format.h>

#include <algorithm>

#include "engine/job/run_state.h"
#include "engine/measure/difference.h"
#include "engine/measure/statistics.h"

namespace paretop::job {

// No repeat tells anything new of results that are looked up in a table; and what was measured elsewhere, as trial 0 of an
// imported run was, cannot be compared with what this machine measures.
bool RunLoop::State::measured_here() const { return spec.command.table.empty() && !history.imported; }

// Queues what is to be measured; false: nothing.
bool RunLoop::State::begin_last_round() {
    if (draining || !searching || goal || !measured_here()) return false;
    const auto repeats = last_repeats();
    if (repeats == 0) return false;
    for (const auto& [number, score] : ledger.members())
        if (!last_made.contains(number) && measure::relative_noise(score) != 0.0) last_queue.push_back(number);
    if (last_queue.empty()) return false;
    const auto count = last_queue.size();
    if (last_queue.front() != 0 && !last_made.contains(0) && ledger.baseline()) last_queue.push_front(0);
    note(storage::Level::info, "last",
         fmt::format("measuring the front once more before it is believed: {} {}, {} repeats each", count,
                     count == 1 ? "trial" : "trials", repeats));
    return true;
}

std::int64_t RunLoop::State::last_repeats() const {
    return measure::last_repeats(confirm_rule(spec), ledger.noise(), static_cast<std::int64_t>(ledger.members().size()),
                                 ledger.measured());
}

bool RunLoop::State::submit_last(TrialNumber number) {
    last_made.insert(number);
    return submit_again(number, measure::first_of(measure::Round::last), last_repeats());
}

// More repeats of a trial that has its outcome.
bool RunLoop::State::submit_again(TrialNumber number, std::int64_t first, std::int64_t repeats) {
    Open trial;
    const auto read = [&]() -> Result<space::Configuration> {
        PARETOP_TRY(trial.record, storage::get_trial(parts.store, {ledger.run.id, number}));
        PARETOP_TRY(trial.configuration, storage::get_configuration(parts.store, trial.record.configuration));
        return space::decode(spec.space, trial.configuration.compact);
    }();
    if (!read) {
        abort(read.error());
        return false;
    }
    trial.dirty = false;
    trial.last = true;
    trial.since = parts.clock.steady_ns();
    trial.first = first;
    executor::Job job{number, *read, trial.configuration.json, first};
    job.judge = [end = first + repeats](const executor::Evaluation& so_far, auto) {
        const auto next = so_far.measurements.back().repeat + 1;
        return next < end ? std::optional(next) : std::nullopt;
    };
    open.emplace(number, std::move(trial));
    give(std::move(job));
    return true;
}

// Rows beside those the trial has. A failure takes nothing away from what it achieved before, but is said.
Result<void> RunLoop::State::store_last(executor::Evaluation& evaluation) {
    const auto first = open.at(evaluation.number).first;
    if (measure::is_drift(first)) return store_check(evaluation);
    if (measure::is_comparing(first)) return store_turn(evaluation);
    if (evaluation.cancelled) {
        last_made.erase(evaluation.number);
        return {};
    }
    if (evaluation.failed) {
        note(storage::Level::warning, "unconfirmed",
             fmt::format("trial {} failed when it was measured once more: {}", evaluation.number, evaluation.reason),
             evaluation.number);
        return {};
    }
    if (evaluation.number == 0) note_drift(evaluation.measurements);
    return store_rows(evaluation);
}

Result<void> RunLoop::State::store_rows(executor::Evaluation& evaluation) {
    const auto run = ledger.run.id;
    PARETOP_TRY(const auto known, storage::list_executions(parts.store, {run, evaluation.number}));
    for (auto& execution : evaluation.executions) execution.sequence += static_cast<std::int64_t>(known.size());
    PARETOP_CHECK(storage::insert_measurements(parts.store, run, evaluation.measurements));
    return storage::insert_executions(parts.store, run, evaluation.executions);
}

// What the baseline's repeats of the search and of now say of the machine.
void RunLoop::State::note_drift(std::span<const storage::MeasurementRecord> now) {
    for (std::size_t i = 0; i < spec.objectives.size(); ++i) {
        const auto metric = spec.objectives[i].metric;
        const double sign = spec.objectives[i].goal == spec::Goal::maximize ? -1 : 1;
        auto then = ledger.baseline()->repeats[i];
        for (double& value : then) value *= sign;
        const auto shift = measure::difference(then, measure::values_of(now, metric, measure::Round::last));
        const double middle = measure::median(then);
        if (!shift || !shift->certain() || middle == 0) continue;
        note(storage::Level::warning, "drift",
             fmt::format("{} of the baseline has drifted since trial 0: {}; compare what the last round measured, not the "
                         "search's values with it",
                         spec.metrics[metric].name, measure::relative_text(*shift, middle)));
    }
}

// --- checks for drift -----------------------------------------------------------------------------------------------------

bool RunLoop::State::check_due() const {
    const auto every = spec.search.baseline_every;
    return every > 0 && measured_here() && ledger.baseline() && !open.contains(0) && history.asked / every > history.checks;
}

bool RunLoop::State::submit_check() {
    ++history.checks;
    return submit_again(0, measure::k_drift, std::max<std::int64_t>(spec.command.repeats.max, 3));
}

// Numbered by its place among the outcomes, where a replay will take it into account.
Result<void> RunLoop::State::store_check(executor::Evaluation& evaluation) {
    if (evaluation.cancelled || evaluation.failed) {
        if (evaluation.cancelled) --history.checks;
        if (evaluation.failed)
            note(storage::Level::warning, "drift", fmt::format("the baseline failed when it was checked: {}", evaluation.reason),
                 0);
        return {};
    }
    if (std::exchange(history.checked, history.told) == history.told) return {};  // nothing came of the time between
    for (auto& m : evaluation.measurements) m.repeat = measure::drift_repeat(history.told, m.repeat - measure::k_drift);
    for (auto& execution : evaluation.executions)
        if (execution.repeat >= 0) execution.repeat = measure::drift_repeat(history.told, execution.repeat - measure::k_drift);
    for (const auto& news : ledger.check_drift(evaluation.measurements))
        note(storage::Level::warning, "drift", "the baseline has drifted since trial 0, which is corrected for: " + news);
    return store_rows(evaluation);
}

}  // namespace paretop::job
