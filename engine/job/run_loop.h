// The one place where search, execution, front and store meet: drives one run from wherever its history stands.
#pragma once

#include <functional>
#include <memory>

#include "engine/executor/executor.h"
#include "engine/job/ledger.h"
#include "engine/search/searcher.h"
#include "storage/base/clock.h"
#include "storage/store.h"

namespace paretop::job {

struct OpenTrial {  // that has not ended yet
    storage::TrialNumber number = 0;
    Nanoseconds elapsed = 0;  // since it was handed out
    std::string status;       // as it last reported
    double progress = -1;     // 0 to 1; −1: not reported
};

// What a foreground run shows. `trial` and `event` are called after the commit; any may be empty.
struct Observer {
    std::function<void(const storage::TrialRecord&, const Verdict&, const storage::RunRecord&)> trial;
    std::function<void(const storage::EventRecord&)> event;
    std::function<void(const OpenTrial&)> waiting;  // five times a second while trials are open: the one that takes longest
    std::function<void(std::int64_t made, std::int64_t wanted)> compared;  // measurements of a comparison in turns
};

class ProfileTaker;

struct Profiling {  // how trials of the run are profiled; without a taker none is
    ProfileTaker* taker = nullptr;
    executor::Executor* executor = nullptr;  // of profiled(spec), for requests; null: the run's own does it (kind profile)
};

struct RunParts {  // all outlive the loop; `store` is used by nobody else
    boost::asio::io_context& loop;
    storage::Store& store;
    storage::Syncer& syncer;
    executor::Executor& executor;
    search::Searcher& searcher;
    const Clock& clock;
    Profiling profiling = {};
};

// How it went with the run when the loop has ended; the store says the same.
struct RunEnd {
    storage::RunState state = storage::RunState::done;
    std::string reason;
};

class RunLoop {
  public:
    RunLoop(RunParts parts, const spec::Spec& spec, storage::RunRecord run, Observer observer);
    ~RunLoop();

    // Replays the history, then runs until the budget, the space or the patience of its owner ends. Blocks in the event loop.
    // An error is one of the store (nothing that was committed is lost; the run can be resumed) or of the replay.
    Result<RunEnd> run();
    // Newest request that it has seen; 0: none.
    [[nodiscard]] std::int64_t last_request() const;

    // From handlers on the loop.
    void pause();    // running trials finish; called again, they are stopped and will be measured again on resume
    void suspend();  // as pause, called twice: for SIGTERM
    void progressed(const executor::Progress& progress);  // LocalOptions::progress leads here
    void profile_started();                               // that of Profiling::executor

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace paretop::job
