// Runs as a table and as JSON.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/json.h"
#include "views/model/runs.h"

namespace paretop::app {

// All runs of a store at this moment, newest first.
class RunsReport {
  public:
    // `store` outlives the report.
    static Result<RunsReport> read(const storage::Store& store);
    [[nodiscard]] const std::vector<const model::RunLine*>& lines() const { return model_->lines(); }
    // Every one of these words must be found in a run's name, kind, state, method or number.
    void filter(const std::string& words) { model_->set_filter(words); }
    // What the first screen says of one run. Fails when there is no such run.
    Result<std::pair<const model::RunLine*, const model::RunDetail*>> details(storage::RunId run);

  private:
    explicit RunsReport(const storage::Store& store);
    Result<void> update();

    std::unique_ptr<model::Experiments> experiments_;
    std::unique_ptr<model::RunsModel> model_;
};

std::string runs_table(const std::vector<const model::RunLine*>& lines, int width);
// One object: run, experiment, revision, kind, state, live, cut_off, trials, failed, asked, budget, parallel, seed, method,
// chosen, front, hypervolume, best, rate_per_min, left_s, active_s, created_ns, started_ns, ended_ns, reason.
void append_run(Json& json, const model::RunLine& line);

}  // namespace paretop::app
