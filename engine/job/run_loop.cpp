#include "engine/job/run_loop.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <charconv>
#include <chrono>
#include <deque>
#include <map>

#include "engine/job/replay.h"

namespace paretop::job {
namespace {

using storage::RunState;
using storage::TrialNumber;
using storage::TrialState;

constexpr auto k_tick = std::chrono::milliseconds(200);      // requests are looked for, changed progress is stored
constexpr auto k_ask_delay = std::chrono::milliseconds(20);  // an ask waits this long to share the commit of its own outcome
constexpr std::int64_t k_patience = 10;                      // trials that may fail before the first success

struct Open {  // a trial between its ask and its outcome
    storage::TrialRecord record;
    storage::ConfigurationRecord configuration;
    bool dirty = true;      // the store does not hold this yet
    Nanoseconds since = 0;  // steady: when it was submitted
};

std::optional<std::int64_t> number_in(const std::string& argument) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(argument.data(), argument.data() + argument.size(), value);
    return error == std::errc() && end == argument.data() + argument.size() ? std::optional(value) : std::nullopt;
}

}  // namespace

struct RunLoop::State {
    State(RunParts p, const spec::Spec& s, storage::RunRecord run, Observer o)
        : parts(p), spec(s), ledger(s, run), observer(std::move(o)), before(std::move(run)), tick(p.loop), ask_timer(p.loop) {}

    RunParts parts;
    const spec::Spec& spec;
    Ledger ledger;
    Observer observer;
    storage::RunRecord before;  // as it was when the loop started
    Replayed history;

    std::map<TrialNumber, Open> open;                            // submitted to the executor
    std::deque<std::pair<Open, space::Configuration>> resubmit;  // asked by an earlier engine, or repetitions on purpose
    std::vector<executor::Evaluation> finished;                  // evaluated, not yet committed
    std::vector<storage::EventRecord> events;                    // to go with the next commit
    bool dirty = false;                                          // an open trial changed
    bool ask_timer_armed = false;
    std::int64_t commits = 0;
    bool flush_posted = false;
    bool ready = false;     // the executor is prepared
    bool searching = true;  // false: only repetitions on purpose are run
    bool draining = false;  // no new trials
    bool ended = false;
    std::optional<RunEnd> goal;  // what it is being ended as
    std::string exhausted;       // why the searcher has nothing left
    std::optional<Error> error;
    Nanoseconds steady_start = 0;
    std::int64_t seen_version = -1;
    boost::asio::steady_timer tick, ask_timer;

    // --- life ----------------------------------------------------------------------------------------------------------
    Result<RunEnd> run();
    Result<void> take_up();
    void prepared(const Result<void>& result);
    void end();
    void abort(Error e);

    // --- trials --------------------------------------------------------------------------------------------------------
    void fill();
    bool next();
    void submit(Open trial, space::Configuration configuration);
    void arm_ask_timer();
    void progressed(const executor::Progress& progress);
    void post_flush();
    void flush();
    Result<void> store_open(Open& trial);
    Result<Verdict> store_outcome(executor::Evaluation& evaluation, Open& trial);
    void after_commit(const std::vector<executor::Evaluation>& batch, const std::vector<Verdict>& verdicts);
    void lose_patience();

    // --- requests ------------------------------------------------------------------------------------------------------
    void arm_tick();
    void show_oldest() const;
    void look_for_requests();
    std::string handle(const storage::RequestRecord& request);
    std::string repeat_trial(TrialNumber trial);
    void drain(RunState as, std::string reason);
    void pause();
    void finish_now(RunState as, std::string reason);

    void note(storage::Level level, std::string kind, std::string text, std::optional<TrialNumber> trial = {});
    Nanoseconds active() const { return before.active_ns + parts.clock.steady_ns() - steady_start; }
};

// --- life --------------------------------------------------------------------------------------------------------------

Result<RunEnd> RunLoop::State::run() {
    PARETOP_CHECK(take_up());
    arm_tick();
    parts.executor.prepare([this](Result<void> result) { prepared(result); });
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
    steady_start = parts.clock.steady_ns();
    auto& run = ledger.run;
    searching = before.state == RunState::waiting || before.state == RunState::running;
    look_for_requests();
    if (error) return tl::unexpected(*error);
    const char* verb = before.state == RunState::waiting   ? "started"
                       : before.state == RunState::running ? "continued after it was cut off"
                                                           : "resumed";
    if (!searching) verb = "opened to repeat trials";
    run.state = RunState::running;
    run.reason.clear();
    run.ended_ns = 0;
    if (run.started_ns == 0) run.started_ns = parts.clock.now_ns();
    run.chosen = parts.searcher.method();
    note(storage::Level::info, "started", fmt::format("{} at trial {} of {}", verb, history.next, run.budget));
    if (before.state == RunState::waiting)
        note(storage::Level::info, "chose", fmt::format("method {}: {}", run.chosen, parts.searcher.why()));
    flush();
    return error ? Result<void>(tl::unexpected(*error)) : Result<void>();
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
    if (!goal && !searching) goal = RunEnd{before.state, before.reason};
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
    ended = true;
    parts.loop.stop();
}

// --- trials ------------------------------------------------------------------------------------------------------------

void RunLoop::State::fill() {
    if (ended) return;
    while (ready && !draining && static_cast<std::int64_t>(open.size()) < parts.executor.capacity() && next()) {
    }
    if (open.empty() && finished.empty() && (ready || draining)) end();
}

// Submits one more trial; false: there is none to submit now.
bool RunLoop::State::next() {
    const bool baseline_open = history.told == 0 && open.contains(0);  // relative thresholds need it: it runs alone
    if (baseline_open) return false;
    if (!resubmit.empty()) {
        auto [trial, configuration] = std::move(resubmit.front());
        resubmit.pop_front();
        submit(std::move(trial), std::move(configuration));
        return true;
    }
    if (!searching || !exhausted.empty() || history.asked >= ledger.run.budget) return false;
    if (spec.search.time && active() >= *spec.search.time) return false;
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
    open.emplace(number, std::move(trial));
    dirty = true;
    arm_ask_timer();
    parts.executor.submit(std::move(job), [this](executor::Evaluation evaluation) {
        finished.push_back(std::move(evaluation));
        post_flush();
    });
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

void RunLoop::State::progressed(const executor::Progress& progress) {
    const auto found = open.find(progress.number);
    if (found == open.end()) return;
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
    record.reason = verdict.failed ? verdict.reason : verdict.feasible() ? "" : verdict.score->missed;
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
        if (batch[i].cancelled) continue;
        if (trial.record.tell_index >= 0) parts.searcher.tell(to_outcome(history.asks.of(batch[i].number), verdicts[i]));
        if (observer.trial) observer.trial(trial.record, verdicts[i], ledger.run);
    }
    if (!batch.empty()) lose_patience();
}

void RunLoop::State::lose_patience() {
    const auto& run = ledger.run;
    if (run.done > 0 || run.failed < std::min(k_patience, run.budget) || goal) return;
    const auto last = storage::get_trial(parts.store, {run.id, 0});
    finish_now(RunState::failed, fmt::format("all of the first {} trials failed; the baseline: {}", run.failed,
                                             last ? last->reason : last.error().message()));
}

// --- requests ----------------------------------------------------------------------------------------------------------

void RunLoop::State::arm_tick() {
    tick.expires_after(k_tick);
    tick.async_wait([this](const boost::system::error_code& cancelled) {
        if (cancelled || ended) return;
        const auto version = parts.store.data_version();
        if (!version) return abort(version.error());
        if (*version != std::exchange(seen_version, *version)) look_for_requests();
        if (std::any_of(open.begin(), open.end(), [](const auto& entry) { return entry.second.dirty; })) flush();
        fill();
        if (ended) return;
        show_oldest();
        arm_tick();
    });
}

void RunLoop::State::show_oldest() const {
    if (!observer.waiting || open.empty()) return;
    const auto oldest =
        std::min_element(open.begin(), open.end(), [](const auto& a, const auto& b) { return a.second.since < b.second.since; });
    const auto& record = oldest->second.record;
    observer.waiting({record.key.number, parts.clock.steady_ns() - oldest->second.since, record.status, record.progress});
}

void RunLoop::State::look_for_requests() {
    const auto requests = storage::list_open_requests(parts.store, ledger.run.id);
    if (!requests) return abort(requests.error());
    if (requests->empty()) return;
    std::vector<std::string> answers;
    for (const auto& request : *requests) answers.push_back(handle(request));
    const auto answered = parts.store.write([&]() -> Result<void> {
        for (std::size_t i = 0; i < answers.size(); ++i)
            PARETOP_CHECK(storage::answer_request(parts.store, (*requests)[i].id, parts.clock.now_ns(), answers[i]));
        return {};
    });
    if (!answered) abort(answered.error());
}

// The answer is "ok", or says why nothing was done.
std::string RunLoop::State::handle(const storage::RequestRecord& request) {
    const auto number = number_in(request.argument);
    if (request.verb == "pause") {
        pause();
        return "ok";
    }
    if (request.verb == "stop") {
        finish_now(RunState::stopped, "stopped by request");
        return "ok";
    }
    if (request.verb == "resume") {
        searching = true;
        draining = false;
        goal.reset();
        exhausted.clear();
        return "ok";
    }
    if (request.verb == "budget" && number && *number > 0) {
        ledger.run.budget = *number;
        note(storage::Level::info, "budget", fmt::format("the budget is now {} trials", *number));
        return "ok";
    }
    if (request.verb == "again" && number) return repeat_trial(*number);
    return fmt::format("not understood: {} {}", request.verb, request.argument);
}

std::string RunLoop::State::repeat_trial(TrialNumber number) {
    const auto original = storage::get_trial(parts.store, {ledger.run.id, number});
    if (!original) return original.error().message();
    auto configuration = storage::get_configuration(parts.store, original->configuration);
    if (!configuration) return configuration.error().message();
    auto decoded = space::decode(spec.space, configuration->compact);
    if (!decoded) return decoded.error().message();
    Open trial;
    trial.record.key = {ledger.run.id, history.next++};
    trial.record.origin = k_again;
    trial.record.configuration = original->configuration;
    trial.configuration = std::move(*configuration);
    history.asks.add_again(trial.record.key.number);
    ++ledger.run.asked;
    note(storage::Level::info, "again", fmt::format("trial {} repeats trial {}", trial.record.key.number, number), number);
    resubmit.emplace_back(std::move(trial), std::move(*decoded));
    return "ok";
}

void RunLoop::State::drain(RunState as, std::string reason) {
    draining = true;
    if (!goal || goal->state != RunState::failed) goal = RunEnd{as, std::move(reason)};
    if (!open.empty()) {
        const char* ending = as == RunState::paused ? "pausing" : "ending";
        ledger.run.reason = fmt::format("{}: waiting for {} running", ending, open.size());
        note(storage::Level::info, ending, ledger.run.reason);
    }
    dirty = true;
    post_flush();
}

void RunLoop::State::pause() {
    if (draining) return finish_now(RunState::paused, "paused");
    drain(RunState::paused, "paused");
}

void RunLoop::State::finish_now(RunState as, std::string reason) {
    drain(as, std::move(reason));
    for (const auto& [number, trial] : open) parts.executor.cancel(number);
}

void RunLoop::State::note(storage::Level level, std::string kind, std::string text, std::optional<TrialNumber> trial) {
    storage::EventRecord event;
    event.run = ledger.run.id;
    event.trial = trial;
    event.at_ns = parts.clock.now_ns();
    event.level = level;
    event.kind = std::move(kind);
    event.text = std::move(text);
    events.push_back(std::move(event));
}

// --- the face ----------------------------------------------------------------------------------------------------------

RunLoop::RunLoop(RunParts parts, const spec::Spec& spec, storage::RunRecord run, Observer observer)
    : state_(std::make_unique<State>(parts, spec, std::move(run), std::move(observer))) {}
RunLoop::~RunLoop() = default;

Result<RunEnd> RunLoop::run() { return state_->run(); }

void RunLoop::progressed(const executor::Progress& progress) { state_->progressed(progress); }

void RunLoop::pause() { state_->pause(); }
void RunLoop::suspend() { state_->finish_now(RunState::paused, "paused: the engine was told to end"); }

}  // namespace paretop::job
