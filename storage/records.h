// What the store holds, as plain values. Times are nanoseconds since the epoch unless a name says otherwise.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace paretop::storage {

using ExperimentId = std::int64_t;
using RunId = std::int64_t;        // what a person calls "run 17"
using TrialNumber = std::int64_t;  // 0 is the baseline; dense within a run, in the order of asking
using ConfigurationId = std::int64_t;

struct TrialKey {
    RunId run = 0;
    TrialNumber number = 0;
    friend bool operator==(const TrialKey&, const TrialKey&) = default;
    friend auto operator<=>(const TrialKey&, const TrialKey&) = default;
};

// One per (name, content of the file): a changed file is a new revision under the same name.
struct ExperimentRecord {
    ExperimentId id = 0;
    std::string name;
    std::int64_t revision = 1;
    std::string kind;  // tune, sweep, ...
    std::string about;
    std::string spec;       // the experiment file's text, whole
    std::string directory;  // where the file lay: the meaning of {dir}
    std::int64_t created_ns = 0;
    friend bool operator==(const ExperimentRecord&, const ExperimentRecord&) = default;
};

struct ParameterRecord {
    std::int64_t position = 0;  // order of declaration
    std::string name;
    std::string type;
    std::string definition;  // JSON: range, values, log, step, when, default
    friend bool operator==(const ParameterRecord&, const ParameterRecord&) = default;
};

struct MetricRecord {
    std::int64_t position = 0;  // measurement.metric
    std::string name;
    std::string source;           // "wall_s", "file_size:...", ...
    std::string unit;             // "s", "bytes", "" when unknown
    std::string goal;             // minimize, maximize, or empty: not an objective
    std::int64_t objective = -1;  // position among the objectives, −1: none
    std::string threshold;        // as written; empty: none
    std::string bound;            // as written; empty: none
    friend bool operator==(const MetricRecord&, const MetricRecord&) = default;
};

enum class RunState { waiting, running, paused, done, stopped, failed };

struct RunRecord {
    RunId id = 0;
    ExperimentId experiment = 0;
    RunState state = RunState::waiting;
    std::int64_t seed = 0;
    std::int64_t budget = 0;    // trials; may be changed while it runs
    std::int64_t planned = 0;   // the budget it was created with, which the searcher plans with; never changes
    std::int64_t parallel = 1;  // measurements at once
    std::string method;         // as asked for: "auto"
    std::string chosen;         // what auto chose, e.g. "nsga2"; empty until known
    std::string reason;         // why it ended as it did, why auto chose
    std::string version;        // paretop that last drove it
    std::int64_t created_ns = 0;
    std::int64_t started_ns = 0;  // 0: not yet
    std::int64_t ended_ns = 0;    // 0: not yet
    std::int64_t active_ns = 0;   // time of the search up to the last commit: pauses and what is done by request are left out
    // Counters kept in the transaction that changes them; check-store recomputes them.
    std::int64_t asked = 0;  // trials there are, whatever became of them
    std::int64_t done = 0;
    std::int64_t failed = 0;
    std::int64_t repeated = 0;  // of done and failed: repetitions on purpose of earlier trials, which are beyond the budget
    std::int64_t front_size = 0;
    std::optional<double> hypervolume;    // in boxes between reference_point and the first trials' best corner; absent with
                                          // one objective or no front
    std::vector<double> reference_point;  // in minimised objectives; fixed once chosen
    friend bool operator==(const RunRecord&, const RunRecord&) = default;
};

enum class TrialState { asked, running, done, failed };

struct TrialRecord {
    TrialKey key;
    ConfigurationId configuration = 0;
    TrialState state = TrialState::asked;
    std::string origin;            // baseline, listed, again, or the method (and arm) that proposed it
    std::int64_t told_before = 0;  // outcomes the searcher had been told when it made this ask
    std::int64_t tell_index = -1;  // place of this outcome among the tells, −1: not told yet
    std::int64_t asked_ns = 0;
    std::int64_t started_ns = 0;
    std::int64_t ended_ns = 0;
    std::string reason;    // of a failure: "timeout after 30 s"
    std::string status;    // what the program last said of itself
    double progress = -1;  // 0 to 1, −1: unknown
    bool feasible = true;  // all bounds and keep-thresholds hold
    std::string realised;  // JSON, what the program really did; empty: nothing reported
    friend bool operator==(const TrialRecord&, const TrialRecord&) = default;
};

struct ConfigurationRecord {
    ConfigurationId id = 0;
    std::string hash;     // 16 bytes, see space::content_hash
    std::string json;     // canonical: keys sorted, inactive parameters absent
    std::string compact;  // space::encode
    friend bool operator==(const ConfigurationRecord&, const ConfigurationRecord&) = default;
};

struct MeasurementRecord {
    TrialNumber trial = 0;
    std::int64_t metric = 0;  // MetricRecord::position
    std::int64_t repeat = 0;  // 0, 1, ...; warm-ups are negative: −1 is the last one before repeat 0
    double value = 0;         // finite
    friend bool operator==(const MeasurementRecord&, const MeasurementRecord&) = default;
};

struct IntermediateRecord {
    TrialNumber trial = 0;
    std::int64_t metric = 0;
    std::int64_t repeat = 0;
    std::int64_t step = 0;
    double value = 0;
    friend bool operator==(const IntermediateRecord&, const IntermediateRecord&) = default;
};

enum class Phase { build, warmup, run, verify };

// One child process that ran for a trial, with the resources of its whole tree.
struct ExecutionRecord {
    TrialNumber trial = 0;
    std::int64_t sequence = 0;  // order within the trial
    Phase phase = Phase::run;
    std::int64_t repeat = 0;
    std::int64_t started_ns = 0;
    std::int64_t wall_ns = 0;
    std::int64_t user_ns = 0;
    std::int64_t sys_ns = 0;
    std::int64_t max_rss = 0;  // bytes
    std::int64_t exit_code = 0;
    std::int64_t signal = 0;  // 0: exited by itself
    friend bool operator==(const ExecutionRecord&, const ExecutionRecord&) = default;
};

// A trial that entered the front, and the trial that pushed it out, if any.
struct FrontRecord {
    TrialNumber trial = 0;
    std::int64_t entered_ns = 0;
    std::int64_t active_ns = 0;   // the run's active time at that moment
    std::int64_t front_size = 0;  // after it entered
    std::optional<double> hypervolume;
    std::vector<double> objectives;  // aggregated, in the experiment's own senses
    std::optional<TrialNumber> left_by;
    friend bool operator==(const FrontRecord&, const FrontRecord&) = default;
};

enum class Level { info, warning, error };

struct EventRecord {
    std::int64_t id = 0;
    std::optional<RunId> run;
    std::optional<TrialNumber> trial;
    std::int64_t at_ns = 0;
    Level level = Level::info;
    std::string kind;  // started, paused, resumed, chose, failed, ...
    std::string text;
    friend bool operator==(const EventRecord&, const EventRecord&) = default;
};

struct RequestRecord {
    std::int64_t id = 0;
    RunId run = 0;
    std::int64_t at_ns = 0;
    std::string verb;      // pause, stop, budget, again, …; rest: how the run stood before an engine opened it
    std::string argument;  // JSON or empty
    std::optional<std::int64_t> handled_ns;
    std::string answer;
    friend bool operator==(const RequestRecord&, const RequestRecord&) = default;
};

struct ArtifactRecord {
    TrialKey trial;
    std::string kind;  // log, build_log, tensor, ...
    std::string name;
    std::string content;           // what was kept
    std::int64_t total_bytes = 0;  // what there was
    friend bool operator==(const ArtifactRecord&, const ArtifactRecord&) = default;
};

}  // namespace paretop::storage
