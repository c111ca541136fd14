// Records in, records out. Functions that write are called inside Store::write.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "storage/records.h"
#include "storage/store.h"

namespace paretop::storage {

// --- experiments -----------------------------------------------------------------------------------------------------
// Finds the experiment with this name, spec text and directory, or stores it (with its parameters and metrics) as the next
// revision.
Result<ExperimentId> put_experiment(Store&, const ExperimentRecord&, std::span<const ParameterRecord>,
                                    std::span<const MetricRecord>);
Result<ExperimentRecord> get_experiment(const Store&, ExperimentId);
Result<std::vector<ParameterRecord>> list_parameters(const Store&, ExperimentId);
Result<std::vector<MetricRecord>> list_metrics(const Store&, ExperimentId);

// --- runs ------------------------------------------------------------------------------------------------------------
Result<RunId> insert_run(Store&, const RunRecord&);  // id is ignored and assigned
Result<void> update_run(Store&, const RunRecord&);   // every column but id, experiment, created_ns
Result<RunRecord> get_run(const Store&, RunId);
Result<std::vector<RunRecord>> list_runs(const Store&);  // newest first
// A number, an experiment's name (its newest run), or a unique prefix of one. not_found lists near names, usage the several it
// could be.
Result<RunId> find_run(const Store&, std::string_view word);
Result<void> remove_run(Store&,
                        RunId);  // and all that belongs to it; the experiment and configurations too when nothing else uses them

// --- configurations and trials -----------------------------------------------------------------------------------------
Result<ConfigurationId> put_configuration(Store&, ExperimentId, const ConfigurationRecord&);  // id is ignored; found by hash
Result<ConfigurationRecord> get_configuration(const Store&, ConfigurationId);
Result<void> put_trial(Store&, const TrialRecord&);  // insert or replace
Result<TrialRecord> get_trial(const Store&, TrialKey);
// Trials [first, first + count) in the order of their numbers; fewer at the end.
Result<std::vector<TrialRecord>> list_trials(const Store&, RunId, TrialNumber first, std::int64_t count);
Result<std::vector<TrialRecord>> list_unfinished_trials(const Store&, RunId);  // asked or running
Result<std::int64_t> count_trials(const Store&, RunId);  // one more than the highest number; does not count through them
struct FailureRow {
    TrialNumber number = 0;
    std::string reason;
};
Result<std::vector<FailureRow>> list_failures(const Store&, RunId, std::int64_t count);  // newest first
// Removes a trial and all its rows (an ask that a crash left behind and that is asked anew).
Result<void> remove_trial(Store&, TrialKey);

Result<void> insert_measurements(Store&, RunId, std::span<const MeasurementRecord>);
Result<void> insert_intermediates(Store&, RunId, std::span<const IntermediateRecord>);
Result<void> insert_executions(Store&, RunId, std::span<const ExecutionRecord>);
Result<std::vector<MeasurementRecord>> list_measurements(const Store&, TrialKey);  // by metric, then repeat; warm-ups included
Result<std::vector<IntermediateRecord>> list_intermediates(const Store&, TrialKey);
Result<std::vector<ExecutionRecord>> list_executions(const Store&, TrialKey);

// A trial with what a table, a chart or a replay needs of it. Views borrow SQLite's memory: valid during the call only.
struct TrialRow {
    TrialNumber number = 0;
    TrialState state = TrialState::asked;
    bool feasible = true;
    std::string_view origin;
    std::string_view reason;
    std::string_view compact;  // the configuration, space::decode
    std::int64_t told_before = 0;
    std::int64_t tell_index = -1;
    std::int64_t ended_ns = 0;
    std::span<const MeasurementRecord> measurements;  // warm-ups left out; by metric, then repeat
};
// Calls `each` for trials from `first` on, ascending, until it answers false or the trials end. ≥ 500,000 rows a second.
Result<void> scan_trials(const Store&, RunId, TrialNumber first, const std::function<bool(const TrialRow&)>& each);

// --- front -------------------------------------------------------------------------------------------------------------
Result<void> insert_front(Store&, RunId, const FrontRecord&);
Result<void> mark_left(Store&, RunId, TrialNumber trial, TrialNumber left_by);
Result<std::vector<FrontRecord>> list_front(const Store&, RunId);  // those still on it, by trial
Result<std::vector<FrontRecord>> list_front_history(const Store&, RunId,
                                                    TrialNumber after);  // all with trial > after, in entering order

// --- events, requests, artifacts, notes, tags ------------------------------------------------------------------------
Result<std::int64_t> insert_event(Store&, const EventRecord&);
Result<std::vector<EventRecord>> list_events(const Store&, std::optional<RunId>, std::int64_t before_id,
                                             std::int64_t count);  // newest first
Result<std::int64_t> insert_request(Store&, const RequestRecord&);
Result<std::vector<RequestRecord>> list_open_requests(const Store&, RunId);
Result<std::optional<RequestRecord>> get_request(const Store&, std::int64_t id);
Result<void> answer_request(Store&, std::int64_t id, std::int64_t at_ns, std::string_view answer);
Result<void> put_artifact(Store&, const ArtifactRecord&);
Result<std::vector<ArtifactRecord>> list_artifacts(const Store&, TrialKey);
Result<std::string> get_note(const Store&, TrialKey);  // number −1: of the run; empty when there is none
Result<void> put_note(Store&, TrialKey, std::string_view text);
Result<std::vector<std::string>> list_tags(const Store&, RunId);
Result<void> put_tag(Store&, RunId, std::string_view tag, bool on);

}  // namespace paretop::storage
