#include <fmt/format.h>

#include <cmath>

#include "storage/intermediates.h"
#include "storage/names.h"
#include "storage/queries.h"
#include "storage/statement.h"

namespace paretop::storage {
namespace {

Result<void> check_finite(const Store& store, double value, TrialNumber trial) {
    if (std::isfinite(value)) return {};
    return fail(ErrorKind::internal, fmt::format("a measurement of trial {} is {}", trial, value), store.path(),
                "please report this");
}

}  // namespace

Result<void> insert_measurements(Store& store, RunId run, std::span<const MeasurementRecord> measurements) {
    PARETOP_TRY(auto insert, store.prepare("INSERT INTO measurement (run, trial, metric, repeat, value) VALUES (?,?,?,?,?)"));
    for (const auto& m : measurements) {
        PARETOP_CHECK(check_finite(store, m.value, m.trial));
        PARETOP_CHECK(insert.run(run, m.trial, m.metric, m.repeat, m.value));
    }
    return {};
}

// A program may report one step twice: the last word counts.
Result<void> insert_intermediates(Store& store, RunId run, std::span<const IntermediateRecord> intermediates) {
    if (intermediates.empty()) return {};
    PARETOP_TRY(auto insert,
                store.prepare("INSERT INTO intermediate (run, trial, metric, repeat, step, value) VALUES (?,?,?,?,?,?)"
                              " ON CONFLICT (run, trial, metric, repeat, step) DO UPDATE SET value = excluded.value"));
    for (const auto& i : intermediates) {
        PARETOP_CHECK(check_finite(store, i.value, i.trial));
        PARETOP_CHECK(insert.run(run, i.trial, i.metric, i.repeat, i.step, i.value));
    }
    return {};
}

Result<void> insert_executions(Store& store, RunId run, std::span<const ExecutionRecord> executions) {
    PARETOP_TRY(auto insert,
                store.prepare("INSERT INTO execution (run, trial, sequence, phase, repeat, started_ns, wall_ns, user_ns,"
                              " sys_ns, max_rss, exit_code, signal) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)"));
    for (const auto& e : executions)
        PARETOP_CHECK(insert.run(run, e.trial, e.sequence, to_word(k_phases, e.phase), e.repeat, e.started_ns, e.wall_ns,
                                 e.user_ns, e.sys_ns, e.max_rss, e.exit_code, e.signal));
    return {};
}

Result<std::vector<MeasurementRecord>> list_measurements(const Store& store, TrialKey key) {
    PARETOP_TRY(auto select, store.prepare("SELECT trial, metric, repeat, value FROM measurement WHERE run = ? AND trial = ?"
                                           " ORDER BY metric, repeat"));
    return select.collect(
        [](const Statement& row) {
            return MeasurementRecord{row.integer(0), row.integer(1), row.integer(2), row.real(3)};
        },
        key.run, key.number);
}

Result<std::vector<IntermediateRecord>> next_intermediates(const Store& store, RunId run, TrialNumber from) {
    PARETOP_TRY(auto select, store.prepare("SELECT min(trial) FROM intermediate WHERE run = ? AND trial >= ?"));
    PARETOP_TRY(const auto trials, select.collect([](const Statement& row) { return row.integer_or(0, -1); }, run, from));
    if (trials.empty() || trials.front() < 0) return std::vector<IntermediateRecord>();
    return list_intermediates(store, {run, trials.front()});
}

Result<std::vector<IntermediateRecord>> list_intermediates(const Store& store, TrialKey key) {
    PARETOP_TRY(auto select,
                store.prepare("SELECT trial, metric, repeat, step, value FROM intermediate WHERE run = ? AND trial = ?"
                              " ORDER BY metric, repeat, step"));
    const auto read = [](const Statement& row) {
        return IntermediateRecord{row.integer(0), row.integer(1), row.integer(2), row.integer(3), row.real(4)};
    };
    return select.collect(read, key.run, key.number);
}

Result<std::vector<ExecutionRecord>> list_executions(const Store& store, TrialKey key) {
    PARETOP_TRY(auto select, store.prepare("SELECT trial, sequence, phase, repeat, started_ns, wall_ns, user_ns, sys_ns, max_rss,"
                                           " exit_code, signal FROM execution WHERE run = ? AND trial = ? ORDER BY sequence"));
    const auto read = [](const Statement& row) {
        return ExecutionRecord{row.integer(0), row.integer(1), from_word<Phase>(k_phases, row.text(2)),
                               row.integer(3), row.integer(4), row.integer(5),
                               row.integer(6), row.integer(7), row.integer(8),
                               row.integer(9), row.integer(10)};
    };
    return select.collect(read, key.run, key.number);
}

}  // namespace paretop::storage
