// The screen as its user meets it: the built program in a pseudo-terminal of 160×50, on a store of a million trials.
//   bench_screen PARETOP-BINARY [TRIALS]      (default: the paretop beside it, 1,000,000)
// Prints first paint, resident memory, wake-ups and bytes while idle and beside a live run, and the time from key to repaint
// while 5,000 trials a second arrive, and how a profile of a million operations opens. Times are this machine's; look at them
// beside the bars in ARCHITECTURE.md.
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "bench/million.h"
#include "engine/profile/writer.h"

namespace {

using namespace paretop;
using namespace paretop::bench;
using SteadyClock = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;

// The program in a pseudo-terminal.
class Screen {
  public:
    Screen(const std::string& binary, const std::string& store) {
        winsize size{50, 160, 0, 0};
        start_ = SteadyClock::now();
        pid_ = forkpty(&terminal_, nullptr, nullptr, &size);
        if (pid_ == 0) {
            setenv("TERM", "xterm-256color", 1);
            setenv("LANG", "C.UTF-8", 1);
            execl(binary.c_str(), binary.c_str(), "--store", store.c_str(), nullptr);
            _exit(127);
        }
    }
    ~Screen() {
        kill(pid_, SIGTERM);
        int status = 0;
        waitpid(pid_, &status, 0);
        close(terminal_);
    }
    void send(std::string_view keys) { (void)!write(terminal_, keys.data(), keys.size()); }
    // Reads until nothing has come for `quiet`, or for 2 s where something always comes; the time from now to the first byte in
    // *first.
    std::size_t drain(Milliseconds quiet, Milliseconds* first = nullptr, Milliseconds* last = nullptr) {
        const auto begin = SteadyClock::now();
        std::size_t bytes = 0;
        pollfd wait{terminal_, POLLIN, 0};
        char buffer[65536];
        while (SteadyClock::now() - begin < std::chrono::seconds(2) && poll(&wait, 1, static_cast<int>(quiet.count())) > 0) {
            const auto got = read(terminal_, buffer, sizeof buffer);
            if (got <= 0) break;
            if (bytes == 0 && first) *first = SteadyClock::now() - begin;
            if (last) *last = SteadyClock::now() - begin;
            bytes += static_cast<std::size_t>(got);
        }
        return bytes;
    }
    [[nodiscard]] SteadyClock::time_point started() const { return start_; }
    [[nodiscard]] std::int64_t status(const std::string& key) const {
        std::ifstream file(fmt::format("/proc/{}/status", pid_));
        for (std::string line; std::getline(file, line);)
            if (line.starts_with(key + ":")) return std::atoll(line.c_str() + key.size() + 1);
        return -1;
    }
    [[nodiscard]] double cpu_seconds() const {
        std::ifstream file(fmt::format("/proc/{}/schedstat", pid_));
        double ns = 0;
        file >> ns;
        return ns / 1e9;
    }

  private:
    int terminal_ = -1;
    pid_t pid_ = -1;
    SteadyClock::time_point start_;
};

struct Rest {
    std::size_t bytes;
    std::int64_t wakeups;
    double cpu_percent;
};

Rest watch(Screen& screen, int seconds) {
    const auto wakeups = screen.status("voluntary_ctxt_switches");
    const auto cpu = screen.cpu_seconds();
    const auto begin = SteadyClock::now();
    std::size_t bytes = 0;
    while (SteadyClock::now() - begin < std::chrono::seconds(seconds)) bytes += screen.drain(Milliseconds(100));
    const std::chrono::duration<double> took = SteadyClock::now() - begin;
    return {bytes, screen.status("voluntary_ctxt_switches") - wakeups, 100 * (screen.cpu_seconds() - cpu) / took.count()};
}

// Another process that adds trials to the run, `rate` a second in commits of a 64th second, holding its lock as an engine does.
class Feeder {
  public:
    Feeder(const std::string& path, Made made, int rate) {
        pid_ = fork();
        if (pid_ != 0) return;
        const auto lock = need(storage::RunLock::acquire(path, made.run.id));
        auto store = need(storage::Store::open(path));
        storage::Syncer syncer(store);
        made.run = need(storage::get_run(store, made.run.id));
        made.run.state = storage::RunState::running;
        const auto begin = SteadyClock::now();
        const int commits = rate >= 64 ? 64 : rate;
        for (std::int64_t n = made.run.asked, k = 1;; ++k, n += rate / commits) {
            add_trials(store, made.spec, made.run, n, n + rate / commits);
            syncer.dirty();
            std::this_thread::sleep_until(begin + std::chrono::milliseconds(1000 * k / commits));
        }
    }
    ~Feeder() {
        kill(pid_, SIGKILL);
        waitpid(pid_, nullptr, 0);
    }

  private:
    pid_t pid_;
};

double percentile(std::vector<double> values, double p) {
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(p * static_cast<double>(values.size() - 1))];
}

void keys_to_repaint(const std::string& binary, const std::string& path, const Made& made) {
    const Feeder feeder(path, made, 5000);
    for (const auto& [where, enter] : {std::pair{"runs", ""}, std::pair{"front", "\r"}, std::pair{"trials", "\rt"}}) {
        Screen screen(binary, path);
        screen.drain(Milliseconds(400));
        for (const char* key = enter; *key; ++key) screen.send(std::string_view(key, 1)), screen.drain(Milliseconds(700));
        std::this_thread::sleep_for(std::chrono::seconds(5));  // a million trials are loaded meanwhile
        screen.drain(Milliseconds(50));
        std::vector<double> times;
        for (int i = 0; i < 400; ++i) {
            Milliseconds first{0};
            screen.send(i % 20 < 10 ? "j" : "k");
            if (screen.drain(Milliseconds(30), &first) > 0) times.push_back(first.count());
        }
        if (times.empty()) {
            fmt::print("  {:<7} no answer to keys\n", where);
            continue;
        }
        fmt::print(
            "  {:<7} key to repaint   median {:6.2f} ms   99th percentile {:6.2f} ms   worst {:6.2f} ms   ({} keys, {} kB "
            "resident)\n",
            where, percentile(times, 0.5), percentile(times, 0.99), percentile(times, 1), times.size(), screen.status("VmRSS"));
    }
}

// A profile of a million distinct operations and a million batches: when its table is on screen, what it takes to read all, and
// how long a key waits meanwhile.
void large_profile(const std::string& binary, const std::string& folder) {
    const std::string path = folder + "/profile.db";
    {
        auto store = need(storage::Store::open(path));
        storage::ProfileRecord record;
        record.name = "million";
        record.format = "report";
        auto writer = need(profile::ProfileWriter::begin(store, record));
        const auto lane = writer.lane({100, 100, profile::Role::worker, ""});
        const auto batch = writer.name("BatchPreprocessed", profile::Kind::preprocessed);
        for (std::int64_t i = 0, at = 1'700'000'000'000'000'000; i < 1'000'000; ++i, at += 1'000'000) {
            const auto took = 100'000 + static_cast<std::int64_t>(noise(i) * 700'000);
            const auto name = writer.name(fmt::format("operation {}", i), profile::Kind::operation);
            writer.record({name, lane, profile::Kind::operation, at, took, i});
            writer.record({batch, lane, profile::Kind::preprocessed, at, took + 50'000, i});
        }
        need(writer.commit(storage::ProfileState::complete));
    }
    Screen screen(binary, path);
    screen.drain(Milliseconds(400));
    screen.send("P");
    screen.drain(Milliseconds(400));
    Milliseconds first{0};
    const auto before = screen.cpu_seconds();
    screen.send("\r");
    screen.drain(Milliseconds(20), &first);
    std::vector<double> times;
    for (int i = 0; i < 60; ++i) {
        Milliseconds answer{0};
        screen.send(i % 20 < 10 ? "j" : "k");
        if (screen.drain(Milliseconds(30), &answer) > 0) times.push_back(answer.count());
    }
    while (screen.drain(Milliseconds(1500)) > 0) continue;
    fmt::print("profile of a million operations: on screen after {:.1f} ms, all read with {:.0f} ms CPU, {} kB resident\n",
               first.count(), 1000 * (screen.cpu_seconds() - before), screen.status("VmRSS"));
    if (!times.empty())
        fmt::print("  keys while it is read: to repaint median {:.1f} ms, 99th percentile {:.1f} ms ({} keys)\n",
                   percentile(times, 0.5), percentile(times, 0.99), times.size());
}

}  // namespace

int main(int argc, char** argv) {
    setvbuf(stdout, nullptr, _IOLBF, 0);
    const std::filesystem::path self = std::filesystem::canonical("/proc/self/exe");
    const std::string binary = argc > 1 ? argv[1] : (self.parent_path().parent_path() / "paretop").string();
    const std::int64_t trials = argc > 2 ? std::atoll(argv[2]) : 1000000;
    std::string folder = (std::filesystem::temp_directory_path() / "paretop-bench-XXXXXX").string();
    if (!mkdtemp(folder.data())) return 1;
    const std::string path = folder + "/million.db";
    fmt::print("making a store of {} trials …\n", trials);
    const auto made = make_store(path, trials);

    std::vector<double> paints, cpus;
    for (int i = 0; i < 11; ++i) {
        Screen screen(binary, path);
        Milliseconds last{0};
        screen.drain(Milliseconds(200), nullptr, &last);
        paints.push_back(last.count());
        cpus.push_back(1000 * screen.cpu_seconds());
        if (i == 10)
            fmt::print("first paint: median {:.1f} ms after exec ({:.1f} ms CPU); {} kB resident\n", percentile(paints, 0.5),
                       percentile(cpus, 0.5), screen.status("VmRSS"));
    }
    {
        Screen screen(binary, path);
        screen.drain(Milliseconds(1000));
        const auto rest = watch(screen, 10);
        fmt::print("idle, nothing running: {} wake-ups, {} bytes in 10 s\n", rest.wakeups, rest.bytes);
    }
    {
        const Feeder feeder(path, made, 20);
        Screen screen(binary, path);
        screen.drain(Milliseconds(600));
        const auto rest = watch(screen, 10);
        fmt::print("idle, one live run: {:.1f} wake-ups a second, {} bytes, {:.2f} % CPU\n",
                   static_cast<double>(rest.wakeups) / 10, rest.bytes, rest.cpu_percent);
    }
    fmt::print("5,000 trials a second arriving at {}:\n", trials);
    keys_to_repaint(binary, path, made);
    large_profile(binary, folder);
    std::filesystem::remove_all(folder);
}
