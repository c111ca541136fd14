#include <fmt/format.h>

#include "storage/names.h"
#include "storage/queries.h"
#include "storage/statement.h"

namespace paretop::storage {
namespace {

constexpr std::string_view k_select =
    "SELECT run, number, configuration, state, origin, told_before, tell_index, asked_ns, started_ns, ended_ns, reason, status,"
    " progress, feasible, realised FROM trial";

TrialRecord read_trial(const Statement& row) {
    TrialRecord trial;
    trial.key = {row.integer(0), row.integer(1)};
    trial.configuration = row.integer(2);
    trial.state = from_word<TrialState>(k_trial_states, row.text(3));
    trial.origin = row.string(4);
    trial.told_before = row.integer(5);
    trial.tell_index = row.integer_or(6, -1);
    trial.asked_ns = row.integer(7);
    trial.started_ns = row.integer(8);
    trial.ended_ns = row.integer(9);
    trial.reason = row.string(10);
    trial.status = row.string(11);
    trial.progress = row.real_or(12, -1);
    trial.feasible = row.integer(13) != 0;
    trial.realised = row.string(14);
    return trial;
}

}  // namespace

Result<void> put_trial(Store& store, const TrialRecord& trial) {
    const auto run = [&](Statement& put) {
        return put.run(trial.key.run, trial.key.number, trial.configuration, to_word(k_trial_states, trial.state), trial.origin,
                       trial.told_before, unless<std::int64_t>(trial.tell_index, -1), trial.asked_ns,
                       unless<std::int64_t>(trial.started_ns, 0), unless<std::int64_t>(trial.ended_ns, 0), trial.reason,
                       trial.status, unless<double>(trial.progress, -1), trial.feasible, trial.realised);
    };
    // Most are new. One statement for both would keep a journal of its own in case it fails half way; INSERT OR REPLACE would
    // delete the old row, and with it all that refers to it.
    PARETOP_TRY(auto insert, store.prepare("INSERT INTO trial (run, number, configuration, state, origin, told_before,"
                                           " tell_index, asked_ns, started_ns, ended_ns, reason, status, progress, feasible,"
                                           " realised) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
                                           " ON CONFLICT (run, number) DO NOTHING"));
    PARETOP_CHECK(run(insert));
    if (insert.changes() == 1) return {};
    PARETOP_TRY(auto update,
                store.prepare("UPDATE trial SET configuration = ?3, state = ?4, origin = ?5, told_before = ?6, tell_index = ?7,"
                              " asked_ns = ?8, started_ns = ?9, ended_ns = ?10, reason = ?11, status = ?12, progress = ?13,"
                              " feasible = ?14, realised = ?15 WHERE run = ?1 AND number = ?2"));
    return run(update);
}

Result<TrialRecord> get_trial(const Store& store, TrialKey key) {
    PARETOP_TRY(auto select, store.prepare(std::string(k_select) + " WHERE run = ? AND number = ?"));
    PARETOP_TRY(auto found, select.first(read_trial, key.run, key.number));
    if (!found)
        return fail(ErrorKind::not_found, fmt::format("there is no trial {} in run {}", key.number, key.run), store.path(),
                    fmt::format("`paretop show {}` tells how many there are", key.run));
    return std::move(*found);
}

Result<std::vector<TrialRecord>> list_trials(const Store& store, RunId run, TrialNumber first, std::int64_t count) {
    PARETOP_TRY(auto select, store.prepare(std::string(k_select) + " WHERE run = ? AND number >= ? ORDER BY number LIMIT ?"));
    return select.collect(read_trial, run, first, count);
}

Result<std::vector<TrialRecord>> list_unfinished_trials(const Store& store, RunId run) {
    PARETOP_TRY(auto select,
                store.prepare(std::string(k_select) + " INDEXED BY trial_unfinished"
                                                      " WHERE run = ? AND state IN ('asked', 'running') ORDER BY number"));
    return select.collect(read_trial, run);
}

Result<std::int64_t> count_trials(const Store& store, RunId run) {
    PARETOP_TRY(auto select, store.prepare("SELECT coalesce(max(number) + 1, 0) FROM trial WHERE run = ?"));
    PARETOP_TRY(const auto count, select.first([](const Statement& row) { return row.integer(0); }, run));
    return count.value_or(0);
}

Result<std::vector<FailureRow>> list_failures(const Store& store, RunId run, std::int64_t count) {
    PARETOP_TRY(auto select, store.prepare("SELECT number, reason FROM trial INDEXED BY trial_failed"
                                           " WHERE run = ? AND state = 'failed' ORDER BY number DESC LIMIT ?"));
    return select.collect([](const Statement& row) { return FailureRow{row.integer(0), row.string(1)}; }, run, count);
}

Result<void> remove_trial(Store& store, TrialKey key) {
    PARETOP_TRY(auto note, store.prepare("DELETE FROM note WHERE run = ? AND trial = ?"));
    PARETOP_CHECK(note.run(key.run, key.number));
    PARETOP_TRY(auto trial, store.prepare("DELETE FROM trial WHERE run = ? AND number = ?"));
    return trial.run(key.run, key.number);
}

}  // namespace paretop::storage
