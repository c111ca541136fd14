#include <fmt/format.h>

#include <cstdlib>
#include <thread>

#include "app/doctor/finding.h"

namespace paretop::app::doctor {
namespace {

Finding examine_cores() {
    const auto cores = std::thread::hardware_concurrency();
    return {"processor", "cores", cores > 1 ? Health::ok : Health::warn, fmt::format("{}", cores),
            cores > 1 ? "" : "the engine and what it measures share one core: expect noise"};
}

Finding examine_governor(const std::string& root) {
    const auto governor = first_line(root + "sys/devices/system/cpu/cpu0/cpufreq/scaling_governor");
    const bool steady = governor.empty() || governor == "performance";
    return {"processor", "governor", steady ? Health::ok : Health::warn,
            governor.empty() ? "none (a virtual machine?)" : governor,
            steady ? "" : "`sudo cpupower frequency-set -g performance` for steadier times"};
}

Finding examine_turbo(const std::string& root) {
    const auto intel = first_line(root + "sys/devices/system/cpu/intel_pstate/no_turbo");
    const auto other = first_line(root + "sys/devices/system/cpu/cpufreq/boost");
    if (intel.empty() && other.empty()) return {"processor", "turbo", Health::ok, "cannot be told", ""};
    const bool on = intel == "0" || other == "1";
    return {"processor", "turbo", on ? Health::warn : Health::ok, on ? "on" : "off",
            on ? "times depend on the temperature; `echo 1 | sudo tee /sys/devices/system/cpu/intel_pstate/no_turbo`, or "
                 "`echo 0 | sudo tee /sys/devices/system/cpu/cpufreq/boost`"
               : ""};
}

Finding examine_threads(const std::string& root) {
    const bool on = first_line(root + "sys/devices/system/cpu/smt/active") == "1";
    return {"processor", "SMT", Health::ok, on ? "on: two threads share a core" : "off", ""};
}

Finding examine_load(const std::string& root) {
    const auto line = first_line(root + "proc/loadavg");
    const double load = std::atof(line.c_str());
    const double cores = static_cast<double>(std::max(1U, std::thread::hardware_concurrency()));
    const bool busy = load > cores / 2;
    return {"processor", "load", busy ? Health::warn : Health::ok, fmt::format("{:.2f}", load),
            busy ? "other programs are running: use more repeats, or `repeats = { until_ci = 0.01 }`" : ""};
}

Finding examine_layout(const std::string& root) {
    const auto level = first_line(root + "proc/sys/kernel/randomize_va_space");
    const bool random = level != "0";
    return {"processor", "ASLR", Health::ok,
            random ? "on: layouts differ from run to run, so repeats tell the whole spread" : "off", ""};
}

}  // namespace

Findings examine_processor(const std::string& root) {
    return {examine_cores(),       examine_governor(root), examine_turbo(root),
            examine_threads(root), examine_load(root),     examine_layout(root)};
}

}  // namespace paretop::app::doctor
