#include "engine/job/replay.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

namespace paretop::job {
namespace {

struct Finished {  // an outcome that waits for its turn among the tells
    storage::TrialNumber number;
    bool failed;
    std::string reason;
    std::vector<storage::MeasurementRecord> measurements;
    std::int64_t ended_ns;
};

class Replay {
  public:
    Replay(const spec::Spec& spec, search::Searcher& searcher, Ledger& ledger)
        : spec_(spec), searcher_(searcher), ledger_(ledger) {}

    Result<void> see(const storage::TrialRow& row) {
        const bool again = row.origin == k_again;
        if (again) result_.asks.add_again(row.number);
        if (!again) {
            tell_until(row.told_before);
            PARETOP_CHECK(ask(row));
        }
        result_.next = row.number + 1;
        ++ledger_.run.asked;
        const bool finished = row.state == storage::TrialState::done || row.state == storage::TrialState::failed;
        if (!finished) {
            result_.unfinished.push_back(row.number);
            return {};
        }
        for (const auto& m : row.measurements)
            if (measure::is_drift(m.repeat)) checks_[measure::told_at(m.repeat)].push_back(m);
        const auto in_last = [](const auto& m) {
            return measure::round_of(m.repeat) == static_cast<std::int64_t>(measure::Round::last);
        };
        if (std::any_of(row.measurements.begin(), row.measurements.end(), in_last)) result_.last_made.insert(row.number);
        Finished outcome{row.number,
                         row.state == storage::TrialState::failed,
                         std::string(row.reason),
                         {row.measurements.begin(), row.measurements.end()},
                         row.ended_ns};
        if (again)
            judge(outcome, true);
        else
            waiting_.emplace(row.tell_index, std::move(outcome));
        return {};
    }

    Replayed finish() {
        while (!waiting_.empty()) tell(waiting_.begin());
        check_drift();
        return std::move(result_);
    }

  private:
    Result<void> ask(const storage::TrialRow& row) {
        if (row.origin == k_imported) {
            result_.imported = true;
            PARETOP_TRY(const auto configuration, space::decode(spec_.space, row.compact));
            searcher_.adopt(result_.asked++, configuration);
            return {};
        }
        const auto asked = searcher_.ask(result_.asked++);
        if (asked && space::encode(spec_.space, asked->configuration) == row.compact) return {};
        return fail(
            ErrorKind::usage,
            fmt::format("the search method of this version asks otherwise than the recorded history at trial {}", row.number),
            fmt::format("run {}", ledger_.run.id),
            fmt::format("continue it with paretop {}{}, or start a new run", ledger_.run.version,
                        spec_.command.table.empty() ? "" : fmt::format(" and {} as it was then", spec_.command.table)));
    }

    void tell_until(std::int64_t told) {
        while (result_.told < told && !waiting_.empty()) tell(waiting_.begin());
    }

    // Checks of the baseline that came before the next outcome.
    void check_drift() {
        for (; !checks_.empty() && checks_.begin()->first <= result_.told; checks_.erase(checks_.begin())) {
            (void)ledger_.check_drift(checks_.begin()->second);
            result_.checked = checks_.begin()->first;
            ++result_.checks;
        }
    }

    void tell(std::map<std::int64_t, Finished>::iterator first) {
        check_drift();
        const auto verdict = judge(first->second, false);
        searcher_.tell(to_outcome(result_.asks.of(first->second.number), verdict));
        ++result_.told;
        waiting_.erase(first);
    }

    Verdict judge(const Finished& outcome, bool again) {
        return ledger_.judge(outcome.number, outcome.failed, outcome.reason, again, outcome.measurements, outcome.ended_ns,
                             ledger_.run.active_ns);
    }

    const spec::Spec& spec_;
    search::Searcher& searcher_;
    Ledger& ledger_;
    Replayed result_;
    std::map<std::int64_t, Finished> waiting_;                                // by tell_index
    std::map<std::int64_t, std::vector<storage::MeasurementRecord>> checks_;  // by outcomes told before
};

}  // namespace

storage::TrialNumber AskIndex::of(storage::TrialNumber trial) const {
    return trial - (std::lower_bound(again_.begin(), again_.end(), trial) - again_.begin());
}

bool AskIndex::is_again(storage::TrialNumber trial) const { return std::binary_search(again_.begin(), again_.end(), trial); }

search::Outcome to_outcome(search::TrialNumber ask, const Verdict& verdict) {
    search::Outcome outcome;
    outcome.number = ask;
    outcome.failed = verdict.failed;
    if (verdict.score) {
        outcome.objectives = verdict.score->objectives;
        outcome.violation = verdict.score->violation;
        outcome.repeats = verdict.score->repeats;
    }
    return outcome;
}

Result<Replayed> replay(const storage::Store& store, const spec::Spec& spec, search::Searcher& searcher, Ledger& ledger) {
    Replay replaying(spec, searcher, ledger);
    Result<void> seen;
    PARETOP_CHECK(storage::scan_trials(store, ledger.run.id, 0, [&](const storage::TrialRow& row) {
        seen = replaying.see(row);
        return seen.has_value();
    }));
    if (!seen) return tl::unexpected(seen.error());
    return replaying.finish();
}

}  // namespace paretop::job
