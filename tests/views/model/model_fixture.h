// A synthetic run whose configurations can be decoded, for the tests of models.
#pragma once

#include <cstdlib>
#include <memory>
#include <string>

#include "engine/spec/spec.h"
#include "tests/support/storage/store_fixture.h"
#include "views/model/budget.h"
#include "views/model/experiments.h"

namespace paretop::test {

template <class T>
T value_of(Result<T> result) {
    if (!result) {
        std::fprintf(stderr, "%s\n", result.error().message().c_str());
        std::abort();
    }
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

// The space of every synthetic run.
inline const space::Space& synthetic_space() {
    static const auto space = [] {
        auto store = open_store();
        const auto run = value_of(storage::get_run(store, add_run(store, {})));
        auto text = value_of(storage::get_experiment(store, run.experiment)).spec;
        auto result = spec::read_spec(text, "synthetic.toml", "/");
        if (!result.spec) std::abort();
        return result.spec->space;
    }();
    return space;
}

inline storage::ConfigurationRecord encoded_configuration(storage::TrialNumber number) {
    const auto point = synthetic_point(number);
    space::Configuration configuration{{point.level, point.wlog, point.block}};
    storage::ConfigurationRecord record;
    record.json = space::to_json(synthetic_space(), configuration);
    record.hash = space::content_hash(record.json);
    record.compact = space::encode(synthetic_space(), configuration);
    return record;
}

inline SyntheticRun encoded_run(std::int64_t trials, std::string name = "synthetic") {
    SyntheticRun run;
    run.experiment = std::move(name);
    run.trials = trials;
    run.repeats = 3;
    run.fail_every = 7;
    run.configuration = encoded_configuration;
    return run;
}

inline model::Budget plenty() { return model::Budget::of_steps(1'000'000'000); }

// As a screen does: until nothing waits. Answers how many calls it took.
template <class Model>
int update_all(Model& model, std::int64_t steps = 1'000'000'000) {
    for (int calls = 1;; ++calls) {
        auto budget = model::Budget::of_steps(steps);
        if (!value_of(model.update(budget))) return calls;
    }
}

inline std::shared_ptr<const model::Experiment> experiment_of(storage::Store& store, storage::RunId run) {
    model::Experiments experiments(store);
    return value_of(experiments.get(value_of(storage::get_run(store, run)).experiment));
}

// A trial that is under way, then done with one value a metric.
inline void put_open_trial(storage::Store& store, storage::TrialKey key,
                           storage::TrialState state = storage::TrialState::running) {
    value_of(store.write([&]() -> Result<void> {
        PARETOP_TRY(const auto run, storage::get_run(store, key.run));
        storage::TrialRecord trial;
        trial.key = key;
        PARETOP_TRY(trial.configuration, storage::put_configuration(store, run.experiment, encoded_configuration(key.number)));
        trial.state = state;
        trial.origin = "random";
        trial.asked_ns = trial.started_ns = 1;
        return storage::put_trial(store, trial);
    }));
}

inline void finish_trial(storage::Store& store, storage::TrialKey key, std::vector<double> values, bool failed = false) {
    value_of(store.write([&]() -> Result<void> {
        PARETOP_TRY(auto trial, storage::get_trial(store, key));
        trial.state = failed ? storage::TrialState::failed : storage::TrialState::done;
        trial.reason = failed ? "made to fail" : "";
        trial.ended_ns = 2;
        PARETOP_CHECK(storage::put_trial(store, trial));
        std::vector<storage::MeasurementRecord> measurements;
        for (std::size_t i = 0; i < values.size() && !failed; ++i)
            measurements.push_back({key.number, static_cast<std::int64_t>(i), 0, values[i]});
        return storage::insert_measurements(store, key.run, measurements);
    }));
}

}  // namespace paretop::test
