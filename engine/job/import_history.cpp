#include <fmt/format.h>

#include <algorithm>

#include "engine/job/create.h"
#include "engine/job/histories.h"
#include "engine/job/ledger.h"
#include "engine/job/replay.h"
#include "version.h"

namespace paretop::job {
namespace {

using storage::RunState;
using storage::TrialState;

Result<spec::Spec> made_for(const exchange::History& history) {
    if (history.unclear) return tl::unexpected(*history.unclear);
    auto read = spec::read_spec(exchange::history_spec(history), history.source, "/");
    if (read.spec) return std::move(*read.spec);
    const auto& problem = read.problems.front();
    return fail(ErrorKind::usage, fmt::format("{}: {}", problem.key, problem.found), history.source,
                problem.expected + ", or name an experiment file with --experiment");
}

bool is_relative(const spec::Spec& spec) {
    const auto relative = [](const auto& threshold) { return threshold && threshold->kind != spec::Threshold::Kind::absolute; };
    return std::any_of(spec.objectives.begin(), spec.objectives.end(),
                       [&](const auto& objective) { return relative(objective.steer) || relative(objective.keep); });
}

// Writes one run, trial by trial, inside a transaction.
class Writer {
  public:
    Writer(storage::Store& store, const spec::Spec& spec, storage::RunRecord run, std::int64_t now_ns)
        : store_(store), spec_(spec), ledger_(spec, std::move(run)), now_ns_(now_ns) {}

    Result<void> add(const exchange::Trial& trial, exchange::Placed placed) {
        storage::TrialRecord record;
        record.key = {ledger_.run.id, ledger_.run.asked++};
        record.origin = k_imported;
        record.told_before = told_;
        record.asked_ns = record.started_ns = trial.started_ns > 0 ? trial.started_ns : now_ns_;
        record.realised = trial.realised;
        PARETOP_TRY(record.configuration, put_configuration(placed.configuration));
        if (trial.state == TrialState::asked) {
            record.started_ns = 0;
            return storage::put_trial(store_, record);
        }
        for (auto& row : placed.measurements) row.trial = record.key.number;
        for (auto& row : placed.intermediates) row.trial = record.key.number;
        record.ended_ns = trial.ended_ns > 0 ? trial.ended_ns : record.started_ns;
        const bool failed = trial.state == TrialState::failed;
        const auto verdict =
            ledger_.judge(record.key.number, failed, trial.reason, false, placed.measurements, record.ended_ns, 0);
        record.state = verdict.failed ? TrialState::failed : TrialState::done;
        record.reason = verdict.failed ? verdict.reason : verdict.feasible() ? "" : verdict.score->missed;
        record.feasible = verdict.failed || verdict.feasible();
        record.tell_index = told_++;
        PARETOP_CHECK(storage::put_trial(store_, record));
        return add_rows(verdict, placed, record.key.number);
    }

    storage::RunRecord& run() { return ledger_.run; }

  private:
    Result<storage::ConfigurationId> put_configuration(const space::Configuration& configuration) {
        storage::ConfigurationRecord record;
        record.json = space::to_json(spec_.space, configuration);
        record.hash = space::content_hash(record.json);
        record.compact = space::encode(spec_.space, configuration);
        return storage::put_configuration(store_, ledger_.run.experiment, record);
    }

    Result<void> add_rows(const Verdict& verdict, const exchange::Placed& placed, storage::TrialNumber number) {
        const auto run = ledger_.run.id;
        if (!verdict.failed) PARETOP_CHECK(storage::insert_measurements(store_, run, placed.measurements));
        PARETOP_CHECK(storage::insert_intermediates(store_, run, placed.intermediates));
        for (const auto left : verdict.left) PARETOP_CHECK(storage::mark_left(store_, run, left, number));
        return verdict.entered ? storage::insert_front(store_, run, *verdict.entered) : Result<void>();
    }

    storage::Store& store_;
    const spec::Spec& spec_;
    Ledger ledger_;
    std::int64_t now_ns_;
    std::int64_t told_ = 0;
};

storage::RunRecord run_of(const exchange::History& history, const spec::Spec& spec, bool goes_on, const Overrides& overrides,
                          std::int64_t now_ns) {
    const auto made = static_cast<std::int64_t>(history.trials.size());
    storage::RunRecord run;
    run.state = goes_on ? RunState::paused : RunState::done;
    run.seed = overrides.seed.value_or(spec.search.seed);
    run.budget = run.planned = made + (goes_on ? overrides.trials.value_or(spec.search.trials) : 0);
    run.parallel = overrides.parallel.value_or(spec.search.parallel);
    run.method = goes_on ? overrides.method.value_or(spec.search.method) : std::string(k_imported);
    run.chosen = k_imported;
    run.reason = fmt::format("imported from {}", history.source);
    run.version = PARETOP_VERSION;
    run.created_ns = now_ns;
    run.started_ns = run.ended_ns = now_ns;
    for (const auto& trial : history.trials) {
        if (trial.started_ns > 0) run.started_ns = std::min(run.started_ns, trial.started_ns);
        if (trial.ended_ns > 0)
            run.ended_ns = std::min(now_ns, std::max(run.ended_ns == now_ns ? 0 : run.ended_ns, trial.ended_ns));
    }
    return run;
}

// Beside the first trial: nothing of the experiment, of whose values only the texts count.
Result<void> keep_choices(storage::Store& store, const exchange::History& history, const storage::RunRecord& run) {
    for (const auto& [parameter, json] : history.choices)
        if (run.asked > 0)
            PARETOP_CHECK(storage::put_artifact(
                store, {{run.id, 0}, std::string(k_choices), parameter, json, static_cast<std::int64_t>(json.size())}));
    return {};
}

Result<void> write(storage::Store& store, const exchange::History& history, const spec::Spec& spec,
                   std::vector<exchange::Placed> placed, storage::RunRecord& run) {
    PARETOP_TRY(run.experiment, storage::put_experiment(store, experiment_of(spec, run.created_ns), spec::parameter_records(spec),
                                                        spec::metric_records(spec)));
    PARETOP_TRY(run.id, storage::insert_run(store, run));
    Writer writer(store, spec, run, run.created_ns);
    for (std::size_t i = 0; i < placed.size(); ++i) PARETOP_CHECK(writer.add(history.trials[i], std::move(placed[i])));
    run = writer.run();
    PARETOP_CHECK(storage::update_run(store, run));
    PARETOP_CHECK(keep_choices(store, history, run));
    if (!history.note.empty()) PARETOP_CHECK(storage::put_note(store, {run.id, -1}, history.note));
    storage::EventRecord event;
    event.run = run.id;
    event.at_ns = run.created_ns;
    event.kind = k_imported;
    event.text = fmt::format("{} trials of {} were imported from {}", run.asked, history.name, history.source);
    PARETOP_TRY([[maybe_unused]] const auto id, storage::insert_event(store, event));
    return {};
}

}  // namespace

Result<Imported> import_history(storage::Store& store, exchange::History history, const std::optional<spec::Spec>& given,
                                const Overrides& overrides, const Clock& clock) {
    auto spec = given;
    if (spec) {
        exchange::leave_out_incomplete(history, spec->space);
    } else {
        PARETOP_TRY(spec, made_for(history));
    }
    PARETOP_TRY(auto placed, exchange::place(history, *spec));
    Imported out;
    out.remarks = history.remarks;
    if (given && is_relative(*spec))
        out.remarks.emplace_back("thresholds relative to the baseline are relative to the first imported trial");
    out.record = run_of(history, *spec, given.has_value(), overrides, clock.now_ns());
    PARETOP_CHECK(store.write([&] { return write(store, history, *spec, std::move(placed), out.record); }));
    out.run = out.record.id;
    return out;
}

}  // namespace paretop::job
