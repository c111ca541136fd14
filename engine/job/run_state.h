// The insides of RunLoop, shared by its rooms: life (run_loop.cpp), trials (run_trials.cpp), the last round (run_last.cpp),
// profiles (run_profile.cpp), comparisons in turns (run_compare.cpp), requests (run_requests.cpp) and how it rests
// (run_rest.cpp).
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <map>
#include <set>

#include "engine/job/comparing.h"
#include "engine/job/profile_taker.h"
#include "engine/job/repeat_judge.h"
#include "engine/job/replay.h"
#include "engine/job/run_loop.h"
#include "engine/measure/pruning.h"
#include "engine/measure/turns.h"

namespace paretop::job {

using storage::RunState;
using storage::TrialNumber;
using storage::TrialState;

inline constexpr std::string_view k_rest = "rest";  // RequestRecord::verb: by an engine, of how the run stood before it

struct Open {  // a trial between its ask and its outcome
    storage::TrialRecord record;
    storage::ConfigurationRecord configuration;
    bool dirty = true;       // the store does not hold this yet
    Nanoseconds since = 0;   // steady: when it was submitted
    bool last = false;       // it has its outcome, and is being measured for the last round or to check for drift
    std::int64_t first = 0;  // repeat of that
};

struct ProfileRequest {
    TrialNumber trial = 0;
    std::int64_t request = 0;
    std::string wrong;  // with one of its runs
};

struct CompareRequest {  // two trials to be measured once more, in turns
    std::int64_t request = 0;
    Turns turns;
    std::int64_t first = 0;  // repeat of its round
    TurnsMade made;
    std::string wrong;  // why it ends early
};

struct RunLoop::State {
    State(RunParts p, const spec::Spec& s, storage::RunRecord run, Observer o)
        : parts(p),
          spec(s),
          ledger(s, run),
          observer(std::move(o)),
          steps(s),
          before(std::move(run)),
          tick(p.loop),
          ask_timer(p.loop) {}

    RunParts parts;
    const spec::Spec& spec;
    Ledger ledger;
    Observer observer;
    measure::StepHistory steps;  // of trials that have ended
    storage::RunRecord before;   // as it was when the loop started
    Replayed history;

    std::map<TrialNumber, Open> open;                            // submitted to the executor
    std::deque<std::pair<Open, space::Configuration>> resubmit;  // asked by an earlier engine, or repetitions on purpose
    std::deque<TrialNumber> last_queue;                          // of the front, to be measured once more
    std::set<TrialNumber> last_made;                             // had their last round, or failed in it
    std::vector<executor::Evaluation> finished;                  // evaluated, not yet committed
    std::vector<storage::EventRecord> events;                    // to go with the next commit
    std::deque<ProfileRequest> profile_queue;                    // to be profiled when nothing else runs
    std::optional<ProfileRequest> profile_now;                   // being profiled
    std::deque<CompareRequest> compare_queue;                    // the first one is being measured when nothing else runs
    bool profiler_ready = false;                                 // its executor is prepared
    bool dirty = false;                                          // an open trial changed
    bool ask_timer_armed = false;
    std::int64_t commits = 0;
    bool flush_posted = false;
    bool ready = false;           // the executor is prepared
    bool searching = true;        // false: only repetitions on purpose are run
    bool comparing_only = false;  // it rested, and was opened for nothing but comparisons: whatever ends them, it rests as before
    bool draining = false;        // no new trials
    bool ended = false;
    std::optional<RunEnd> goal;               // what it is being ended as
    RunEnd rest{RunState::paused, "paused"};  // how it stands where nothing is searched
    std::int64_t rest_request = 0;            // which keeps that; 0: none
    std::int64_t last_request = 0;            // newest that was seen
    std::string exhausted;                    // why the searcher has nothing left
    std::optional<Error> error;
    Nanoseconds spent = 0, spent_until = 0;  // active time of the run, at that moment (steady)
    bool aside = false;                      // what is done since then does not count
    std::int64_t seen_version = -1;
    boost::asio::steady_timer tick, ask_timer;

    // --- life ----------------------------------------------------------------------------------------------------------
    Result<RunEnd> run();
    Result<void> take_up();
    Result<void> learn_steps();
    void prepared(const Result<void>& result);
    void end();
    void abort(Error e);

    // --- at rest -------------------------------------------------------------------------------------------------------
    std::optional<std::string> recall_rest(const storage::RequestRecord& request);
    Result<void> keep_rest();
    void forget_rest();

    // --- trials --------------------------------------------------------------------------------------------------------
    void fill();
    void fill_slots();
    void keep_time();
    bool next();
    // Where nothing is searched, trials that an earlier engine left wait for it to go on: only what is asked for now is run.
    std::deque<std::pair<Open, space::Configuration>>::iterator next_unfinished();
    bool ask();
    void submit(Open trial, space::Configuration configuration);
    void arm_ask_timer();
    void give(executor::Job job);
    void watch(executor::Job& job);
    void progressed(const executor::Progress& progress);
    void post_flush();
    void flush();
    Result<void> store_open(Open& trial);
    Result<Verdict> store_outcome(executor::Evaluation& evaluation, Open& trial);
    void after_commit(const std::vector<executor::Evaluation>& batch, const std::vector<Verdict>& verdicts);
    void lose_patience();

    // --- the last round ------------------------------------------------------------------------------------------------
    bool measured_here() const;
    bool begin_last_round();
    [[nodiscard]] std::int64_t last_repeats() const;
    bool submit_last(TrialNumber number);
    bool submit_again(TrialNumber number, std::int64_t first, std::int64_t repeats);
    bool check_due() const;
    bool submit_check();
    Result<void> store_check(executor::Evaluation& evaluation);
    Result<void> store_rows(executor::Evaluation& evaluation);
    Result<void> store_last(executor::Evaluation& evaluation);
    void note_drift(std::span<const storage::MeasurementRecord> now);

    // --- profiles ------------------------------------------------------------------------------------------------------
    bool profiles_trials() const;
    void profile_along(executor::Job& job);
    void follow_profile();
    void store_profiled();
    std::string take_profile(TrialNumber number, std::string_view cut, bool more);
    std::optional<std::string> queue_profile(TrialNumber number, std::int64_t request);
    bool knows_request(std::int64_t request) const;
    bool profile_next();
    void submit_profile();
    void profile_made(const executor::Evaluation& made);
    void answer_profile(const std::string& answer);

    // --- comparisons ---------------------------------------------------------------------------------------------------
    std::optional<std::string> queue_comparison(const storage::RequestRecord& request);
    bool compare_next();
    bool submit_turn(const CompareRequest& now);
    Result<void> store_turn(executor::Evaluation& evaluation);
    void answer_comparison(const CompareRequest& done);

    // --- requests ------------------------------------------------------------------------------------------------------
    void arm_tick();
    void show_oldest() const;
    void look_for_requests();
    std::optional<std::string> handle(const storage::RequestRecord& request);
    std::string repeat_trial(TrialNumber trial);
    void drain(RunState as, std::string reason);
    void pause();
    void finish_now(RunState as, std::string reason);

    void note(storage::Level level, std::string kind, std::string text, std::optional<TrialNumber> trial = {});
    // Time of the search, which the budget is for: it stands while only requests are done.
    Nanoseconds active() const { return spent + (aside ? 0 : parts.clock.steady_ns() - spent_until); }
};

}  // namespace paretop::job
