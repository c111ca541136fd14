// Names of perf's events, and which metrics they count.
#pragma once

#include <string>
#include <string_view>

namespace paretop::functions {

// Without modifiers and without the unit that counts: "cycles:u", "cpu-clock:pppH", "cpu_core/cycles/P", "armv8_pmuv3_0/cycles/".
// What is no such name stays whole: tracepoints ("sched:sched_switch"), raw descriptions ("cpu/event=0x3c,umask=0x0/").
std::string perf_event(std::string_view event);

// Its periods are ns of CPU.
[[nodiscard]] bool counts_ns(std::string_view event);

// k_cpu_s of clocks, k_clockticks of cycles, else the event itself.
std::string perf_metric(const std::string& event);

}  // namespace paretop::functions
