#include <array>
#include <fstream>

#include "app/doctor/finding.h"
#include "engine/process/counters.h"

namespace paretop::app::doctor {

std::string first_line(const std::string& path) {
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    return line;
}

Findings examine_counters() {
    Findings findings;
    const auto level = first_line("/proc/sys/kernel/perf_event_paranoid");
    const bool strict = level.empty() || std::atoi(level.c_str()) > 2;
    findings.push_back({"counters", "perf_event_paranoid", strict ? Health::warn : Health::ok,
                        level.empty() ? "no perf events" : level,
                        strict ? "`sudo sysctl kernel.perf_event_paranoid=2` lets everyone count their own programs" : ""});
    constexpr std::array<const char*, 5> k_events{"cycles", "instructions", "cache-misses", "branch-misses", "page-faults"};
    for (const char* event : k_events) {
        const auto available = process::perf_available(event);
        findings.push_back({"counters", event, available ? Health::ok : Health::warn,
                            available ? "can be counted" : available.error().what, available ? "" : available.error().remedy});
    }
    return findings;
}

}  // namespace paretop::app::doctor
