// One child of the guardian: how its time and resources are taken, how its tree is signalled.
#pragma once

#include <sys/resource.h>
#include <sys/types.h>

#include <limits>
#include <string>
#include <vector>

#include "engine/process/guardian.h"

namespace paretop::process {

inline constexpr Nanoseconds k_never = std::numeric_limits<Nanoseconds>::max();

Nanoseconds clock_ns(int clock);
Nanoseconds suspended_ns();  // time the machine spent suspended since it started (CLOCK_BOOTTIME − CLOCK_MONOTONIC)

class Ward {
  public:
    Ward(ChildId id, pid_t pid, std::string tag, Nanoseconds timeout, Nanoseconds grace, std::vector<int> counters);

    [[nodiscard]] ChildId id() const { return id_; }
    [[nodiscard]] pid_t pid() const { return pid_; }  // of the main child, leader of its group
    [[nodiscard]] bool ended() const { return ended_; }
    [[nodiscard]] const std::string& tag() const { return tag_; }  // "PARETOP_TRIAL=…", empty: it has none
    [[nodiscard]] Nanoseconds deadline() const { return deadline_; }

    void set_started(Nanoseconds wall, Nanoseconds steady, Nanoseconds suspended);
    void freeze() { exit_.frozen = true; }
    void end(int status, const rusage& usage);  // the main child has ended
    void add_usage(const rusage& usage);        // of an orphan
    // The deadline has come: which signal is due now. Sets the next deadline.
    int next_signal(Nanoseconds now, bool timed_out);
    // Leftovers were found: how long they may take to die.
    void expect_leftovers(Nanoseconds now);
    [[nodiscard]] bool hopeless(Nanoseconds now) const { return ended_ && now >= deadline_; }
    // Reads and closes the counters. Call once, at the end.
    const Exit& finish();

  private:
    ChildId id_;
    pid_t pid_;
    std::string tag_;
    Nanoseconds grace_, deadline_ = k_never;
    Nanoseconds steady_start_ = 0, suspended_start_ = 0;
    bool ended_ = false, terminating_ = false;
    std::vector<int> counters_;
    Exit exit_;
};

}  // namespace paretop::process
