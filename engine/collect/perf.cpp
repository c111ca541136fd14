#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "engine/collect/collector.h"
#include "engine/collect/control.h"
#include "engine/functions/read.h"
#include "engine/process/output.h"

namespace paretop::collect {
namespace {

constexpr int k_hertz = 4999;  // not a round number: no beat with what a program does every millisecond
constexpr Nanoseconds k_patience = 60'000'000'000;
// What perf does beside sampling, and takes a second for, and we do not need: BPF programs, build ids.
constexpr const char* k_swift[] = {"--no-bpf-event", "--no-buildid", "--no-buildid-cache"};
// All that the program prints goes to its standard output: standard error is perf's own, that nothing can feign its words.
constexpr const char* k_aside = R"(exec "$@" 2>&1)";
constexpr const char* k_counters = "cpu-clock,cycles,instructions,cache-misses";

process::Launch tool(std::vector<std::string> arguments) {
    process::Launch launch;
    launch.arguments = std::move(arguments);
    launch.environment = {"LC_ALL=C"};
    launch.timeout = k_patience;
    return launch;
}

// What perf says that it says always, left out: what is left is a complaint.
std::string complaint(const std::string& said) {
    std::string rest;
    std::istringstream lines(said);
    for (std::string line; std::getline(lines, line);)
        if (!line.starts_with("[ perf record: ") && !line.starts_with("Events ")) rest += line + '\n';
    return rest;
}

class PerfCollector : public Collector {
  public:
    explicit PerfCollector(Programs& programs) : programs_(programs) {}

    Result<void> prepare() override {
        PARETOP_TRY(const auto scratch, Scratch::create());
        const auto data = scratch.file("probe");
        const auto recorded = programs_.run(
            tool({"perf", "record", "-q", k_swift[0], k_swift[1], k_swift[2], "-e", "cycles", "-o", data, "--", "true"}));
        if (!recorded.failure.empty()) return refusal(recorded);
        // `-e cycles` falls back to the clock without a word where there are no counters: the event tells.
        const auto listed = programs_.run(tool({"perf", "evlist", "-i", data}));
        counters_ = listed.failure.empty() && listed.printed.starts_with("cycles");
        return {};
    }

    Result<functions::FunctionTable> collect(const Mapped& program, const std::string& operation) override {
        PARETOP_TRY(const auto scratch, Scratch::create());
        PARETOP_TRY(const auto control, Control::create(scratch.path()));
        const auto data = scratch.file("data");
        auto ran = programs_.run_apart(record(program, operation, control, data));
        const bool enabled = ran.said.find("Events enabled") != std::string::npos;
        if (ran.printed.empty()) ran.printed = complaint(ran.said);
        if (!ran.failure.empty()) return tl::unexpected(program_failed(ran, program, operation));
        if (!enabled) return tl::unexpected(never_enabled(program, operation));
        return samples(data, scratch.file("samples"));
    }

    [[nodiscard]] const char* name() const override { return "perf"; }
    [[nodiscard]] double interval_ms() const override { return 1e3 / k_hertz; }
    [[nodiscard]] std::vector<std::string> remarks() const override {
        if (counters_) return {};
        return {
            "perf counts no cycles here (`-e cycles` fell back to cpu-clock): functions are sampled by the clock, without "
            "hardware counters"};
    }

  private:
    static tl::unexpected<Error> refusal(const Ran& ran) {
        if (!ran.exit.launched)
            return fail(ErrorKind::child, ran.failure, "perf",
                        "install it: ./bootstrap deps --with perf, or apt-get install linux-perf; or take --collector callgrind");
        return fail(ErrorKind::child, "perf may not count here: " + ran.failure, "perf",
                    "allow it (sysctl kernel.perf_event_paranoid=2, or CAP_PERFMON in a container), or take --collector "
                    "callgrind");
    }

    [[nodiscard]] process::Launch record(const Mapped& program, const std::string& operation, const Control& control,
                                         const std::string& data) const {
        auto launch = tool({"perf", "record", k_swift[0], k_swift[1], k_swift[2], "--delay=-1",
                            fmt::format("--control=fifo:{},{}", control.control_path(), control.ack_path()), "-e",
                            counters_ ? k_counters : "cpu-clock", "-F", std::to_string(k_hertz), "-o", data, "--", "/bin/sh",
                            "-c", k_aside, "sh"});
        launch.arguments.insert(launch.arguments.end(), program.command.begin(), program.command.end());
        const auto protocol = protocol_environment(program, operation, control.control_path(), control.ack_path());
        launch.environment.insert(launch.environment.end(), protocol.begin(), protocol.end());
        launch.directory = program.directory;
        launch.timeout = program.timeout;
        return launch;
    }

    Result<functions::FunctionTable> samples(const std::string& data, const std::string& text) {
        const auto ran =
            programs_.run(tool({"perf", "script", "-i", data, "-F", "comm,pid,tid,time,period,event,ip,sym,dso"}), text);
        if (!ran.failure.empty()) return fail(ErrorKind::child, "perf script: " + ran.failure, "perf", "is the disk full?");
        std::error_code error;
        if (std::filesystem::file_size(text, error) == 0) return functions::FunctionTable();  // a call too short for a sample
        PARETOP_TRY(auto reading, functions::read_function_file(text, functions::Format::perf_script));
        return std::move(reading.table);
    }

    Programs& programs_;
    bool counters_ = false;
};

}  // namespace

std::unique_ptr<Collector> perf_collector(Programs& programs) { return std::make_unique<PerfCollector>(programs); }

}  // namespace paretop::collect
