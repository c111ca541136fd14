#include "tests/support/storage/store_fixture.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace paretop::test {
namespace {

using namespace storage;

constexpr std::int64_t k_start_ns = 1'700'000'000'000'000'000;
constexpr std::int64_t k_trial_ns = 10'000'000;
constexpr std::int64_t k_chunk = 10'000;  // trials in a transaction

constexpr std::string_view k_spec = R"([experiment]
name = "{}"
kind = "tune"
about = "Made up for tests."

[[parameter]]
name = "level"
type = "int"
range = [1, 19]
default = 1

[[parameter]]
name = "wlog"
type = "int"
range = [10, 27]
default = 10

[[parameter]]
name = "block"
type = "int"
range = [0, 1048575]
default = 0

[command]
run = ["true"]

[[metric]]
name = "wall_s"
from = "wall_s"

[[metric]]
name = "bytes"
from = "report"

[[objective]]
metric = "wall_s"
goal = "minimize"

[[objective]]
metric = "bytes"
goal = "minimize"
)";

template <class T>
T must(Result<T> result) {
    if (!result) {
        std::fprintf(stderr, "%s\n", result.error().message().c_str());
        std::abort();
    }
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

// Steele, Lea and Flood: Fast splittable pseudorandom number generators (2014).
std::uint64_t split_mix(std::uint64_t x) {
    x += 0x9e3779b97f4a7c15;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    return x ^ (x >> 31);
}

double unit(std::uint64_t key) { return static_cast<double>(split_mix(key) >> 11) * 0x1p-53; }

ConfigurationRecord plain_configuration(TrialNumber number) {
    const auto [level, wlog, block] = synthetic_point(number);
    ConfigurationRecord record;
    record.json = fmt::format(R"({{"block":{},"level":{},"wlog":{}}})", block, level, wlog);
    record.compact = record.json;
    // In order, so that a large store is made quickly: real hashes fall all over their index.
    for (const auto half : {static_cast<std::uint64_t>(number), split_mix(static_cast<std::uint64_t>(number))})
        for (int shift = 56; shift >= 0; shift -= 8) record.hash.push_back(static_cast<char>(half >> shift & 0xff));
    return record;
}

ExperimentId put_synthetic_experiment(Store& store, const std::string& name) {
    ExperimentRecord experiment;
    experiment.name = name;
    experiment.kind = "tune";
    experiment.about = "Made up for tests.";
    experiment.spec = fmt::format(fmt::runtime(k_spec), name);
    experiment.directory = "/";
    experiment.created_ns = k_start_ns;
    const std::array<ParameterRecord, 3> parameters{{{0, "level", "int", R"({"default":1,"range":[1,19]})"},
                                                     {1, "wlog", "int", R"({"default":10,"range":[10,27]})"},
                                                     {2, "block", "int", R"({"default":0,"range":[0,1048575]})"}}};
    const std::array<MetricRecord, 2> metrics{
        {{0, "wall_s", "wall_s", "s", "minimize", 0, "", ""}, {1, "bytes", "report", "bytes", "minimize", 1, "", ""}}};
    return must(put_experiment(store, experiment, parameters, metrics));
}

// Adds trials one by one, keeping the front of their first repeats as the run goes.
class Maker {
  public:
    Maker(Store& store, RunRecord& run, const SyntheticRun& like) : store_(store), run_(run), like_(like) {}

    Result<void> add(std::int64_t count) {
        PARETOP_TRY(front_, list_front(store_, run_.id));
        for (const TrialNumber end = run_.asked + count; run_.asked < end; ++run_.asked) PARETOP_CHECK(add_one(run_.asked));
        return update_run(store_, run_);
    }

  private:
    Result<void> add_one(TrialNumber number) {
        const bool failed = like_.fail_every > 0 && number % like_.fail_every == like_.fail_every - 1;
        PARETOP_CHECK(put(number, failed));
        run_.active_ns += k_trial_ns;
        ++(failed ? run_.failed : run_.done);
        if (failed) return {};
        PARETOP_CHECK(measure(number));
        return offer(number, {synthetic_value(number, 0, 0), synthetic_value(number, 1, 0)});
    }

    Result<void> put(TrialNumber number, bool failed) {
        TrialRecord trial;
        trial.key = {run_.id, number};
        const auto configuration = like_.configuration ? like_.configuration(number) : plain_configuration(number);
        PARETOP_TRY(trial.configuration, put_configuration(store_, run_.experiment, configuration));
        trial.state = failed ? TrialState::failed : TrialState::done;
        trial.origin = number == 0 ? "baseline" : "random";
        trial.told_before = trial.tell_index = number;
        trial.asked_ns = trial.started_ns = k_start_ns + number * k_trial_ns;
        trial.ended_ns = trial.started_ns + k_trial_ns;
        if (failed) trial.reason = "timeout after 30 s";
        return put_trial(store_, trial);
    }

    Result<void> measure(TrialNumber number) {
        std::vector<MeasurementRecord> values;
        std::vector<ExecutionRecord> executions;
        for (std::int64_t repeat = 0; repeat < like_.repeats; ++repeat) {
            for (const std::int64_t metric : {0, 1})
                values.push_back({number, metric, repeat, synthetic_value(number, metric, repeat)});
            const auto started = k_start_ns + number * k_trial_ns;
            if (like_.executions)
                executions.push_back(
                    {number, repeat, Phase::run, repeat, started, k_trial_ns, k_trial_ns / 2, k_trial_ns / 9, 5'000'000, 0, 0});
        }
        PARETOP_CHECK(insert_measurements(store_, run_.id, values));
        return insert_executions(store_, run_.id, executions);
    }

    Result<void> offer(TrialNumber number, std::vector<double> point) {
        const auto covers = [](const std::vector<double>& a, const std::vector<double>& b) {
            return a[0] <= b[0] && a[1] <= b[1];
        };
        if (std::any_of(front_.begin(), front_.end(), [&](const auto& member) { return covers(member.objectives, point); }))
            return {};
        const auto out =
            std::partition(front_.begin(), front_.end(), [&](const auto& m) { return !covers(point, m.objectives); });
        for (auto left = out; left != front_.end(); ++left) PARETOP_CHECK(mark_left(store_, run_.id, left->trial, number));
        front_.erase(out, front_.end());
        run_.front_size = static_cast<std::int64_t>(front_.size()) + 1;
        run_.hypervolume = 1 - 1 / static_cast<double>(2 + number);  // not the real one, but it grows
        front_.push_back(
            {number, k_start_ns + number * k_trial_ns, run_.active_ns, run_.front_size, run_.hypervolume, std::move(point), {}});
        return insert_front(store_, run_.id, front_.back());
    }

    Store& store_;
    RunRecord& run_;
    const SyntheticRun& like_;
    std::vector<FrontRecord> front_;
};

}  // namespace

SyntheticPoint synthetic_point(TrialNumber number) { return {1 + number % 19, 10 + number / 19 % 18, number / (19 * 18)}; }

double synthetic_value(TrialNumber number, std::int64_t metric, std::int64_t repeat) {
    const auto key = static_cast<std::uint64_t>(number);
    const double level = static_cast<double>(synthetic_point(number).level);
    const double luck = unit(key * 2 + static_cast<std::uint64_t>(metric));
    const double noise = 1 + 0.01 * unit(key * 1000 + static_cast<std::uint64_t>(repeat * 2 + metric) + (std::uint64_t{1} << 60));
    return noise * (metric == 0 ? 0.03 * level * (1 + luck) : 3e6 / (1 + 0.05 * level) * (1 + 0.2 * luck));
}

RunId add_run(Store& store, const SyntheticRun& like) {
    RunRecord run;
    must(store.write([&]() -> Result<void> {
        run.experiment = put_synthetic_experiment(store, like.experiment);
        run.budget = run.planned = like.budget > 0 ? like.budget : like.trials;
        run.state = like.state;
        run.seed = 1;
        run.method = "auto";
        run.chosen = "random";
        run.version = "0.1.0";
        run.created_ns = run.started_ns = k_start_ns;
        if (like.state == RunState::done) run.ended_ns = k_start_ns + like.trials * k_trial_ns;
        run.reference_point = {1.2, 3.7e6};
        run.id = must(insert_run(store, run));
        must(insert_event(
            store, {0, run.id, {}, k_start_ns, Level::info, "started", fmt::format("started at trial 0 of {}", run.budget)}));
        return {};
    }));
    for (std::int64_t left = like.trials; left > 0; left -= k_chunk) add_trials(store, run.id, like, std::min(left, k_chunk));
    return run.id;
}

Result<void> try_add_trials(Store& store, RunId id, const SyntheticRun& like, std::int64_t count) {
    return store.write([&]() -> Result<void> {
        PARETOP_TRY(auto run, get_run(store, id));
        return Maker(store, run, like).add(count);
    });
}

void add_trials(Store& store, RunId id, const SyntheticRun& like, std::int64_t count) {
    must(try_add_trials(store, id, like, count));
}

Store open_store(const std::string& path, const OpenOptions& options) { return must(Store::open(path, options)); }

}  // namespace paretop::test
