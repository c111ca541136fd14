#include "storage/names.h"
#include "storage/queries.h"
#include "storage/statement.h"

namespace paretop::storage {
namespace {

// A cursor over the measurements of a run, read in step with its trials.
class MeasurementCursor {
  public:
    explicit MeasurementCursor(Statement statement) : statement_(std::move(statement)) {}

    Result<void> start(RunId run, TrialNumber first) {
        statement_.bind(run, first);
        return next();
    }
    // Appends those of `trial`; the trials of successive calls ascend.
    Result<void> take(TrialNumber trial, std::vector<MeasurementRecord>& out) {
        while (more_ && ahead_.trial <= trial) {
            if (ahead_.trial == trial) out.push_back(ahead_);
            PARETOP_CHECK(next());
        }
        return {};
    }

  private:
    Result<void> next() {
        PARETOP_TRY(more_, statement_.step());
        if (more_) ahead_ = {statement_.integer(0), statement_.integer(1), statement_.integer(2), statement_.real(3)};
        return {};
    }

    Statement statement_;
    MeasurementRecord ahead_;
    bool more_ = false;
};

TrialRow read_row(const Statement& row) {
    TrialRow trial;
    trial.number = row.integer(0);
    trial.state = from_word<TrialState>(k_trial_states, row.text(1));
    trial.feasible = row.integer(2) != 0;
    trial.origin = row.text(3);
    trial.reason = row.text(4);
    trial.compact = row.text(5);
    trial.told_before = row.integer(6);
    trial.tell_index = row.integer_or(7, -1);
    trial.ended_ns = row.integer(8);
    return trial;
}

Result<void> scan(const Store& store, RunId run, TrialNumber first, const std::function<bool(const TrialRow&)>& each) {
    PARETOP_TRY(auto trials,
                store.prepare("SELECT number, state, feasible, origin, reason, compact, told_before, tell_index, ended_ns"
                              " FROM trial CROSS JOIN configuration ON configuration.id = trial.configuration"
                              " WHERE run = ? AND number >= ? ORDER BY number"));
    PARETOP_TRY(auto statement, store.prepare("SELECT trial, metric, repeat, value FROM measurement"
                                              " WHERE run = ? AND trial >= ? AND repeat >= 0 ORDER BY trial, metric, repeat"));
    MeasurementCursor measurements(std::move(statement));
    PARETOP_CHECK(measurements.start(run, first));
    trials.bind(run, first);
    std::vector<MeasurementRecord> values;
    for (;;) {
        PARETOP_TRY(const bool more, trials.step());
        if (!more) return {};
        TrialRow row = read_row(trials);
        values.clear();
        PARETOP_CHECK(measurements.take(row.number, values));
        row.measurements = values;
        if (!each(row)) return {};
    }
}

}  // namespace

Result<void> scan_trials(const Store& store, RunId run, TrialNumber first, const std::function<bool(const TrialRow&)>& each) {
    return store.read([&] { return scan(store, run, first, each); });
}

}  // namespace paretop::storage
