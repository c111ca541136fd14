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
    std::string pruned;  // why its program was ended early; empty: it was not

    [[nodiscard]] bool warming() const { return repeat < job.first; }

    void printed(std::string_view bytes);  // into the log, and into the live log once there is one
    void note(std::string_view line);      // a remark of ours in the log
    [[nodiscard]] const process::BoundedText& log() const { return log_; }
    // Makes what was printed visible at `path`.
    void flush_live(const std::string& path, std::int64_t limit);

    void add_execution(storage::ExecutionRecord record);
    void add_values(const std::vector<double>& values);  // of warm-ups before a later round: not kept
    void add_report(const measure::Report& report, const measure::Sources& sources);  // of a repeat that has ended
    void begin_repeat() { steps_seen_ = 0; }
    // Adds what was reported since and asks Job::watch. True: it has to end, for the reason that is now in `pruned`.
    bool watched(const measure::Report& report, const measure::Sources& sources);
    // The same for a step that came by itself.
    bool watched(const measure::ReportedStep& step, const measure::Sources& sources);

    // True where `progress` differs from what was last said; fills in the number.
    bool changed(Progress& progress);

    // Calls `done`, once; the trial is empty afterwards. `reason` empty: it went well.
    void finish(std::string reason, Nanoseconds now);

  private:
    void add_steps(const measure::Report& report, const measure::Sources& sources);  // those of this repeat not yet added
    void add_step(const measure::ReportedStep& step, const measure::Sources& sources);
    bool worthless(std::size_t before);  // asks Job::watch about what was added since

    std::function<void(Evaluation)> done_;
    process::BoundedText log_;
    std::unique_ptr<process::LiveLog> live_;
    Progress said_;
    std::size_t steps_seen_ = 0;  // of the report of this repeat
};

}  // namespace paretop::executor
