// Import of traces against plain readers, in turns; what a record takes in the store; how soon an imported trace is on screen.
//   bench_profile [records, default 3000000] [rounds, default 3]
// The trace is made under $TMPDIR in the form of Lotus: 4 workers, batches of 32 images with five operations each.
#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "engine/profile/batches.h"
#include "engine/profile/export.h"
#include "engine/profile/import.h"
#include "engine/profile/timeline.h"

namespace {

using namespace paretop;
using Seconds = std::chrono::duration<double>;

template <class T>
T need(Result<T> result) {
    if (!result) {
        fmt::print(stderr, "bench_profile: {}\n", result.error().message());
        std::exit(1);
    }
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

// Of CPU of this process: the machine may be busy with other things.
template <class Body>
double cpu_seconds(Body body) {
    const auto now = [] {
        timespec time{};
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
    };
    const double start = now();
    body();
    return now() - start;
}

template <class Body>
double seconds(Body body) {
    const auto start = std::chrono::steady_clock::now();
    body();
    return Seconds(std::chrono::steady_clock::now() - start).count();
}

double peak_mib() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

void make_worker(const std::string& path, int worker, std::int64_t records) {
    constexpr const char* k_names[]{"SRandomResizedCrop", "SRandomHorizontalFlip", "SToTensor", "SNormalize", "SLoader",
                                    "STransform"};
    constexpr std::int64_t k_typical[]{8'852'537, 91'389, 1'269'657, 808'486, 30'977'123, 15'738'001};
    std::ofstream file(path);
    std::uint64_t state = static_cast<std::uint64_t>(worker) + 1;
    std::int64_t now = 1'795'217'146'533'056'329 + worker, written = 0;
    for (std::int64_t batch = worker; written < records; batch += 4) {
        const auto begin = now;
        for (int item = 0; item < 32; ++item)
            for (std::size_t i = 0; i < 6; ++i, ++written) {
                state = state * 6364136223846793005ULL + 1442695040888963407ULL;
                const auto duration =
                    k_typical[i] / 2 + static_cast<std::int64_t>((state >> 33U) % static_cast<std::uint64_t>(k_typical[i]));
                file << k_names[i] << ',' << (i == 4 ? now - duration : now) << ',' << duration << '\n';
                if (i < 4) now += duration + 9'000;
            }
        file << "SBatchPreprocessed_" << batch << ',' << begin << ',' << now - begin << '\n';
        ++written;
    }
}

std::int64_t make_trace(const std::filesystem::path& folder, std::int64_t records) {
    for (int worker = 0; worker < 4; ++worker)
        make_worker((folder / fmt::format("log_worker_pid_{}", 100 + worker)).string(), worker, records / 4);
    std::int64_t bytes = 0;
    for (const auto& file : std::filesystem::directory_iterator(folder)) bytes += static_cast<std::int64_t>(file.file_size());
    return bytes;
}

// The peer: what one writes in ten minutes, with nothing stored: sums by name from getline and stoll.
std::int64_t plain_reader(const std::filesystem::path& folder) {
    std::map<std::string, std::vector<double>> durations;
    std::int64_t records = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        std::ifstream file(entry.path());
        std::string line;
        while (std::getline(file, line)) {
            const auto first = line.find(','), second = line.rfind(',');
            auto name = line.substr(0, first);
            if (name.starts_with("SBatch")) name = name.substr(0, name.rfind('_'));
            (void)std::stoll(line.substr(first + 1, second - first - 1));
            durations[name].push_back(std::stod(line.substr(second + 1)));
            ++records;
        }
    }
    for (auto& [name, values] : durations) std::sort(values.begin(), values.end());
    return records;
}

// First rows of the table, all batches, and a line of the timeline for each lane: what a screen needs to open.
void open_screen(const std::string& path, storage::ProfileId id) {
    const auto store = need(storage::Store::open(path, {storage::OpenOptions::Mode::read_only, {}, 5000, {}}));
    std::vector<storage::OperationRecord> operations;
    std::vector<storage::LaneRecord> lanes;
    const auto profile = need(storage::get_profile(store, id));
    const double rows = seconds([&] {
        operations = need(storage::list_operations(store, id));
        lanes = need(storage::list_lanes(store, id));
    });
    const auto kinds = profile::kinds_of(operations);
    const double lines = seconds([&] {
        for (const auto& lane : lanes)
            need(profile::timeline(store, id, {lane.number, false, profile.first_ns, profile.last_ns, 160}, kinds));
    });
    const double batches = seconds([&] { need(profile::read_batches(store, id)); });
    double slowest = 0;
    for (std::int64_t width = profile.last_ns - profile.first_ns; width > 1000; width /= 3)
        slowest = std::max(slowest, seconds([&] {
                               const auto from = profile.first_ns + (profile.last_ns - profile.first_ns - width) / 2;
                               need(profile::timeline(store, id, {0, false, from, from + width, 160}, kinds));
                           }));
    fmt::print(
        "open: rows {:.1f} ms, timeline of {} lanes {:.1f} ms, batches {:.1f} ms; zooming in, the slowest line {:.1f} ms\n",
        rows * 1e3, lanes.size(), lines * 1e3, batches * 1e3, slowest * 1e3);
}

// The same trace as Chrome's JSON, with nothing but aggregates kept.
void read_chrome_again(const std::string& path, storage::ProfileId id, const std::filesystem::path& file) {
    auto store = need(storage::Store::open(path));
    std::int64_t bytes = 0;
    {
        std::ofstream out(file, std::ios::binary);
        need(profile::export_chrome(store, id, {}, [&](std::string_view text) {
            bytes += static_cast<std::int64_t>(text.size());
            return out.write(text.data(), static_cast<std::streamsize>(text.size())).good();
        }));
    }
    std::int64_t records = 0;
    profile::ImportOptions options;
    options.raw = false;
    const double spent = cpu_seconds(
        [&] { records = need(profile::import_profile(store, {file.string()}, options, system_clock())).profile.records; });
    fmt::print("chrome: {:.2f} M records a CPU second, {:.0f} MB a CPU second\n", static_cast<double>(records) / spent / 1e6,
               static_cast<double>(bytes) / spent / 1e6);
}

}  // namespace

int main(int count, char** arguments) {
    const std::int64_t records = count > 1 ? std::atoll(arguments[1]) : 3'000'000;
    const int rounds = count > 2 ? std::atoi(arguments[2]) : 3;
    const auto base = std::filesystem::temp_directory_path() / fmt::format("bench_profile_{}", getpid());
    const auto trace = base / "trace";
    std::filesystem::create_directories(trace);
    const auto bytes = make_trace(trace, records);
    fmt::print("trace: {:.0f} MB\n", static_cast<double>(bytes) / 1e6);
    const auto path = (base / "lab.db").string();
    storage::ProfileId id = 0;
    for (int round = 0; round < rounds; ++round) {
        std::filesystem::remove(path);
        std::int64_t read = 0;
        double wall = 0;
        const double with_store = cpu_seconds([&] {
            wall = seconds([&] {
                auto store = need(storage::Store::open(path));
                const auto imported = need(profile::import_profile(store, {trace.string()}, {}, system_clock()));
                id = imported.profile.id;
                read = imported.profile.records;
            });
        });
        const double peak = peak_mib();
        const double plain = cpu_seconds([&] { read = std::min(read, plain_reader(trace)); });
        const auto n = static_cast<double>(read);
        fmt::print(
            "round {}: import and store {:.2f} M records a CPU second ({:.2f} a second of the clock, peak {:.0f} MiB),"
            " plain getline reader {:.2f}, ratio {:.1f}\n",
            round, n / with_store / 1e6, n / wall / 1e6, peak, n / plain / 1e6, plain / with_store);
    }
    {
        const auto store = need(storage::Store::open(path));
        storage::ChunkQuery query;
        auto kept = need(storage::count_chunks(store, id, query));
        query.batches = true;
        const auto batches = need(storage::count_chunks(store, id, query));
        const auto total = static_cast<double>(kept.records + batches.records);
        fmt::print("store: {:.2f} bytes a record coded, {:.2f} in the file\n",
                   static_cast<double>(kept.bytes + batches.bytes) / total,
                   static_cast<double>(std::filesystem::file_size(path)) / total);
    }
    open_screen(path, id);
    read_chrome_again(path, id, base / "trace.json");
    std::filesystem::remove_all(base);
    return 0;
}
