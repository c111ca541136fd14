// What a foreground run says while it goes on: one line rewritten in place on a terminal, plain lines elsewhere.
#pragma once

#include <memory>
#include <string>

#include "app/console.h"
#include "app/progress_line.h"
#include "engine/job/run_loop.h"
#include "engine/process/guardian.h"
#include "views/model/experiments.h"
#include "views/model/rate.h"

namespace paretop::app {

class RunReporter {
  public:
    // Reads configurations through a connection of its own. `quiet`: says nothing. The console outlives the reporter.
    static Result<std::unique_ptr<RunReporter>> open(const std::string& store_path, storage::RunId run, Console& console,
                                                     bool quiet);

    job::Observer observer();  // the reporter outlives it
    void finish();             // takes the progress line away

  private:
    RunReporter(storage::Store store, Console& console, bool quiet);
    void trial(const storage::TrialRecord& trial, const job::Verdict& verdict, const storage::RunRecord& run);
    void waiting(const job::OpenTrial& open);
    void event(const storage::EventRecord& event);
    void improve(const job::Verdict& verdict);
    void draw(bool now);
    [[nodiscard]] std::string differences(storage::TrialKey trial) const;
    [[nodiscard]] std::string objectives_text(const std::vector<double>& objectives) const;

    storage::Store store_;
    Console& console_;
    bool quiet_;
    bool live_;  // a line can be rewritten
    std::shared_ptr<const model::Experiment> experiment_;
    RunProgress progress_;
    model::Rate rate_;
    std::vector<double> best_;  // by objective
    Nanoseconds drawn_at_ = 0;
    bool drawn_ = false;
};

// Drives a run to its end here and says how it goes; Ctrl-C pauses it. The guardian is forked before any store is opened.
Result<job::RunEnd> drive_here(process::Guardian& guardian, const std::string& store_path, storage::RunId run, Console& console,
                               bool quiet);

}  // namespace paretop::app
