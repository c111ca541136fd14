#include <fmt/format.h>

#include "storage/names.h"
#include "storage/queries.h"
#include "storage/statement.h"

namespace paretop::storage {
namespace {

constexpr std::string_view k_select =
    "SELECT id, experiment, state, seed, budget, planned, parallel, method, chosen, reason, version, created_ns, started_ns, "
    "ended_ns,"
    " active_ns, asked, done, failed, front_size, hypervolume, reference_point, repeated FROM run";

RunRecord read_run(const Statement& row) {
    RunRecord run;
    run.id = row.integer(0);
    run.experiment = row.integer(1);
    run.state = from_word<RunState>(k_run_states, row.text(2));
    run.seed = row.integer(3);
    run.budget = row.integer(4);
    run.planned = row.integer(5);
    run.parallel = row.integer(6);
    run.method = row.string(7);
    run.chosen = row.string(8);
    run.reason = row.string(9);
    run.version = row.string(10);
    run.created_ns = row.integer(11);
    run.started_ns = row.integer(12);
    run.ended_ns = row.integer(13);
    run.active_ns = row.integer(14);
    run.asked = row.integer(15);
    run.done = row.integer(16);
    run.failed = row.integer(17);
    run.front_size = row.integer(18);
    run.hypervolume = row.maybe_real(19);
    run.reference_point = from_json_array(row.text(20));
    run.repeated = row.integer(21);
    return run;
}

tl::unexpected<Error> no_run(const Store& store, RunId id) {
    return fail(ErrorKind::not_found, fmt::format("there is no run {}", id), store.path(),
                "`paretop ls` shows the runs there are");
}

Result<void> remove_rows(Store& store, RunId id) {
    // What hangs on a trial goes first and in one sweep each, cheaper than trial by trial through the foreign keys.
    for (const char* sql :
         {"DELETE FROM profile WHERE run = ?", "DELETE FROM measurement WHERE run = ?", "DELETE FROM intermediate WHERE run = ?",
          "DELETE FROM execution WHERE run = ?", "DELETE FROM front WHERE run = ?", "DELETE FROM artifact WHERE run = ?",
          "DELETE FROM trial WHERE run = ?"}) {
        PARETOP_TRY(auto remove, store.prepare(sql));
        PARETOP_CHECK(remove.run(id));
    }
    PARETOP_TRY(auto remove, store.prepare("DELETE FROM run WHERE id = ?"));
    return remove.run(id);
}

Result<void> remove_unused(Store& store, ExperimentId id) {
    PARETOP_TRY(auto configurations, store.prepare("DELETE FROM configuration WHERE experiment = ? AND NOT EXISTS"
                                                   " (SELECT 1 FROM trial WHERE trial.configuration = configuration.id)"));
    PARETOP_CHECK(configurations.run(id));
    PARETOP_TRY(auto experiment,
                store.prepare("DELETE FROM experiment WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM run WHERE experiment = ?1)"));
    return experiment.run(id);
}

}  // namespace

Result<RunId> insert_run(Store& store, const RunRecord& run) {
    PARETOP_TRY(auto insert,
                store.prepare("INSERT INTO run (experiment, state, seed, budget, planned, parallel, method, chosen, reason,"
                              " version, created_ns, started_ns, ended_ns, active_ns, asked, done, failed, front_size,"
                              " hypervolume, reference_point, repeated)"
                              " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"));
    PARETOP_CHECK(insert.run(run.experiment, to_word(k_run_states, run.state), run.seed, run.budget, run.planned, run.parallel,
                             run.method, run.chosen, run.reason, run.version, run.created_ns,
                             unless<std::int64_t>(run.started_ns, 0), unless<std::int64_t>(run.ended_ns, 0), run.active_ns,
                             run.asked, run.done, run.failed, run.front_size, run.hypervolume, to_json_array(run.reference_point),
                             run.repeated));
    return insert.last_id();
}

Result<void> update_run(Store& store, const RunRecord& run) {
    PARETOP_TRY(auto update,
                store.prepare("UPDATE run SET state = ?2, seed = ?3, budget = ?4, planned = ?5, parallel = ?6, method = ?7,"
                              " chosen = ?8, reason = ?9, version = ?10, started_ns = ?11, ended_ns = ?12, active_ns = ?13,"
                              " asked = ?14, done = ?15, failed = ?16, front_size = ?17, hypervolume = ?18,"
                              " reference_point = ?19, repeated = ?20 WHERE id = ?1"));
    PARETOP_CHECK(update.run(run.id, to_word(k_run_states, run.state), run.seed, run.budget, run.planned, run.parallel,
                             run.method, run.chosen, run.reason, run.version, unless<std::int64_t>(run.started_ns, 0),
                             unless<std::int64_t>(run.ended_ns, 0), run.active_ns, run.asked, run.done, run.failed,
                             run.front_size, run.hypervolume, to_json_array(run.reference_point), run.repeated));
    if (update.changes() == 0) return no_run(store, run.id);
    return {};
}

Result<RunRecord> get_run(const Store& store, RunId id) {
    PARETOP_TRY(auto select, store.prepare(std::string(k_select) + " WHERE id = ?"));
    PARETOP_TRY(auto found, select.first(read_run, id));
    if (!found) return no_run(store, id);
    return std::move(*found);
}

Result<std::vector<RunRecord>> list_runs(const Store& store) {
    PARETOP_TRY(auto select, store.prepare(std::string(k_select) + " ORDER BY id DESC"));
    return select.collect(read_run);
}

Result<void> remove_run(Store& store, RunId id) {
    PARETOP_TRY(const auto run, get_run(store, id));
    PARETOP_CHECK(remove_rows(store, id));
    // Who uses a configuration is asked here only: an index for it is made for the moment, and costs no trial anything.
    PARETOP_CHECK(store.execute("CREATE INDEX trial_by_configuration ON trial (configuration)"));
    PARETOP_CHECK(remove_unused(store, run.experiment));
    return store.execute("DROP INDEX trial_by_configuration");
}

}  // namespace paretop::storage
