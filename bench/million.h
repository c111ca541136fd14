// A store with one run of a million trials, for the benchmarks of the screen and its models.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>
#include <vector>

#include "engine/job/create.h"
#include "engine/space/space.h"
#include "storage/queries.h"

namespace paretop::bench {

inline constexpr std::string_view k_million = R"([experiment]
name = "million"
kind = "tune"
[[parameter]]
name = "level"
type = "int"
range = [1, 1000000]
[[parameter]]
name = "ratio"
type = "float"
range = [0.0, 1.0]
[command]
run = ["true"]
[[metric]]
name = "time"
from = "wall_s"
[[metric]]
name = "bytes"
from = "report"
[[objective]]
metric = "time"
goal = "minimize"
[[objective]]
metric = "bytes"
goal = "minimize"
[search]
trials = 10000000
)";

template <class T>
T need(Result<T> result) {
    if (!result) {
        fmt::print(stderr, "{}\n", result.error().message());
        std::exit(1);
    }
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

inline double noise(std::int64_t n) { return static_cast<double>((n * 2654435761) % 1000003) / 1000003; }

// Writes trials [first, last) of one run in one transaction; every 50,000th enters the front.
inline void add_trials(storage::Store& store, const spec::Spec& spec, storage::RunRecord& run, std::int64_t first,
                       std::int64_t last) {
    need(store.write([&]() -> Result<void> {
        for (std::int64_t n = first; n < last; ++n) {
            space::Configuration configuration{{n % 1000000 + 1, noise(n)}};
            storage::ConfigurationRecord row;
            row.json = space::to_json(spec.space, configuration);
            row.hash = space::content_hash(row.json);
            row.compact = space::encode(spec.space, configuration);
            storage::TrialRecord trial;
            trial.key = {run.id, n};
            PARETOP_TRY(trial.configuration, storage::put_configuration(store, run.experiment, row));
            trial.state = storage::TrialState::done;
            trial.origin = n == 0 ? "baseline" : "nsga2";
            trial.told_before = trial.tell_index = n;
            trial.asked_ns = trial.started_ns = run.created_ns + n * 1000000;
            trial.ended_ns = trial.started_ns + 900000;
            PARETOP_CHECK(storage::put_trial(store, trial));
            const double time = 0.1 + noise(n * 7), bytes = 1e6 * (1.2 - std::sqrt(noise(n * 7)) + noise(n * 13));
            const std::vector<storage::MeasurementRecord> values{{n, 0, 0, time}, {n, 1, 0, bytes}};
            PARETOP_CHECK(storage::insert_measurements(store, run.id, values));
            if (n % 50000 == 0) {
                storage::FrontRecord front;
                front.trial = n;
                front.entered_ns = trial.ended_ns;
                front.front_size = n / 50000 + 1;
                front.hypervolume = 1 + static_cast<double>(n) / 1e6;
                front.objectives = {time, bytes};
                PARETOP_CHECK(storage::insert_front(store, run.id, front));
                run.front_size = front.front_size;
                run.hypervolume = front.hypervolume;
            }
        }
        run.asked = run.done = last;
        run.active_ns = last * 1000000;
        return storage::update_run(store, run);
    }));
}

// A run at rest, and what is needed to add to it.
struct Made {
    spec::Spec spec;
    storage::RunRecord run;
};

inline Made make_store(const std::string& path, std::int64_t trials) {
    auto store = need(storage::Store::open(path));
    auto read = spec::read_spec(k_million, "million.toml", "/");
    if (!read.spec) std::exit((fmt::print(stderr, "{}\n", read.problems.front().message("million.toml")), 1));
    auto run = need(storage::get_run(store, need(job::create_run(store, *read.spec, {}, system_clock()))));
    run.state = storage::RunState::paused;
    run.reference_point = {2, 3e6};
    for (std::int64_t n = 0; n < trials; n += 20000) add_trials(store, *read.spec, run, n, std::min(n + 20000, trials));
    return {std::move(*read.spec), run};
}

}  // namespace paretop::bench
