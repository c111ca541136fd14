PRAGMA application_id = 1885434469;
PRAGMA user_version = 4;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
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
INSERT INTO experiment VALUES(1,'synthetic',1,'tune','Made up for tests.',replace('[experiment]\nname = "synthetic"\nkind = "tune"\nabout = "Made up for tests."\n\n[[parameter]]\nname = "level"\ntype = "int"\nrange = [1, 19]\ndefault = 1\n\n[[parameter]]\nname = "wlog"\ntype = "int"\nrange = [10, 27]\ndefault = 10\n\n[[parameter]]\nname = "block"\ntype = "int"\nrange = [0, 1048575]\ndefault = 0\n\n[command]\nrun = ["true"]\n\n[[metric]]\nname = "wall_s"\nfrom = "wall_s"\n\n[[metric]]\nname = "bytes"\nfrom = "report"\n\n[[objective]]\nmetric = "wall_s"\ngoal = "minimize"\n\n[[objective]]\nmetric = "bytes"\ngoal = "minimize"\n','\n',char(10)),'/',1700000000000000000);
CREATE TABLE parameter (
    experiment INTEGER NOT NULL REFERENCES experiment ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    definition TEXT NOT NULL,
    PRIMARY KEY (experiment, position)
) STRICT, WITHOUT ROWID;
INSERT INTO parameter VALUES(1,0,'level','int','{"default":1,"range":[1,19]}');
INSERT INTO parameter VALUES(1,1,'wlog','int','{"default":10,"range":[10,27]}');
INSERT INTO parameter VALUES(1,2,'block','int','{"default":0,"range":[0,1048575]}');
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
INSERT INTO metric VALUES(1,0,'wall_s','wall_s','s','minimize',0,'','');
INSERT INTO metric VALUES(1,1,'bytes','report','bytes','minimize',1,'','');
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
, repeated INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO run VALUES(1,1,'done',1,12,12,1,'auto','random','','0.1.0',1700000000000000000,1700000000000000000,1700000000120000000,120000000,12,12,0,6,0.91666666666666662965,'[1.2,3700000]',0);
CREATE TABLE configuration (
    id INTEGER PRIMARY KEY,
    experiment INTEGER NOT NULL REFERENCES experiment ON DELETE CASCADE,
    hash BLOB NOT NULL,
    json TEXT NOT NULL,
    compact BLOB NOT NULL,
    UNIQUE (experiment, hash)
) STRICT;
INSERT INTO configuration VALUES(1,1,X'e220a8397b1dcdafe4d971771b652c20','{"block":0,"level":1,"wlog":10}',X'7b22626c6f636b223a302c226c6576656c223a312c22776c6f67223a31307d');
INSERT INTO configuration VALUES(2,1,X'910a2dec89025cc1f3203e9039f4a821','{"block":0,"level":2,"wlog":10}',X'7b22626c6f636b223a302c226c6576656c223a322c22776c6f67223a31307d');
INSERT INTO configuration VALUES(3,1,X'975835de1c9756cef75f04cbb5a1a1dd','{"block":0,"level":3,"wlog":10}',X'7b22626c6f636b223a302c226c6576656c223a332c22776c6f67223a31307d');
INSERT INTO configuration VALUES(4,1,X'1d0b14e4db018fedc164bb7b2b9b3e3a','{"block":0,"level":4,"wlog":10}',X'7b22626c6f636b223a302c226c6576656c223a342c22776c6f67223a31307d');
INSERT INTO configuration VALUES(5,1,X'6e73e372e2338aca16b1cba95fc60262','{"block":0,"level":5,"wlog":10}',X'7b22626c6f636b223a302c226c6576656c223a352c22776c6f67223a31307d');
INSERT INTO configuration VALUES(6,1,X'63033b0ca389c35ae8f938e3d92c0f81','{"block":0,"level":6,"wlog":10}',X'7b22626c6f636b223a302c226c6576656c223a362c22776c6f67223a31307d');
INSERT INTO configuration VALUES(7,1,X'bd64a5d9adefe0006c1e186443822970','{"block":0,"level":7,"wlog":10}',X'7b22626c6f636b223a302c226c6576656c223a372c22776c6f67223a31307d');
INSERT INTO configuration VALUES(8,1,X'63cbe1e459320dd788fca0195de67e12','{"block":0,"level":8,"wlog":10}',X'7b22626c6f636b223a302c226c6576656c223a382c22776c6f67223a31307d');
INSERT INTO configuration VALUES(9,1,X'9e5651b0ef953636e62b6430f1260052','{"block":0,"level":9,"wlog":10}',X'7b22626c6f636b223a302c226c6576656c223a392c22776c6f67223a31307d');
INSERT INTO configuration VALUES(10,1,X'aeaf52febe706064d484a1e7c35a0b13','{"block":0,"level":10,"wlog":10}',X'7b22626c6f636b223a302c226c6576656c223a31302c22776c6f67223a31307d');
INSERT INTO configuration VALUES(11,1,X'088712be8a582fca6fc5530939fb94c3','{"block":0,"level":11,"wlog":10}',X'7b22626c6f636b223a302c226c6576656c223a31312c22776c6f67223a31307d');
INSERT INTO configuration VALUES(12,1,X'50f5647d2380309dbaa32132e1340f17','{"block":0,"level":12,"wlog":10}',X'7b22626c6f636b223a302c226c6576656c223a31322c22776c6f67223a31307d');
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
INSERT INTO trial VALUES(1,0,1,'done',1,'baseline',0,0,1700000000000000000,1700000000000000000,1700000000010000000,'','',NULL,'');
INSERT INTO trial VALUES(1,1,2,'done',1,'random',1,1,1700000000010000000,1700000000010000000,1700000000020000000,'','',NULL,'');
INSERT INTO trial VALUES(1,2,3,'done',1,'random',2,2,1700000000020000000,1700000000020000000,1700000000030000000,'','',NULL,'');
INSERT INTO trial VALUES(1,3,4,'done',1,'random',3,3,1700000000030000000,1700000000030000000,1700000000040000000,'','',NULL,'');
INSERT INTO trial VALUES(1,4,5,'done',1,'random',4,4,1700000000040000000,1700000000040000000,1700000000050000000,'','',NULL,'');
INSERT INTO trial VALUES(1,5,6,'done',1,'random',5,5,1700000000050000000,1700000000050000000,1700000000060000000,'','',NULL,'');
INSERT INTO trial VALUES(1,6,7,'done',1,'random',6,6,1700000000060000000,1700000000060000000,1700000000070000000,'','',NULL,'');
INSERT INTO trial VALUES(1,7,8,'done',1,'random',7,7,1700000000070000000,1700000000070000000,1700000000080000000,'','',NULL,'');
INSERT INTO trial VALUES(1,8,9,'done',1,'random',8,8,1700000000080000000,1700000000080000000,1700000000090000000,'','',NULL,'');
INSERT INTO trial VALUES(1,9,10,'done',1,'random',9,9,1700000000090000000,1700000000090000000,1700000000100000000,'','',NULL,'');
INSERT INTO trial VALUES(1,10,11,'done',1,'random',10,10,1700000000100000000,1700000000100000000,1700000000110000000,'','',NULL,'');
INSERT INTO trial VALUES(1,11,12,'done',1,'random',11,11,1700000000110000000,1700000000110000000,1700000000120000000,'','',NULL,'');
CREATE TABLE measurement (
    run INTEGER NOT NULL,
    trial INTEGER NOT NULL,
    metric INTEGER NOT NULL,
    repeat INTEGER NOT NULL,
    value REAL NOT NULL,
    PRIMARY KEY (run, trial, metric, repeat),
    FOREIGN KEY (run, trial) REFERENCES trial ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
INSERT INTO measurement VALUES(1,0,0,0,0.056818709844056611291);
INSERT INTO measurement VALUES(1,0,1,0,3184903.8783557410351);
INSERT INTO measurement VALUES(1,1,0,0,0.095766653527683598401);
INSERT INTO measurement VALUES(1,1,1,0,2811947.5004265541209);
INSERT INTO measurement VALUES(1,2,0,0,0.1295331555190094297);
INSERT INTO measurement VALUES(1,2,1,0,2830750.0905858827755);
INSERT INTO measurement VALUES(1,3,0,0,0.20985764747951268782);
INSERT INTO measurement VALUES(1,3,1,0,2712634.9862560746259);
INSERT INTO measurement VALUES(1,4,0,0,0.24467582886433852928);
INSERT INTO measurement VALUES(1,4,1,0,2742407.2059167143888);
INSERT INTO measurement VALUES(1,5,0,0,0.18627558910276240111);
INSERT INTO measurement VALUES(1,5,1,0,2472223.6522861784323);
INSERT INTO measurement VALUES(1,6,0,0,0.3336259055369104054);
INSERT INTO measurement VALUES(1,6,1,0,2573804.1908699274063);
INSERT INTO measurement VALUES(1,7,0,0,0.34241944913132293937);
INSERT INTO measurement VALUES(1,7,1,0,2388330.0513537516816);
INSERT INTO measurement VALUES(1,8,0,0,0.36944575306690169425);
INSERT INTO measurement VALUES(1,8,1,0,2291938.673356203828);
INSERT INTO measurement VALUES(1,9,0,0,0.32191768855098679136);
INSERT INTO measurement VALUES(1,9,1,0,2315120.1915846415795);
INSERT INTO measurement VALUES(1,10,0,0,0.40351127788234325555);
INSERT INTO measurement VALUES(1,10,1,0,1953846.2400179083924);
INSERT INTO measurement VALUES(1,11,0,0,0.64719869856696732313);
INSERT INTO measurement VALUES(1,11,1,0,2227924.6493590250611);
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
INSERT INTO execution VALUES(1,0,0,'run',0,1700000000000000000,10000000,5000000,1111111,5242880,0,0);
INSERT INTO execution VALUES(1,1,0,'run',0,1700000000010000000,10000000,5000000,1111111,5242880,0,0);
INSERT INTO execution VALUES(1,2,0,'run',0,1700000000020000000,10000000,5000000,1111111,5242880,0,0);
INSERT INTO execution VALUES(1,3,0,'run',0,1700000000030000000,10000000,5000000,1111111,5242880,0,0);
INSERT INTO execution VALUES(1,4,0,'run',0,1700000000040000000,10000000,5000000,1111111,5242880,0,0);
INSERT INTO execution VALUES(1,5,0,'run',0,1700000000050000000,10000000,5000000,1111111,5242880,0,0);
INSERT INTO execution VALUES(1,6,0,'run',0,1700000000060000000,10000000,5000000,1111111,5242880,0,0);
INSERT INTO execution VALUES(1,7,0,'run',0,1700000000070000000,10000000,5000000,1111111,5242880,0,0);
INSERT INTO execution VALUES(1,8,0,'run',0,1700000000080000000,10000000,5000000,1111111,5242880,0,0);
INSERT INTO execution VALUES(1,9,0,'run',0,1700000000090000000,10000000,5000000,1111111,5242880,0,0);
INSERT INTO execution VALUES(1,10,0,'run',0,1700000000100000000,10000000,5000000,1111111,5242880,0,0);
INSERT INTO execution VALUES(1,11,0,'run',0,1700000000110000000,10000000,5000000,1111111,5242880,0,0);
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
INSERT INTO front VALUES(1,1,0,1700000000000000000,10000000,1,0.5,'[0.05681870984405661,3184903.878355741]',NULL);
INSERT INTO front VALUES(2,1,1,1700000000010000000,20000000,2,0.66666666666666674068,'[0.0957666535276836,2811947.500426554]',NULL);
INSERT INTO front VALUES(3,1,3,1700000000030000000,40000000,3,0.8000000000000000444,'[0.2098576474795127,2712634.9862560746]',5);
INSERT INTO front VALUES(4,1,5,1700000000050000000,60000000,3,0.85714285714285720629,'[0.1862755891027624,2472223.6522861784]',NULL);
INSERT INTO front VALUES(5,1,7,1700000000070000000,80000000,4,0.88888888888888883954,'[0.34241944913132294,2388330.0513537517]',9);
INSERT INTO front VALUES(6,1,8,1700000000080000000,90000000,5,0.9000000000000000222,'[0.3694457530669017,2291938.673356204]',NULL);
INSERT INTO front VALUES(7,1,9,1700000000090000000,100000000,5,0.90909090909090906063,'[0.3219176885509868,2315120.1915846416]',NULL);
INSERT INTO front VALUES(8,1,10,1700000000100000000,110000000,6,0.91666666666666662965,'[0.40351127788234326,1953846.2400179084]',NULL);
CREATE TABLE request (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
    at_ns INTEGER NOT NULL,
    verb TEXT NOT NULL,
    argument TEXT NOT NULL,
    handled_ns INTEGER,
    answer TEXT NOT NULL
) STRICT;
CREATE TABLE event (
    id INTEGER PRIMARY KEY,
    run INTEGER REFERENCES run ON DELETE CASCADE,
    trial INTEGER,
    at_ns INTEGER NOT NULL,
    level TEXT NOT NULL CHECK (level = 'info' OR level = 'warning' OR level = 'error'),
    kind TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;
INSERT INTO event VALUES(1,1,NULL,1700000000000000000,'info','started','started at trial 0 of 12');
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
INSERT INTO profile VALUES(1,1,5,'made-up','lotus','["/tmp/made-up"]','complete',1700000000000000000,100,400,3,'["made up"]');
CREATE TABLE omission (
    profile INTEGER NOT NULL REFERENCES profile ON DELETE CASCADE,
    kind TEXT NOT NULL,
    place TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (profile, kind)
) STRICT, WITHOUT ROWID;
INSERT INTO omission VALUES(1,'cut line','x:4',1);
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
    trend_ns TEXT NOT NULL, blocks INTEGER, mean_error_ns REAL,
    PRIMARY KEY (profile, number)
) STRICT, WITHOUT ROWID;
INSERT INTO operation VALUES(1,0,'Crop','operation',3,30.0,30.0,10.0,1.0,9.5,10.0,10.499999999999999999,10.80000000000000071,10.980000000000000425,9,11,3,3,0.0,0,1,'[10]',2,0.5);
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
INSERT INTO lane VALUES(1,0,12,12,'worker','worker 12',3,0,30.0,0.0,0.0,100,400);
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
, checksum INTEGER) STRICT;
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
INSERT INTO function VALUES(1,0,'decode_mcu','libjpeg.so.62',1.5,1.5,150);
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
INSERT INTO function_map VALUES(1,'Crop',0,20,20,1.0,1.5,150);
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
INSERT INTO call_edge VALUES(1,0,0,7,120.0);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('run',1);
INSERT INTO sqlite_sequence VALUES('profile',1);
CREATE INDEX run_by_experiment ON run (experiment);
CREATE INDEX trial_failed ON trial (run, number) WHERE state = 'failed';
CREATE INDEX trial_unfinished ON trial (run, number) WHERE state IN ('asked', 'running');
CREATE INDEX request_open ON request (run) WHERE handled_ns IS NULL;
CREATE INDEX event_by_run ON event (run);
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
CREATE INDEX profile_by_trial ON profile (run, trial) WHERE run IS NOT NULL;
CREATE UNIQUE INDEX operation_sample_by_lane
    ON operation_sample (profile, batches, lane, sequence, first_ns, last_ns, count, bytes);
CREATE INDEX function_map_by_function ON function_map (profile, function);
CREATE INDEX call_by_function ON call (profile, function);
CREATE INDEX call_edge_by_callee ON call_edge (profile, callee);
CREATE VIEW profiles AS
SELECT id AS profile, name, run, trial, format, state, records, (last_ns - first_ns) / 1e9 AS span_s, sources, remarks,
       datetime(created_ns / 1000000000, 'unixepoch') AS created
FROM profile;
CREATE VIEW operations AS
SELECT profile, name AS operation, kind, count, total_ns / 1e9 AS total_s, self_ns / 1e9 AS self_s, mean_ns / 1e6 AS mean_ms,
       median_ns / 1e6 AS median_ms, p90_ns / 1e6 AS p90_ms, p99_ns / 1e6 AS p99_ms, deviation_ns / 1e6 AS deviation_ms
FROM operation;
COMMIT;
