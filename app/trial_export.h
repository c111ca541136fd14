// Trials in the forms of other programs, a row at a time.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/json.h"
#include "views/model/trial_fields.h"

namespace paretop::app {

// A field of RFC 4180: in quotes, with quotes doubled, where it has a comma, a quote or a line end.
std::string csv_field(std::string_view text);

// One row a trial: trial, state, feasible, origin, reason, ended_ns, then parameters, then medians of metrics (of the latest
// round). A name that occurs twice gets "parameter." or "metric." before it. Lines end with CR LF.
class CsvExport {
  public:
    explicit CsvExport(std::shared_ptr<const model::Experiment> experiment);
    [[nodiscard]] std::string head() const;
    std::string row(const storage::TrialRow& trial);

  private:
    std::shared_ptr<const model::Experiment> experiment_;
    model::RowReader reader_;
};

// One object a trial, with every repeat of every metric of the latest round, whose median is reported, and what it reported on
// its way. Trials are appended as they ascend; within the reading of them from `store`, which must outlive it.
class JsonExport {
  public:
    JsonExport(const storage::Store& store, storage::RunId run, std::shared_ptr<const model::Experiment> experiment);
    Result<void> append(Json& json, const storage::TrialRow& trial);

  private:
    void append_metrics(Json& json, const storage::TrialRow& trial);
    Result<void> append_intermediates(Json& json, storage::TrialNumber trial);

    const storage::Store* store_;
    storage::RunId run_;
    std::shared_ptr<const model::Experiment> experiment_;
    model::RowReader reader_;
    std::vector<storage::IntermediateRecord> ahead_;  // of the next trial that has any
    bool more_ = true;                                // there may be others after those
};

}  // namespace paretop::app
