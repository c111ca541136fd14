// The experiment file as checked values. Nothing here is half-valid: read_spec() answers all errors or a whole Spec.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/space/space.h"
#include "storage/base/clock.h"
#include "storage/base/result.h"
#include "storage/records.h"

namespace paretop::spec {

// Nothing is searched for: the defaults and what [[start]] lists are each run once, [profile] runs times, and profiled.
inline constexpr std::string_view k_profile = "profile";
inline constexpr std::string_view k_history = "history";  // kind of an experiment that was imported: there is nothing to run

enum class Protocol { exec, serve, table };  // table: nothing is run, results are looked up

struct Limits {                             // absent: not limited
    std::optional<std::int64_t> memory;     // bytes of address space, each process of the tree
    std::optional<std::int64_t> file_size;  // bytes
    std::optional<std::int64_t> open_files;
    std::optional<Nanoseconds> cpu_time;
    std::int64_t output =
        std::int64_t{256} * 1024;  // bytes of log kept (half from the start, half from the end); the rest is counted
};

// `repeats = 5` is {5, 5, 0}; `repeats = { min = 3, max = 20, until_ci = 0.01 }`: until the 95 % interval of the median
// of every objective is narrower than until_ci · |median| on either side.
struct Repeats {
    std::int64_t min = 1, max = 1;
    double until_ci = 0;
};

struct Command {
    std::vector<std::string> setup;   // once per run, before trial 0; working directory {dir}; idempotent
    std::vector<std::string> build;   // once per configuration (of the parameters it mentions), cached; working directory {build}
    std::vector<std::string> run;     // once per repeat; for serve: the worker, which mentions no parameter
    std::vector<std::string> verify;  // after each repeat; exit code 0 is right
    Protocol protocol = Protocol::exec;
    std::string table;               // absolute path of a file of known results, see engine/table; empty: none
    bool absent_is_invalid = false;  // configurations that are not in the table break a constraint, and are never asked
    bool shell = false;              // run, build, verify are each one string for /bin/sh -c
    // Texts with placeholders, to be filled in by a Template (engine/spec/template.h):
    std::string input;      // {input}; absolute, or beginning with {dir} or {cache}; empty: none
    std::string directory;  // working directory of run and verify; absolute, or beginning with a placeholder; default {dir}
    std::vector<std::pair<std::string, std::string>> environment;  // name and value, in the order of the file
    Nanoseconds timeout = 0;                                       // of one run; 0: none
    Nanoseconds build_timeout = 600'000'000'000;
    std::int64_t warmups = 0;
    std::int64_t in_flight = 1;  // serve: requests one worker may have open at once
    Repeats repeats;
    Limits limits;
};

struct Source {
    enum class Kind {
        wall,
        user,
        sys,
        cpu,
        max_rss,
        exit_code,
        stdout_regex,
        stderr_regex,
        file_size,
        json,
        report,
        perf,
        column,
        expression
    };
    Kind kind = Kind::wall;
    // Regex, path (a Template), "/json/pointer" into stdout or "file:PATH:/json/pointer" (PATH a Template), name of the report,
    // perf event, column of the table, expression over parameters and other metrics.
    std::string argument;
};

enum class Goal { none, minimize, maximize };

// "+3%" / "-1.5" relative to the baseline (sign and percent or plus/minus a number), "0.2" absolute.
struct Threshold {
    enum class Kind { absolute, relative_percent, relative_offset };
    Kind kind = Kind::absolute;
    double amount = 0;
    std::string text;
};

struct Metric {
    std::string name;
    Source source;
    std::string source_text;
    std::string unit;
    std::optional<double> lower, upper;  // bound = ">= 90", "<= 2GiB": a trial outside is infeasible
    std::string bound_text;
};

struct Objective {
    std::size_t metric = 0;  // index into Spec::metrics
    Goal goal = Goal::minimize;
    std::optional<Threshold> steer;  // `threshold`: the search should get within it
    std::optional<Threshold> keep;   // `keep`: outside is infeasible; default: the same as `threshold`
};

enum class Prune { none, median, halving };

struct SearchOptions {
    std::string method = "auto";
    std::int64_t trials = 100;
    std::int64_t seed = 1;
    std::int64_t parallel = 1;                // measurements at once
    std::int64_t builds = 1;                  // builds at once, ahead of the measurements
    std::optional<Nanoseconds> time;          // budget of active time
    bool race = true;                         // a trial that is clearly dominated is not repeated any more
    std::optional<std::int64_t> confirm;      // repeats of a front point before it is believed; absent: by the noise; 0: none
    std::int64_t baseline_every = 0;          // asks between two checks of the baseline for drift; 0: none
    Prune prune = Prune::none;                // by intermediate values
    std::size_t prune_metric = 0;             // index into Spec::metrics, whose steps are judged
    std::vector<space::Configuration> start;  // `[[start]]` tables: tried right after the baseline
};

// How one configuration is profiled.
struct Profile {
    std::vector<std::string> run;  // instead of the command's; empty: that one, with PARETOP_TRACE set
    std::int64_t runs = 1;         // one after the other, each a profile of its own
    std::string trace;        // a Template: the file or folder to be taken in after a run; empty: what PARETOP_TRACE asks for
    std::string format;       // of it, as `profile import --format` has them; empty: detected
    Nanoseconds timeout = 0;  // of one run; 0: the command's
    bool records = true;      // keep every record, for the timeline; else only what they amount to
};

struct Spec {
    std::string name, kind, about;
    std::string text;       // the file, whole
    std::string path;       // as given
    std::string directory;  // absolute: {dir}
    space::Space space;
    Command command;
    std::vector<Metric> metrics;
    std::vector<Objective> objectives;
    SearchOptions search;
    Profile profile;
    std::string executor_kind = "local";

    [[nodiscard]] std::optional<std::size_t> find_metric(std::string_view metric_name) const;
};

struct Problem {                        // one thing wrong in an experiment file
    std::int64_t line = 0, column = 0;  // 1-based; 0: the whole file
    std::string key;                    // "parameter[1].range"; tables of one name are counted from 1
    std::string found;                  // what there was
    std::string expected;               // what would be right
    [[nodiscard]] std::string message(std::string_view path) const;  // file:line:column: key: found; expected
};

struct SpecResult {
    std::optional<Spec> spec;       // absent when there are problems
    std::vector<Problem> problems;  // all of them, by line
};

SpecResult read_spec(std::string_view text, std::string path, std::string directory);
SpecResult read_spec_file(const std::string& path);  // a file that cannot be read is a problem of line 0

// The rows that go into the store with the experiment.
std::vector<storage::ParameterRecord> parameter_records(const Spec&);
std::vector<storage::MetricRecord> metric_records(const Spec&);

// Units (engine/spec/units.cpp): "30s", "1h30m", "250ms" · "2GiB", "64KiB", "10MB", plain bytes.
Result<Nanoseconds> parse_duration(std::string_view);
Result<std::int64_t> parse_size(std::string_view);

// The commented experiment file that `paretop init` writes; it passes read_spec.
std::string example_spec(std::string_view name);

}  // namespace paretop::spec
