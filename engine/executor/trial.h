// A trial on its way from Job to Evaluation: what every protocol keeps about it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "engine/executor/executor.h"
#include "engine/measure/report.h"
#include "engine/measure/sources.h"
#include "engine/process/output.h"

namespace paretop::executor {

class Trial {
  public:
    Trial(Job job, std::function<void(Evaluation)> done, std::int64_t output_limit);

    Job job;
    Evaluation evaluation;
    std::int64_t repeat = 0;     // being measured, or next
    std::int64_t disturbed = 0;  // times in a row that a repeat had to be measured again
    bool cancelled = false;

    void printed(std::string_view bytes);  // into the log, and into the live log once there is one
    void note(std::string_view line);      // a remark of ours in the log
    [[nodiscard]] const process::BoundedText& log() const { return log_; }
    // Makes what was printed visible at `path`.
    void flush_live(const std::string& path, std::int64_t limit);

    void add_execution(storage::ExecutionRecord record);
    void add_values(const std::vector<double>& values);
    void add_steps(const measure::Report& report, const measure::Sources& sources);

    // True where `progress` differs from what was last said; fills in the number.
    bool changed(Progress& progress);

    // Calls `done`, once; the trial is empty afterwards. `reason` empty: it went well.
    void finish(std::string reason, Nanoseconds now);

  private:
    std::function<void(Evaluation)> done_;
    process::BoundedText log_;
    std::unique_ptr<process::LiveLog> live_;
    Progress said_;
};

}  // namespace paretop::executor
