// Runs as rows: made from an experiment file, and read back with everything needed to drive them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/search/searcher.h"
#include "engine/spec/spec.h"
#include "storage/base/clock.h"
#include "storage/queries.h"

namespace paretop::job {

struct Overrides {  // what the command line or the launch screen changes for one run
    std::optional<std::int64_t> trials, seed, parallel;
    std::optional<std::string> method;
};

storage::ExperimentRecord experiment_of(const spec::Spec& spec, std::int64_t now_ns);

// Stores the experiment (or finds it) and a new run in state waiting.
Result<storage::RunId> create_run(storage::Store& store, const spec::Spec& spec, const Overrides& overrides, const Clock& clock);

struct LoadedRun {
    storage::RunRecord run;
    spec::Spec spec;  // read again from the stored text, with the run's seed, budget and parallelism in `search`
};
Result<LoadedRun> load_run(const storage::Store& store, storage::RunId run);

// usage: the experiment was made by an import, and has no command.
Result<void> can_run(std::string_view kind, const std::string& name);

// The problem a searcher is made for; the same for every engine that ever drives the run.
search::Problem problem_of(const spec::Spec& spec);

// The state a person should be shown: `running` without a live owner has been cut off and can be resumed.
enum class Liveness { live, cut_off, at_rest };
Liveness liveness(const std::string& store_path, const storage::RunRecord& run);

// Folders beside the store: where a run's children work, and where an experiment's builds are kept.
std::string scratch_folder(const std::string& store_path, storage::RunId run);
std::string build_folder(const std::string& store_path, storage::ExperimentId experiment);

}  // namespace paretop::job
