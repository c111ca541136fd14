// Stores with synthetic runs, made quickly: a million trials take some ten seconds.
#pragma once

#include <functional>
#include <string>

#include "storage/queries.h"

namespace paretop::test {

// What a synthetic run is made of. The experiment has the parameters level (int, 1 to 19), wlog (int, 10 to 27) and block (int, 0
// to 1048575), and the minimised metrics wall_s and bytes; its spec text is a valid experiment file. Every configuration is
// another one.
struct SyntheticRun {
    std::string experiment = "synthetic";
    std::int64_t trials = 0;
    std::int64_t repeats = 1;
    std::int64_t fail_every = 50;  // trials 49, 99, … fail; 0: none
    storage::RunState state = storage::RunState::done;
    std::int64_t budget = 0;  // 0: as many as there are trials
    bool executions = false;  // one a repeat
    // Makes the configuration of a trial; empty: hash and JSON as expected, and the JSON again for `compact`.
    // Tests that decode configurations give one that uses space::encode.
    std::function<storage::ConfigurationRecord(storage::TrialNumber)> configuration;
};

// The parameters of trial n: all distinct for n < 358,612,992.
struct SyntheticPoint {
    std::int64_t level, wlog, block;
};
SyntheticPoint synthetic_point(storage::TrialNumber number);
// What is measured for it, by metric: wall_s, bytes. The same in every repeat but for up to 1 % of noise.
double synthetic_value(storage::TrialNumber number, std::int64_t metric, std::int64_t repeat);

// Adds a run with its trials, measurements, front and events; check_store finds nothing wrong with it. Aborts where the store
// fails.
storage::RunId add_run(storage::Store& store, const SyntheticRun& run);
// Adds `count` more trials to a run that add_run made with the same values, in one transaction: what a live engine does.
void add_trials(storage::Store& store, storage::RunId run, const SyntheticRun& like, std::int64_t count);
// The same where the store may fail.
Result<void> try_add_trials(storage::Store& store, storage::RunId run, const SyntheticRun& like, std::int64_t count);

// A new store. Aborts where it fails.
storage::Store open_store(const std::string& path = ":memory:", const storage::OpenOptions& options = {});

}  // namespace paretop::test
