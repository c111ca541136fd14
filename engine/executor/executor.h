// Where configurations become measurements. One interface for local processes, serve workers and, later, other machines.
// Everything happens on one event loop (boost::asio::io_context) and one thread; no call blocks longer than a system call.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/space/space.h"
#include "engine/spec/spec.h"
#include "storage/base/clock.h"
#include "storage/base/result.h"
#include "storage/records.h"

namespace boost::asio {
class io_context;
}

namespace paretop::process {
class Guardian;
}

namespace paretop::executor {

using storage::TrialNumber;

struct Evaluation;

struct Job {
    TrialNumber number = 0;
    space::Configuration configuration;
    std::string json;        // canonical form of the configuration
    std::int64_t first = 0;  // the repeat to begin with; warm-ups precede it
    // Asked after each repeat that went well, warm-ups left out: which repeat comes next; nullopt: that was the last. `planned`
    // is what the experiment's `repeats` make of it. May set Evaluation::mark. Empty: as planned.
    std::function<std::optional<std::int64_t>(Evaluation& so_far, std::optional<std::int64_t> planned)> judge = {};
    // Told of new intermediate values while the program runs (where the protocol has them); an answer that is not empty ends it
    // at once, as failed for that reason. Empty: never.
    std::function<std::string(std::span<const storage::IntermediateRecord>)> watch = {};
};

// Everything one trial gave, ready to be stored. The executor never touches the store.
struct Evaluation {
    TrialNumber number = 0;
    bool failed = false;
    bool cancelled = false;                    // cancel() reached it: nothing of it counts
    std::string reason;                        // of a failure, one line: "exit code 3: cannot open input.bin"
    std::string mark;                          // of a success: what Job::judge remarks, "raced out after 2 of 5 repeats"
    Nanoseconds started_ns = 0, ended_ns = 0;  // wall clock; started: when its first child (build included) was launched
    std::vector<storage::MeasurementRecord> measurements;  // of the metrics of the spec, warm-ups with negative repeats
    std::vector<storage::IntermediateRecord> intermediates;
    std::vector<storage::ExecutionRecord> executions;
    std::string log;             // kept output, stdout and stderr as they came; escapes and all: whoever shows it cleans it
    std::int64_t log_total = 0;  // bytes there were
    std::string realised;        // JSON from {"realised":{…}} reports, merged; empty: none
};

struct Progress {  // of a trial that is being evaluated; sent when it changes
    TrialNumber number = 0;
    bool running = false;  // its first child has been launched
    std::string status;
    double fraction = -1;
    bool measuring = false;  // its program has been launched, not only its build; said by processes of their own (exec)
};

class Executor {
  public:
    virtual ~Executor() = default;
    // Runs `setup` and starts workers; `ready` is called once from the loop. An error ends the run.
    virtual void prepare(std::function<void(Result<void>)> ready) = 0;
    // `done` is called exactly once, from the loop, never from inside submit(). Builds start as soon as a build slot is
    // free, measurements in the order of submission among those that are built, at most `parallel` at a time, and — unless
    // parallel > 1 — never while another measurement of this executor runs.
    virtual void submit(Job job, std::function<void(Evaluation)> done) = 0;
    // Stops a trial at once: TERM, after a grace of 2 s KILL, to its whole group; its `done` comes with cancelled = true.
    virtual void cancel(TrialNumber number) = 0;
    // Nothing is submitted any more: processes that stay up get a moment to end by themselves. Runs the loop, whose other
    // handlers must bear it.
    virtual void retire() {}
    // How many submissions keep it busy: measurement slots plus builds ahead (serve: the pipelining depth).
    [[nodiscard]] virtual std::int64_t capacity() const = 0;
};

struct LocalOptions {
    std::string scratch;        // folder of this run: {work} slots, live logs; made when needed, emptied at the start
    std::string builds;         // folder of the build cache of this experiment; kept between runs
    std::string cache;          // {cache}
    std::string identity;       // "<store id>:<run>": put into PARETOP_TRIAL of every child as "<identity>:<trial>"
    std::int64_t parallel = 1;  // measurement slots; serve: workers, each with spec.command.in_flight requests open
    std::function<void(const Progress&)> progress;  // may be empty
};

// Chooses exec or serve by the spec. `loop`, `guardian` and `clock` outlive it.
std::unique_ptr<Executor> make_local_executor(boost::asio::io_context& loop, process::Guardian& guardian, const Clock& clock,
                                              const spec::Spec& spec, LocalOptions options);

// Where the output of a trial that is running can be read: grows while it runs, gone when it has ended (then it is in the
// store as artifact "log"). The file exists only once something was printed.
std::string live_log_path(const std::string& scratch, TrialNumber number);

// Where {work} of an executor's only slot lies (of its first, where it has several).
std::string work_folder(const std::string& scratch);

// Kills what an engine that died left behind: every process of this user whose environment holds PARETOP_TRIAL=<identity>:…
// Answers how many there were. Never trusts a stored pid.
std::int64_t kill_leftovers(const std::string& identity);

}  // namespace paretop::executor
