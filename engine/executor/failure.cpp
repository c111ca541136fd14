#include "engine/executor/failure.h"

#include <fmt/format.h>
#include <string.h>

#include <array>
#include <cerrno>
#include <csignal>

#include "engine/process/output.h"

namespace paretop::executor {
namespace {

std::string launch_failure(const process::Launch& launch, const process::Exit& exit) {
    const auto why = ::strerrordesc_np(exit.error);
    const auto& program = launch.arguments.front();
    if (exit.error == ECONNRESET) return "the guardian process was killed while it ran";
    if (exit.bad_directory) return fmt::format("cannot enter {}: {}", launch.directory, why);
    if (exit.error == E2BIG) return fmt::format("cannot run {}: its arguments are too long", program);
    if (exit.error == ENOEXEC) return fmt::format("cannot run {}: neither a program nor a script with a #! line", program);
    const bool in_path = exit.error == ENOENT && program.find('/') == std::string::npos;
    return fmt::format("cannot run {}: {}{}", program, why, in_path ? ", not in PATH" : "");
}

std::string killed_by(const process::Launch& launch, int signal) {
    const auto& limits = launch.limits;
    if (signal == SIGXCPU && limits.cpu_time) return fmt::format("cpu limit of {} reached", duration_text(*limits.cpu_time));
    if (signal == SIGXFSZ && limits.file_size) return fmt::format("file size limit of {} reached", size_text(*limits.file_size));
    auto text = fmt::format("killed by {}", signal_name(signal));
    const bool memory = signal == SIGKILL || signal == SIGABRT || signal == SIGSEGV || signal == SIGBUS;
    if (memory && limits.memory) text += fmt::format(" (memory limit {})", size_text(*limits.memory));
    if (signal == SIGKILL && !limits.memory) text += " (out of memory?)";
    return text;
}

}  // namespace

std::string failure_of(const ChildFacts& child) {
    const auto& exit = child.exit;
    if (!exit.launched) return launch_failure(child.launch, exit);
    if (exit.timed_out) return fmt::format("timeout after {}", duration_text(child.launch.timeout));
    auto text = exit.signal != 0 ? killed_by(child.launch, exit.signal) : fmt::format("exit code {}", exit.exit_code);
    if (const auto line = process::last_line(child.printed); !line.empty()) text += ": " + line;
    return text;
}

std::string signal_name(int signal) {
    const char* name = ::sigabbrev_np(signal);
    return name != nullptr ? fmt::format("SIG{}", name) : fmt::format("signal {}", signal);
}

std::string duration_text(Nanoseconds duration) {
    const double seconds = static_cast<double>(duration) / 1e9;
    if (seconds < 1) return fmt::format("{:.3g} ms", seconds * 1000);
    if (seconds < 120) return fmt::format("{:.4g} s", seconds);
    return seconds < 7200 ? fmt::format("{:.4g} min", seconds / 60) : fmt::format("{:.4g} h", seconds / 3600);
}

std::string size_text(std::int64_t bytes) {
    constexpr std::array k_units{"B", "KiB", "MiB", "GiB", "TiB"};
    auto amount = static_cast<double>(bytes);
    std::size_t unit = 0;
    while (amount >= 1024 && unit + 1 < k_units.size()) amount /= 1024, ++unit;
    return fmt::format("{:.4g} {}", amount, k_units[unit]);
}

}  // namespace paretop::executor
