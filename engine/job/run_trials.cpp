#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <chrono>

#include "engine/job/run_state.h"

namespace paretop::job {
namespace {

constexpr auto k_ask_delay = std::chrono::milliseconds(20);  // an ask waits this long to share the commit of its own outcome
constexpr std::int64_t k_patience = 10;                      // trials that may fail before the first success

}  // namespace

void RunLoop::State::fill() {
    fill_slots();
    keep_time();
}

// Whenever something else may be done from now on.
void RunLoop::State::keep_time() {
    spent = active();
    spent_until = parts.clock.steady_ns();
    const bool comparing = !compare_queue.empty() && !open.empty() && measure::is_comparing(open.begin()->second.first);
    aside = !searching || comparing || profile_now;
}

void RunLoop::State::fill_slots() {
    if (ended) return;
    if (profile_next() || compare_next()) return;
    const auto room = profiles_trials() ? 1 : parts.executor.capacity();  // whose trace it is has to be known
    const bool alone = !profile_queue.empty() || !compare_queue.empty();  // something waits for a machine that is idle
    while (ready && !draining && !alone && static_cast<std::int64_t>(open.size()) < room && next()) {
    }
    if (!open.empty() || !finished.empty() || !(ready || draining)) return;
    if (begin_last_round()) return fill_slots();
    end();
}

std::deque<std::pair<Open, space::Configuration>>::iterator RunLoop::State::next_unfinished() {
    if (searching) return resubmit.begin();
    return std::find_if(resubmit.begin(), resubmit.end(), [](const auto& entry) { return entry.first.record.origin == k_again; });
}

// Submits one more trial; false: there is none to submit now.
bool RunLoop::State::next() {
    const bool baseline_open = history.told == 0 && open.contains(0);  // relative thresholds need it: it runs alone
    if (baseline_open) return false;
    if (const auto unfinished = next_unfinished(); unfinished != resubmit.end()) {
        auto [trial, configuration] = std::move(*unfinished);
        resubmit.erase(unfinished);
        submit(std::move(trial), std::move(configuration));
        return true;
    }
    if (!last_queue.empty()) {
        const auto number = last_queue.front();
        last_queue.pop_front();
        return submit_last(number);
    }
    if (searching && check_due()) return submit_check();
    if (!searching || !exhausted.empty() || history.asked >= ledger.run.budget) return false;
    if (spec.search.time && active() >= *spec.search.time) return false;
    return ask();
}

bool RunLoop::State::ask() {
    auto ask = parts.searcher.ask(history.asked);
    if (!ask) {
        exhausted = parts.searcher.why();
        return false;
    }
    ++history.asked;
    Open trial;
    trial.record.key = {ledger.run.id, history.next++};
    trial.record.origin = std::move(ask->origin);
    trial.record.told_before = history.told;
    trial.configuration.json = space::to_json(spec.space, ask->configuration);
    trial.configuration.hash = space::content_hash(trial.configuration.json);
    trial.configuration.compact = space::encode(spec.space, ask->configuration);
    ++ledger.run.asked;
    submit(std::move(trial), std::move(ask->configuration));
    return true;
}

void RunLoop::State::submit(Open trial, space::Configuration configuration) {
    if (trial.record.asked_ns == 0) trial.record.asked_ns = parts.clock.now_ns();
    trial.dirty = true;
    trial.since = parts.clock.steady_ns();
    const auto number = trial.record.key.number;
    executor::Job job{number, std::move(configuration), trial.configuration.json};
    if (profiles_trials())
        profile_along(job);
    else if (trial.record.origin != k_again)
        watch(job);
    open.emplace(number, std::move(trial));
    dirty = true;
    arm_ask_timer();
    give(std::move(job));
}

// Armed once for many asks of short trials: it looks from time to time whether one has been waiting.
void RunLoop::State::arm_ask_timer() {
    if (std::exchange(ask_timer_armed, true)) return;
    const auto seen = commits;
    ask_timer.expires_after(k_ask_delay);
    ask_timer.async_wait([this, seen](const boost::system::error_code& cancelled) {
        if (cancelled) return;
        ask_timer_armed = false;
        if (!dirty || ended) return;
        if (commits == seen) return flush();
        arm_ask_timer();
    });
}

// Racing, confirming and pruning of a trial of the search. A single repeat that nothing would follow needs no judge.
void RunLoop::State::watch(executor::Job& job) {
    if (spec.command.repeats.max > 1 || spec.search.confirm.value_or(0) > 0)
        job.judge = [this, judge = RepeatJudge(spec, ledger)](executor::Evaluation& so_far, auto planned) mutable {
            const auto repeat = judge(so_far, planned);
            if (auto said = judge.status(); repeat && !said.empty()) progressed({so_far.number, true, std::move(said), -1});
            return repeat;
        };
    if (steps.on())
        job.watch = [this, watched = measure::StepHistory::Watched{}](auto reported) mutable {
            std::string reason;
            for (const auto& step : reported)
                if (reason.empty()) reason = steps.judge(step, watched);
            return reason;
        };
}

void RunLoop::State::give(executor::Job job) {
    parts.executor.submit(std::move(job), [this](executor::Evaluation evaluation) {
        if (profiles_trials() && (evaluation.failed || evaluation.cancelled))
            (void)take_profile(evaluation.number, evaluation.cancelled ? "the engine was told to end" : evaluation.reason, false);
        finished.push_back(std::move(evaluation));
        post_flush();
    });
}

void RunLoop::State::progressed(const executor::Progress& progress) {
    const auto found = open.find(progress.number);
    if (found == open.end() || found->second.last) return;
    if (progress.measuring && profiles_trials()) parts.profiling.taker->started();
    auto& record = found->second.record;
    if (progress.running && record.state == TrialState::asked) {
        record.state = TrialState::running;
        record.started_ns = parts.clock.now_ns();
    }
    record.status = progress.status;
    record.progress = progress.fraction;
    found->second.dirty = true;  // stored with the next tick or commit
}

// Outcomes that arrive in one turn of the loop share one commit.
void RunLoop::State::post_flush() {
    if (flush_posted || ended) return;
    flush_posted = true;
    boost::asio::post(parts.loop, [this] {
        flush_posted = false;
        flush();
        fill();
    });
}

void RunLoop::State::flush() {
    if (ended) return;
    auto batch = std::exchange(finished, {});
    std::vector<Verdict> verdicts;
    ledger.run.active_ns = active();
    const auto written = parts.store.write([&]() -> Result<void> {
        for (auto& evaluation : batch) open.at(evaluation.number).dirty = false;
        for (auto& [number, trial] : open)
            if (trial.dirty) PARETOP_CHECK(store_open(trial));
        for (auto& evaluation : batch) {
            PARETOP_TRY(auto verdict, store_outcome(evaluation, open.at(evaluation.number)));
            verdicts.push_back(std::move(verdict));
        }
        for (const auto& event : events) {
            PARETOP_TRY([[maybe_unused]] const auto id, storage::insert_event(parts.store, event));
        }
        return storage::update_run(parts.store, ledger.run);
    });
    if (!written) return abort(written.error());
    dirty = false;
    ++commits;
    parts.syncer.dirty();
    if (const auto synced = parts.syncer.last_error(); !synced) return abort(synced.error());
    for (const auto& event : std::exchange(events, {}))
        if (observer.event) observer.event(event);
    after_commit(batch, verdicts);
}

Result<void> RunLoop::State::store_open(Open& trial) {
    trial.dirty = false;
    if (trial.record.configuration == 0) {
        PARETOP_TRY(trial.record.configuration,
                    storage::put_configuration(parts.store, ledger.run.experiment, trial.configuration));
    }
    return storage::put_trial(parts.store, trial.record);
}

Result<Verdict> RunLoop::State::store_outcome(executor::Evaluation& evaluation, Open& trial) {
    if (trial.last) {
        PARETOP_CHECK(store_last(evaluation));
        return Verdict{};
    }
    auto& record = trial.record;
    record.status.clear();
    record.progress = -1;
    record.started_ns = evaluation.started_ns;
    if (evaluation.cancelled) {
        record.state = TrialState::asked;
        record.started_ns = 0;
        PARETOP_CHECK(store_open(trial));
        return Verdict{};
    }
    const bool again = history.asks.is_again(evaluation.number);
    auto verdict = ledger.judge(evaluation.number, evaluation.failed, evaluation.reason, again, evaluation.measurements,
                                parts.clock.now_ns(), ledger.run.active_ns);
    record.state = verdict.failed ? TrialState::failed : TrialState::done;
    record.reason = verdict.failed ? verdict.reason : verdict.feasible() ? evaluation.mark : verdict.score->missed;
    record.feasible = verdict.failed || verdict.feasible();
    record.ended_ns = std::max(evaluation.ended_ns, evaluation.started_ns);
    record.realised = evaluation.realised;
    if (!again) record.tell_index = history.told++;
    PARETOP_CHECK(store_open(trial));
    const auto run = ledger.run.id;
    PARETOP_CHECK(storage::insert_measurements(parts.store, run, evaluation.measurements));
    PARETOP_CHECK(storage::insert_intermediates(parts.store, run, evaluation.intermediates));
    PARETOP_CHECK(storage::insert_executions(parts.store, run, evaluation.executions));
    if (!evaluation.log.empty())
        PARETOP_CHECK(
            storage::put_artifact(parts.store, {record.key, "log", "log", std::move(evaluation.log), evaluation.log_total}));
    for (const auto left : verdict.left) PARETOP_CHECK(storage::mark_left(parts.store, run, left, evaluation.number));
    if (verdict.entered) PARETOP_CHECK(storage::insert_front(parts.store, run, *verdict.entered));
    return verdict;
}

void RunLoop::State::after_commit(const std::vector<executor::Evaluation>& batch, const std::vector<Verdict>& verdicts) {
    for (std::size_t i = 0; i < batch.size(); ++i) {
        const auto trial = std::move(open.extract(batch[i].number).mapped());
        if (batch[i].cancelled || trial.last) continue;
        const bool pruned = batch[i].reason.starts_with(measure::k_pruned);
        if (!verdicts[i].failed || pruned) steps.learn(batch[i].intermediates, !pruned);
        if (trial.record.tell_index >= 0) parts.searcher.tell(to_outcome(history.asks.of(batch[i].number), verdicts[i]));
        if (observer.trial) observer.trial(trial.record, verdicts[i], ledger.run);
    }
    if (!batch.empty()) lose_patience();
}

void RunLoop::State::lose_patience() {
    const auto& run = ledger.run;
    if (run.done > 0 || run.failed < std::min(k_patience, run.budget) || goal) return;
    const auto baseline = storage::get_trial(parts.store, {run.id, 0});
    auto reason = fmt::format("all of the first {} trials to end failed; the baseline: {}", run.failed,
                              baseline ? baseline->reason : baseline.error().message());
    if (!open.empty()) reason += fmt::format("; {} more, cut short, would be asked again if it were resumed", open.size());
    finish_now(RunState::failed, std::move(reason));
}

}  // namespace paretop::job
