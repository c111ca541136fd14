// Whole runs, store included, against the least a machine must do for them.
//   bench_engine [ROUNDS]
// exec:  trials of /bin/true a second of a complete run (ask, launch, measure, store, tell), against a bare Boost.Process v2
//        spawn-and-wait loop; the two take turns, so that a noisy machine disturbs both alike.
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
    double own_cpu_us = 0;  // CPU of the engine (or the loop) itself, a trial
};

// Runs `body(trials)` in a process of its own, so that no heap or page table of ours is in its way.
template <class Body>
Figures measured(int trials, Body body) {
    int channel[2];
    if (pipe(channel) != 0) std::exit(1);
    const auto child = fork();
    if (child == 0) {
        const auto cpu = cpu_of(RUSAGE_SELF);
        const auto begin = std::chrono::steady_clock::now();
        body(trials);
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
        const Figures figures{trials / took.count(), 1e6 * (cpu_of(RUSAGE_SELF) - cpu) / trials};
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

void bare_loop(int trials) {
    boost::asio::io_context loop;
    for (int i = 0; i < trials; ++i) {
        boost::process::v2::process child(loop, "/bin/true", {});
        child.wait();
    }
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

void whole_run(std::string text) {
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
    std::vector<double> ratios, bare_rates, exec_rates, extra_cpu, serve_rates, serve_cpu;
    for (int round = 0; round < rounds; ++round) {
        constexpr int k_trials = 1000, k_evaluations = 60000;
        const auto bare = measured(k_trials, bare_loop);
        const auto exec = measured(k_trials, [](int trials) { whole_run(filled(k_exec, {std::to_string(trials)})); });
        const auto served = measured(k_evaluations, [&](int n) { whole_run(filled(k_serve, {self, std::to_string(n)})); });
        ratios.push_back(exec.per_second / bare.per_second);
        bare_rates.push_back(bare.per_second);
        exec_rates.push_back(exec.per_second);
        extra_cpu.push_back(exec.own_cpu_us);
        serve_rates.push_back(served.per_second);
        serve_cpu.push_back(served.own_cpu_us);
    }
    fmt::print("medians of {} rounds\n", rounds);
    fmt::print("exec   bare spawn-and-wait {:7.0f}/s   paretop run {:7.0f}/s   ratio {:.3f}\n", median(bare_rates),
               median(exec_rates), median(ratios));
    fmt::print("exec   engine's own CPU a trial (spawning is the guardian's) {:.1f} us\n", median(extra_cpu));
    fmt::print("serve  {:.0f} evaluations/s stored, engine's own CPU {:.1f} us each\n", median(serve_rates), median(serve_cpu));
}
