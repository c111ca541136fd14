#include "engine/job/run_loop.h"

#include <fmt/format.h>

#include <boost/asio/io_context.hpp>

#include "engine/job/run_state.h"

namespace paretop::job {

Result<RunEnd> RunLoop::State::run() {
    PARETOP_CHECK(take_up());
    arm_tick();
    parts.executor.prepare([this](const Result<void>& result) { prepared(result); });
    parts.loop.run();
    parts.executor.retire();
    if (error) return tl::unexpected(*error);
    return goal.value_or(RunEnd{ledger.run.state, ledger.run.reason});
}

Result<void> RunLoop::State::take_up() {
    PARETOP_TRY(history, replay(parts.store, spec, parts.searcher, ledger));
    for (const auto number : history.unfinished) {
        Open trial;
        PARETOP_TRY(trial.record, storage::get_trial(parts.store, {ledger.run.id, number}));
        PARETOP_TRY(trial.configuration, storage::get_configuration(parts.store, trial.record.configuration));
        PARETOP_TRY(auto configuration, space::decode(spec.space, trial.configuration.compact));
        trial.record.state = TrialState::asked;
        resubmit.emplace_back(std::move(trial), std::move(configuration));
    }
    last_made = history.last_made;
    PARETOP_CHECK(learn_steps());
    auto& run = ledger.run;
    // One that rested when it was opened for a request keeps its end: should that engine be killed, nothing is searched by the
    // next (run_rest.cpp).
    const bool cut_off = before.state == RunState::running;
    searching = before.state == RunState::waiting || (cut_off && before.ended_ns == 0);
    look_for_requests();
    comparing_only = !searching && !compare_queue.empty() && next_unfinished() == resubmit.end() && profile_queue.empty();
    PARETOP_CHECK(keep_rest());
    spent = before.active_ns;
    aside = true;
    keep_time();
    if (error) return tl::unexpected(*error);
    const char* verb = before.state == RunState::waiting   ? "started"
                       : before.state == RunState::running ? "continued after it was cut off"
                                                           : "resumed";
    if (!searching) verb = "opened to repeat, compare or profile trials";
    run.state = RunState::running;
    run.reason.clear();
    if (searching) run.ended_ns = 0;
    if (run.started_ns == 0) run.started_ns = parts.clock.now_ns();
    run.chosen = parts.searcher.method();
    note(storage::Level::info, "started", fmt::format("{} at trial {} of {}", verb, history.next, run.budget));
    if (before.state == RunState::waiting)
        note(storage::Level::info, "chose", fmt::format("method {}: {}", run.chosen, parts.searcher.why()));
    flush();
    return error ? Result<void>(tl::unexpected(*error)) : Result<void>();
}

// Pruning compares with what earlier trials reported.
Result<void> RunLoop::State::learn_steps() {
    for (TrialNumber number = 0; steps.on() && number < history.next; ++number) {
        PARETOP_TRY(const auto trial, storage::get_trial(parts.store, {ledger.run.id, number}));
        const bool pruned = trial.state == TrialState::failed && trial.reason.starts_with(measure::k_pruned);
        if (trial.state != TrialState::done && !pruned) continue;
        PARETOP_TRY(const auto reported, storage::list_intermediates(parts.store, trial.key));
        steps.learn(reported, !pruned);
    }
    return {};
}

void RunLoop::State::prepared(const Result<void>& result) {
    ready = result.has_value();
    if (!result) drain(RunState::failed, result.error().message());
    fill();
}

void RunLoop::State::abort(Error e) {
    if (!error) error = std::move(e);
    ended = true;
    parts.loop.stop();
}

void RunLoop::State::end() {
    if (ended) return;
    if (!searching && (!goal || comparing_only)) goal = rest;
    if (!goal && !exhausted.empty()) goal = RunEnd{RunState::done, exhausted};
    if (!goal && history.asked >= ledger.run.budget) goal = RunEnd{RunState::done, "all trials of the budget were made"};
    if (!goal) goal = RunEnd{RunState::done, "the time budget was used up"};
    auto& run = ledger.run;
    run.state = goal->state;
    run.reason = goal->reason;
    run.ended_ns = std::max(parts.clock.now_ns(), run.started_ns);  // somebody may have set the clock back
    const bool bad = run.state == RunState::failed;
    note(bad ? storage::Level::error : storage::Level::info, bad ? "failed" : "ended", run.reason);
    flush();
    if (!error) forget_rest();
    ended = true;
    parts.loop.stop();
}

RunLoop::RunLoop(RunParts parts, const spec::Spec& spec, storage::RunRecord run, Observer observer)
    : state_(std::make_unique<State>(parts, spec, std::move(run), std::move(observer))) {}
RunLoop::~RunLoop() = default;

Result<RunEnd> RunLoop::run() { return state_->run(); }

std::int64_t RunLoop::last_request() const { return state_->last_request; }

void RunLoop::progressed(const executor::Progress& progress) { state_->progressed(progress); }

void RunLoop::profile_started() {
    if (state_->parts.profiling.taker != nullptr) state_->parts.profiling.taker->started();
}

void RunLoop::pause() { state_->pause(); }
void RunLoop::suspend() { state_->finish_now(RunState::paused, "paused: the engine was told to end"); }

}  // namespace paretop::job
