#include "storage/migrations.h"

namespace paretop::storage {
namespace {

// CHECKs compare one by one: for IN with more than two words SQLite builds a table for every row.
// Where a record holds −1 or 0 for "none", the column holds NULL. Plural names are views for people with the sqlite3 shell.
constexpr std::string_view k_version_1 = R"sql(
CREATE TABLE experiment (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    revision INTEGER NOT NULL,
    kind TEXT NOT NULL,
    about TEXT NOT NULL,
    spec TEXT NOT NULL,
    directory TEXT NOT NULL,
    created_ns INTEGER NOT NULL,
    UNIQUE (name, revision)
) STRICT;

CREATE TABLE parameter (
    experiment INTEGER NOT NULL REFERENCES experiment ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    definition TEXT NOT NULL,
    PRIMARY KEY (experiment, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE metric (
    experiment INTEGER NOT NULL REFERENCES experiment ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    source TEXT NOT NULL,
    unit TEXT NOT NULL,
    goal TEXT NOT NULL CHECK (goal = '' OR goal = 'minimize' OR goal = 'maximize'),
    objective INTEGER,
    threshold TEXT NOT NULL,
    bound TEXT NOT NULL,
    PRIMARY KEY (experiment, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE run (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    experiment INTEGER NOT NULL REFERENCES experiment,
    state TEXT NOT NULL CHECK (state = 'waiting' OR state = 'running' OR state = 'paused' OR state = 'done' OR state = 'stopped' OR state = 'failed'),
    seed INTEGER NOT NULL,
    budget INTEGER NOT NULL,
    planned INTEGER NOT NULL,
    parallel INTEGER NOT NULL,
    method TEXT NOT NULL,
    chosen TEXT NOT NULL,
    reason TEXT NOT NULL,
    version TEXT NOT NULL,
    created_ns INTEGER NOT NULL,
    started_ns INTEGER,
    ended_ns INTEGER,
    active_ns INTEGER NOT NULL,
    asked INTEGER NOT NULL,
    done INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    front_size INTEGER NOT NULL,
    hypervolume REAL,
    reference_point TEXT NOT NULL
) STRICT;
CREATE INDEX run_by_experiment ON run (experiment);

CREATE TABLE configuration (
    id INTEGER PRIMARY KEY,
    experiment INTEGER NOT NULL REFERENCES experiment ON DELETE CASCADE,
    hash BLOB NOT NULL,
    json TEXT NOT NULL,
    compact BLOB NOT NULL,
    UNIQUE (experiment, hash)
) STRICT;

CREATE TABLE trial (
    run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
    number INTEGER NOT NULL,
    configuration INTEGER NOT NULL REFERENCES configuration,
    state TEXT NOT NULL CHECK (state = 'done' OR state = 'asked' OR state = 'running' OR state = 'failed'),
    feasible INTEGER NOT NULL CHECK (feasible IN (0, 1)),
    origin TEXT NOT NULL,
    told_before INTEGER NOT NULL,
    tell_index INTEGER,
    asked_ns INTEGER NOT NULL,
    started_ns INTEGER,
    ended_ns INTEGER,
    reason TEXT NOT NULL,
    status TEXT NOT NULL,
    progress REAL,
    realised TEXT NOT NULL,
    PRIMARY KEY (run, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX trial_failed ON trial (run, number) WHERE state = 'failed';
CREATE INDEX trial_unfinished ON trial (run, number) WHERE state IN ('asked', 'running');

CREATE TABLE measurement (
    run INTEGER NOT NULL,
    trial INTEGER NOT NULL,
    metric INTEGER NOT NULL,
    repeat INTEGER NOT NULL,
    value REAL NOT NULL,
    PRIMARY KEY (run, trial, metric, repeat),
    FOREIGN KEY (run, trial) REFERENCES trial ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE intermediate (
    run INTEGER NOT NULL,
    trial INTEGER NOT NULL,
    metric INTEGER NOT NULL,
    repeat INTEGER NOT NULL,
    step INTEGER NOT NULL,
    value REAL NOT NULL,
    PRIMARY KEY (run, trial, metric, repeat, step),
    FOREIGN KEY (run, trial) REFERENCES trial ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE execution (
    run INTEGER NOT NULL,
    trial INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    phase TEXT NOT NULL CHECK (phase = 'build' OR phase = 'warmup' OR phase = 'run' OR phase = 'verify'),
    repeat INTEGER NOT NULL,
    started_ns INTEGER NOT NULL,
    wall_ns INTEGER NOT NULL,
    user_ns INTEGER NOT NULL,
    sys_ns INTEGER NOT NULL,
    max_rss INTEGER NOT NULL,
    exit_code INTEGER NOT NULL,
    signal INTEGER NOT NULL,
    PRIMARY KEY (run, trial, sequence),
    FOREIGN KEY (run, trial) REFERENCES trial ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE front (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL,
    trial INTEGER NOT NULL,
    entered_ns INTEGER NOT NULL,
    active_ns INTEGER NOT NULL,
    front_size INTEGER NOT NULL,
    hypervolume REAL,
    objectives TEXT NOT NULL,
    left_by INTEGER,
    UNIQUE (run, trial),
    FOREIGN KEY (run, trial) REFERENCES trial ON DELETE CASCADE
) STRICT;

CREATE TABLE request (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
    at_ns INTEGER NOT NULL,
    verb TEXT NOT NULL,
    argument TEXT NOT NULL,
    handled_ns INTEGER,
    answer TEXT NOT NULL
) STRICT;
CREATE INDEX request_open ON request (run) WHERE handled_ns IS NULL;

CREATE TABLE event (
    id INTEGER PRIMARY KEY,
    run INTEGER REFERENCES run ON DELETE CASCADE,
    trial INTEGER,
    at_ns INTEGER NOT NULL,
    level TEXT NOT NULL CHECK (level = 'info' OR level = 'warning' OR level = 'error'),
    kind TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;
CREATE INDEX event_by_run ON event (run);

CREATE TABLE artifact (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL,
    trial INTEGER NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    total_bytes INTEGER NOT NULL,
    content BLOB NOT NULL,
    UNIQUE (run, trial, kind, name),
    FOREIGN KEY (run, trial) REFERENCES trial ON DELETE CASCADE
) STRICT;

CREATE TABLE note (
    run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
    trial INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (run, trial)
) STRICT, WITHOUT ROWID;

CREATE TABLE tag (
    run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
    tag TEXT NOT NULL,
    PRIMARY KEY (run, tag)
) STRICT, WITHOUT ROWID;

CREATE VIEW runs AS
SELECT run.id AS run, experiment.name AS experiment, experiment.revision, run.state, run.asked, run.done, run.failed,
       run.budget, run.front_size, run.hypervolume, run.method, run.chosen, run.seed, run.reason,
       datetime(run.started_ns / 1000000000, 'unixepoch') AS started, run.active_ns / 1e9 AS active_s
FROM run JOIN experiment ON experiment.id = run.experiment;

CREATE VIEW trials AS
SELECT trial.run, experiment.name AS experiment, trial.number AS trial, trial.state, trial.feasible, trial.origin,
       configuration.json AS configuration, trial.reason, trial.realised,
       datetime(trial.asked_ns / 1000000000, 'unixepoch') AS asked,
       (trial.ended_ns - trial.started_ns) / 1e9 AS duration_s
FROM trial JOIN configuration ON configuration.id = trial.configuration
           JOIN experiment ON experiment.id = configuration.experiment;

CREATE VIEW measurements AS
SELECT measurement.run, measurement.trial, metric.name AS metric, measurement.repeat, measurement.repeat < 0 AS warmup,
       measurement.value, metric.unit
FROM measurement JOIN run ON run.id = measurement.run
                 JOIN metric ON metric.experiment = run.experiment AND metric.position = measurement.metric;

CREATE VIEW fronts AS
SELECT front.run, front.trial, front.objectives, configuration.json AS configuration, front.left_by IS NULL AS on_front,
       front.left_by, front.hypervolume, datetime(front.entered_ns / 1000000000, 'unixepoch') AS entered
FROM front JOIN trial ON trial.run = front.run AND trial.number = front.trial
           JOIN configuration ON configuration.id = trial.configuration;
)sql";

constexpr std::string_view k_version_2 = R"sql(
ALTER TABLE run ADD COLUMN repeated INTEGER NOT NULL DEFAULT 0;
UPDATE run SET repeated =
    (SELECT count(*) FROM trial WHERE trial.run = run.id AND origin = 'again' AND (state = 'done' OR state = 'failed'));
)sql";

constexpr std::string_view k_version_3 = R"sql(
CREATE TABLE profile (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run INTEGER,
    trial INTEGER,
    name TEXT NOT NULL,
    format TEXT NOT NULL,
    sources TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state = 'growing' OR state = 'complete'),
    created_ns INTEGER NOT NULL,
    first_ns INTEGER NOT NULL,
    last_ns INTEGER NOT NULL,
    records INTEGER NOT NULL,
    remarks TEXT NOT NULL,
    CHECK ((run IS NULL) = (trial IS NULL)),
    FOREIGN KEY (run, trial) REFERENCES trial ON DELETE CASCADE
) STRICT;
CREATE INDEX profile_by_trial ON profile (run, trial) WHERE run IS NOT NULL;

CREATE TABLE omission (
    profile INTEGER NOT NULL REFERENCES profile ON DELETE CASCADE,
    kind TEXT NOT NULL,
    place TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (profile, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE operation (
    profile INTEGER NOT NULL REFERENCES profile ON DELETE CASCADE,
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    count INTEGER NOT NULL,
    total_ns REAL NOT NULL,
    self_ns REAL NOT NULL,
    mean_ns REAL NOT NULL,
    deviation_ns REAL NOT NULL,
    p25_ns REAL NOT NULL,
    median_ns REAL NOT NULL,
    p75_ns REAL NOT NULL,
    p90_ns REAL NOT NULL,
    p99_ns REAL NOT NULL,
    least_ns INTEGER NOT NULL,
    most_ns INTEGER NOT NULL,
    below_10_ms INTEGER NOT NULL,
    below_100_us INTEGER NOT NULL,
    quantile_error REAL NOT NULL,
    trend_first_ns INTEGER NOT NULL,
    trend_slice_ns INTEGER NOT NULL,
    trend_ns TEXT NOT NULL,
    PRIMARY KEY (profile, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE lane (
    profile INTEGER NOT NULL REFERENCES profile ON DELETE CASCADE,
    number INTEGER NOT NULL,
    pid INTEGER NOT NULL,
    tid INTEGER NOT NULL,
    role TEXT NOT NULL CHECK (role = 'main' OR role = 'worker' OR role = 'other'),
    name TEXT NOT NULL,
    records INTEGER NOT NULL,
    batches INTEGER NOT NULL,
    busy_ns REAL NOT NULL,
    batch_ns REAL NOT NULL,
    starved_ns REAL NOT NULL,
    first_ns INTEGER NOT NULL,
    last_ns INTEGER NOT NULL,
    PRIMARY KEY (profile, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE operation_sample (
    id INTEGER PRIMARY KEY,
    profile INTEGER NOT NULL REFERENCES profile ON DELETE CASCADE,
    lane INTEGER NOT NULL,
    batches INTEGER NOT NULL CHECK (batches IN (0, 1)),
    sequence INTEGER NOT NULL,
    first_ns INTEGER NOT NULL,
    last_ns INTEGER NOT NULL,
    count INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    summary BLOB NOT NULL,
    records BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX operation_sample_by_lane
    ON operation_sample (profile, batches, lane, sequence, first_ns, last_ns, count, bytes);

CREATE TABLE function (
    profile INTEGER NOT NULL REFERENCES profile ON DELETE CASCADE,
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    module TEXT NOT NULL,
    self_s REAL NOT NULL,
    total_s REAL NOT NULL,
    samples INTEGER NOT NULL,
    PRIMARY KEY (profile, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE function_map (
    profile INTEGER NOT NULL,
    operation TEXT NOT NULL,
    function INTEGER NOT NULL,
    support INTEGER NOT NULL,
    runs INTEGER NOT NULL,
    weight REAL NOT NULL,
    self_s REAL NOT NULL,
    samples INTEGER NOT NULL,
    PRIMARY KEY (profile, operation, function),
    FOREIGN KEY (profile, function) REFERENCES function ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX function_map_by_function ON function_map (profile, function);

CREATE TABLE counter (
    profile INTEGER NOT NULL REFERENCES profile ON DELETE CASCADE,
    operation TEXT NOT NULL,
    function INTEGER NOT NULL,
    name TEXT NOT NULL,
    value REAL NOT NULL,
    PRIMARY KEY (profile, operation, function, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE call (
    profile INTEGER NOT NULL,
    number INTEGER NOT NULL,
    parent INTEGER,
    function INTEGER NOT NULL,
    self_s REAL NOT NULL,
    samples INTEGER NOT NULL,
    PRIMARY KEY (profile, number),
    FOREIGN KEY (profile, function) REFERENCES function ON DELETE CASCADE,
    CHECK (parent < number)
) STRICT, WITHOUT ROWID;
CREATE INDEX call_by_function ON call (profile, function);

CREATE VIEW profiles AS
SELECT id AS profile, name, run, trial, format, state, records, (last_ns - first_ns) / 1e9 AS span_s, sources, remarks,
       datetime(created_ns / 1000000000, 'unixepoch') AS created
FROM profile;

CREATE VIEW operations AS
SELECT profile, name AS operation, kind, count, total_ns / 1e9 AS total_s, self_ns / 1e9 AS self_s, mean_ns / 1e6 AS mean_ms,
       median_ns / 1e6 AS median_ms, p90_ns / 1e6 AS p90_ms, p99_ns / 1e6 AS p99_ms, deviation_ns / 1e6 AS deviation_ms
FROM operation;
)sql";

// Columns that are added are NULL where an earlier version wrote the row.
constexpr std::string_view k_version_4 = R"sql(
ALTER TABLE operation_sample ADD COLUMN checksum INTEGER;
ALTER TABLE operation ADD COLUMN blocks INTEGER;
ALTER TABLE operation ADD COLUMN mean_error_ns REAL;

CREATE TABLE call_edge (
    profile INTEGER NOT NULL,
    caller INTEGER NOT NULL,
    callee INTEGER NOT NULL,
    calls INTEGER NOT NULL,
    cost REAL NOT NULL,
    PRIMARY KEY (profile, caller, callee),
    FOREIGN KEY (profile, caller) REFERENCES function ON DELETE CASCADE,
    FOREIGN KEY (profile, callee) REFERENCES function ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX call_edge_by_callee ON call_edge (profile, callee);
)sql";

constexpr std::string_view k_migrations[] = {k_version_1, k_version_2, k_version_3, k_version_4};

}  // namespace

std::span<const std::string_view> migrations() { return k_migrations; }

}  // namespace paretop::storage
