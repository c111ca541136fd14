// Whole runs, store included, against the least a machine must do for them.
//   bench_engine [ROUNDS]
// exec:  trials of /bin/true a second of a complete run (ask, launch, measure, store, tell), against a bare Boost.Process v2
//        spawn-and-wait loop; the two take turns, so that a noisy machine disturbs both alike. The CPU of a run is that of the
//        engine (all threads, start and end included) and of its guardian, which does the spawning and waiting; what both need
//        beyond the bare loop is the price of a trial.
// serve: evaluations a second through one worker that answers at once, 64 in flight, all stored.
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/process/v2/process.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "engine/job/create.h"
#include "engine/job/drive.h"

namespace {

using namespace paretop;

template <class T>
T need(Result<T> result) {
    if (!result) {
        fmt::print(stderr, "bench_engine: {}\n", result.error().message());
        std::exit(1);
    }
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

double cpu_of(int who) {
    rusage usage{};
    getrusage(who, &usage);
    return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

struct Figures {
    double per_second = 0;
    double own_cpu_us = 0;       // CPU of the engine (or the loop) itself, a trial
    double guardian_cpu_us = 0;  // of its guardian
};

// Runs `body(trials)` in a process of its own, so that no heap or page table of ours is in its way. The body returns its
// guardian's CPU in seconds.
template <class Body>
Figures measured(int trials, Body body) {
    int channel[2];
    if (pipe(channel) != 0) std::exit(1);
    const auto child = fork();
    if (child == 0) {
        const auto cpu = cpu_of(RUSAGE_SELF);
        const auto begin = std::chrono::steady_clock::now();
        const double guardian = body(trials);
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
        const Figures figures{trials / took.count(), 1e6 * (cpu_of(RUSAGE_SELF) - cpu) / trials, 1e6 * guardian / trials};
        (void)!write(channel[1], &figures, sizeof figures);
        _exit(0);
    }
    close(channel[1]);
    Figures figures;
    if (read(channel[0], &figures, sizeof figures) != static_cast<ssize_t>(sizeof figures)) std::exit(1);
    close(channel[0]);
    waitpid(child, nullptr, 0);
    return figures;
}

double bare_loop(int trials) {
    boost::asio::io_context loop;
    for (int i = 0; i < trials; ++i) {
        boost::process::v2::process child(loop, "/bin/true", {});
        child.wait();
    }
    return 0;
}

constexpr std::string_view k_exec = R"([experiment]
name = "true"
kind = "tune"
[[parameter]]
name = "x"
type = "float"
range = [0.0, 1.0]
[command]
run = ["/bin/true"]
[[metric]]
name = "wall_s"
from = "wall_s"
[[objective]]
metric = "wall_s"
goal = "minimize"
[search]
method = "random"
trials = {}
)";

constexpr std::string_view k_serve = R"([experiment]
name = "served"
kind = "tune"
[[parameter]]
name = "x"
type = "float"
range = [0.0, 1.0]
[[parameter]]
name = "y"
type = "float"
range = [0.0, 1.0]
[command]
run = ["{}", "--worker"]
protocol = "serve"
in_flight = 64
[[metric]]
name = "time"
from = "report"
[[metric]]
name = "size"
from = "report"
[[objective]]
metric = "time"
goal = "minimize"
[[objective]]
metric = "size"
goal = "minimize"
[search]
method = "random"
trials = {}
)";

// On-CPU time of a process with one thread: the first number of schedstat, in nanoseconds.
double cpu_of_process(int pid) {
    std::ifstream file(fmt::format("/proc/{}/schedstat", pid));
    double nanoseconds = 0;
    file >> nanoseconds;
    return nanoseconds / 1e9;
}

double whole_run(std::string text) {
    auto guardian = need(process::Guardian::start());
    std::string folder = (std::filesystem::temp_directory_path() / "paretop-bench-XXXXXX").string();
    if (!mkdtemp(folder.data())) std::exit(1);
    job::DriveOptions options;
    options.store_path = folder + "/bench.db";
    {
        auto store = need(storage::Store::open(options.store_path));
        const auto read = spec::read_spec(text, "bench.toml", "/");
        if (!read.spec) std::exit((fmt::print(stderr, "{}\n", read.problems.front().message("bench.toml")), 1));
        options.run = need(job::create_run(store, *read.spec, {}, system_clock()));
    }
    const auto end = need(job::drive(*guardian, options));
    if (end.state != storage::RunState::done) std::exit((fmt::print(stderr, "bench_engine: {}\n", end.reason), 1));
    auto store = need(storage::Store::open(options.store_path));
    if (need(storage::get_run(store, options.run)).failed != 0)
        std::exit((fmt::print(stderr, "bench_engine: trials failed\n"), 1));
    std::filesystem::remove_all(folder);
    return cpu_of_process(guardian->pid());
}

std::string filled(std::string_view pattern, const std::vector<std::string>& values) {
    std::string text(pattern);
    for (const auto& value : values) text.replace(text.find("{}"), 2, value);
    return text;
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

// {"id":7,"config":{…}} → {"id":7,"metrics":{…}}, answered as fast as lines come.
int serve() {
    std::ios::sync_with_stdio(false);
    for (std::string line; std::getline(std::cin, line);) {
        const auto id = line.find("\"id\":");
        const auto end = line.find_first_of(",}", id);
        std::cout << "{\"id\":" << std::string_view(line).substr(id + 5, end - id - 5) << ",\"metrics\":{\"time\":" << line.size()
                  << ".25,\"size\":" << end << ".5}}\n";
        if (std::cin.rdbuf()->in_avail() == 0) std::cout.flush();
    }
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc > 1 && std::string_view(argv[1]) == "--worker") return serve();
    const int rounds = argc > 1 ? std::atoi(argv[1]) : 7;
    const std::string self = std::filesystem::canonical("/proc/self/exe").string();
    std::vector<double> ratios, bare_rates, exec_rates, bare_cpu, engine_cpu, guardian_cpu, beyond, start, serve_rates, serve_cpu;
    for (int round = 0; round < rounds; ++round) {
        constexpr int k_trials = 1000, k_evaluations = 60000;
        const auto exec_run = [](int trials) { return whole_run(filled(k_exec, {std::to_string(trials)})); };
        const auto bare = measured(k_trials, bare_loop);
        const auto exec = measured(k_trials, exec_run);
        const auto served = measured(k_evaluations, [&](int n) { return whole_run(filled(k_serve, {self, std::to_string(n)})); });
        ratios.push_back(exec.per_second / bare.per_second);
        bare_rates.push_back(bare.per_second);
        exec_rates.push_back(exec.per_second);
        bare_cpu.push_back(bare.own_cpu_us);
        engine_cpu.push_back(exec.own_cpu_us);
        guardian_cpu.push_back(exec.guardian_cpu_us);
        beyond.push_back(exec.own_cpu_us + exec.guardian_cpu_us - bare.own_cpu_us);
        start.push_back(measured(1, exec_run).own_cpu_us / k_trials);
        serve_rates.push_back(served.per_second);
        serve_cpu.push_back(served.own_cpu_us);
    }
    fmt::print("medians of {} rounds\n", rounds);
    fmt::print("exec   bare spawn-and-wait {:7.0f}/s   paretop run {:7.0f}/s   ratio {:.3f}\n", median(bare_rates),
               median(exec_rates), median(ratios));
    fmt::print(
        "exec   CPU a trial: engine {:.1f} us ({:.1f} of it start and end of the run), guardian {:.1f} us, bare loop {:.1f} us\n",
        median(engine_cpu), median(start), median(guardian_cpu), median(bare_cpu));
    fmt::print("exec   CPU a trial beyond spawn and wait (engine + guardian - bare loop): {:.1f} us\n", median(beyond));
    fmt::print("serve  {:.0f} evaluations/s stored, engine's own CPU {:.1f} us each\n", median(serve_rates), median(serve_cpu));
}
