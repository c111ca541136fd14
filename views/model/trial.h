// Everything there is to know of one trial.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "views/model/budget.h"
#include "views/model/command_line.h"
#include "views/model/log_text.h"
#include "views/model/summary.h"

namespace paretop::model {

struct ParameterLine {
    std::string name, value, baseline;  // empty: inactive
    [[nodiscard]] bool differs() const { return value != baseline; }
};

// What one metric was on the way, in one repeat.
struct IntermediateCurve {
    std::int64_t metric = 0, repeat = 0;
    std::vector<std::int64_t> steps;
    std::vector<double> values;
};

// Of records by metric, repeat and step.
std::vector<IntermediateCurve> curves_of(const std::vector<storage::IntermediateRecord>& records);

class TrialModel {
  public:
    // `live_log`: where its output can be read while it runs.
    TrialModel(const storage::Store& store, storage::TrialKey key, std::shared_ptr<const Experiment> experiment,
               std::string live_log);

    Result<bool> update(Budget& budget);
    // The end of the output, while it runs; cheap when nothing was printed. True: something new.
    Result<bool> follow_log();

    [[nodiscard]] storage::TrialKey key() const { return key_; }
    [[nodiscard]] const Experiment& experiment() const { return *experiment_; }
    [[nodiscard]] const storage::TrialRecord& record() const { return record_; }
    [[nodiscard]] const TrialSummary& summary() const { return summary_; }
    [[nodiscard]] const TrialSummary& baseline() const { return baseline_; }
    [[nodiscard]] std::vector<ParameterLine> parameters() const;
    [[nodiscard]] const std::vector<storage::ExecutionRecord>& executions() const { return executions_; }
    [[nodiscard]] const std::vector<IntermediateCurve>& intermediates() const { return intermediates_; }
    [[nodiscard]] const std::vector<storage::EventRecord>& events() const { return events_; }  // newest first
    [[nodiscard]] const std::string& note() const { return note_; }
    [[nodiscard]] const CommandLines& commands() const { return commands_; }
    [[nodiscard]] const LogText& log() const { return log_; }

  private:
    Result<void> read_outcome();
    Result<void> read_events();

    const storage::Store& store_;
    storage::TrialKey key_;
    std::shared_ptr<const Experiment> experiment_;
    std::string live_log_;
    storage::TrialRecord record_;
    TrialSummary summary_, baseline_;
    std::vector<storage::ExecutionRecord> executions_;
    std::vector<IntermediateCurve> intermediates_;
    std::vector<storage::EventRecord> events_;
    std::string note_;
    CommandLines commands_;
    LogText log_;
    bool settled_ = false;  // it and the baseline have finished: only the note and the events can still change
};

}  // namespace paretop::model
