#include "engine/job/create.h"

#include <fmt/format.h>

namespace paretop::job {

storage::ExperimentRecord experiment_of(const spec::Spec& spec, std::int64_t now_ns) {
    storage::ExperimentRecord experiment;
    experiment.name = spec.name;
    experiment.kind = spec.kind;
    experiment.about = spec.about;
    experiment.spec = spec.text;
    experiment.directory = spec.directory;
    experiment.created_ns = now_ns;
    return experiment;
}

Result<storage::RunId> create_run(storage::Store& store, const spec::Spec& spec, const Overrides& overrides, const Clock& clock) {
    const auto experiment = experiment_of(spec, clock.now_ns());
    storage::RunRecord run;
    run.seed = overrides.seed.value_or(spec.search.seed);
    run.budget = run.planned = overrides.trials.value_or(spec.search.trials);
    run.parallel = overrides.parallel.value_or(spec.search.parallel);
    run.method = overrides.method.value_or(spec.search.method);
    run.created_ns = experiment.created_ns;

    storage::RunId id = 0;
    const auto stored = store.write([&]() -> Result<void> {
        PARETOP_TRY(run.experiment,
                    storage::put_experiment(store, experiment, spec::parameter_records(spec), spec::metric_records(spec)));
        PARETOP_TRY(id, storage::insert_run(store, run));
        return {};
    });
    if (!stored) return tl::unexpected(stored.error());
    return id;
}

Result<LoadedRun> load_run(const storage::Store& store, storage::RunId id) {
    PARETOP_TRY(auto run, storage::get_run(store, id));
    PARETOP_TRY(const auto experiment, storage::get_experiment(store, run.experiment));
    auto read = spec::read_spec(experiment.spec, experiment.name, experiment.directory);
    if (!read.spec)
        return fail(ErrorKind::usage,
                    fmt::format("its experiment file is not understood by this version: {}",
                                read.problems.empty() ? "unknown problem" : read.problems.front().message(experiment.name)),
                    fmt::format("run {}", id), "continue it with the version that made it, or start a new run");
    auto& search = read.spec->search;
    search.trials = run.planned;
    search.seed = run.seed;
    search.parallel = run.parallel;
    search.method = run.method;
    return LoadedRun{std::move(run), std::move(*read.spec)};
}

Result<void> can_run(std::string_view kind, const std::string& name) {
    if (kind != spec::k_history) return {};
    return fail(ErrorKind::usage, "it was imported without a command to run", name,
                "import it again with --experiment FILE, which goes on from it");
}

search::Problem problem_of(const spec::Spec& spec) {
    search::Problem problem;
    problem.space = spec.space;
    problem.objectives = spec.objectives.size();
    problem.seed = static_cast<std::uint64_t>(spec.search.seed);
    problem.budget = spec.search.trials;
    problem.in_flight = spec.search.parallel * spec.command.in_flight;
    problem.noisy = spec.command.table.empty();
    problem.start = spec.search.start;
    return problem;
}

Liveness liveness(const std::string& store_path, const storage::RunRecord& run) {
    if (run.state != storage::RunState::running && run.state != storage::RunState::waiting) return Liveness::at_rest;
    if (storage::RunLock::owner(store_path, run.id) != 0) return Liveness::live;
    return run.state == storage::RunState::running ? Liveness::cut_off : Liveness::at_rest;
}

std::string scratch_folder(const std::string& store_path, storage::RunId run) {
    return fmt::format("{}.work/run-{}", store_path, run);
}

std::string build_folder(const std::string& store_path, storage::ExperimentId experiment) {
    return fmt::format("{}.builds/{}", store_path, experiment);
}

}  // namespace paretop::job
