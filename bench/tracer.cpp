// What a record of assets/adapters/cpp costs: the same loop with and without, by turns, so that a machine that changes its
// speed changes both; batches of 32 items with five operations each, written below $TMPDIR. Says the median of the differences
// with its 95 % interval (of order statistics), of the thread's processor time and of elapsed time.
#include <fmt/format.h>
#include <ctime>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wold-style-cast"
#include "../assets/adapters/cpp/paretop_trace.h"
#pragma GCC diagnostic pop

namespace {

constexpr int k_rounds = 61, k_batches = 600, k_items = 32, k_operations = 5;
constexpr double k_records = double{k_batches} * (k_items * k_operations + 1);

struct Cost {
    double cpu, wall;  // ns a record
};

double clock_ns(clockid_t clock) {
    timespec now{};
    clock_gettime(clock, &now);
    return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

void work(volatile int* x) { *x = *x + 1; }

template <bool traced>
void operation(const char* name, volatile int* x) {
    if constexpr (traced) {
        const paretop_trace::Operation scope(name);
        work(x);
    } else {
        work(x);
    }
}

template <bool traced>
Cost loop() {
    volatile int x = 0;
    const double cpu = clock_ns(CLOCK_THREAD_CPUTIME_ID), wall = clock_ns(CLOCK_MONOTONIC);
    for (int batch = 0; batch < k_batches; ++batch) {
        const uint64_t start = traced ? paretop_start() : 0;
        for (int item = 0; item < k_items; ++item) {
            operation<traced>("Loader", &x);
            operation<traced>("Resize", &x);
            operation<traced>("Flip", &x);
            operation<traced>("ToFloat", &x);
            operation<traced>("Normalise", &x);
        }
        if (traced) paretop_batch_made(batch, start);
    }
    return {(clock_ns(CLOCK_THREAD_CPUTIME_ID) - cpu) / k_records, (clock_ns(CLOCK_MONOTONIC) - wall) / k_records};
}

// The 23rd and the 39th of 61 ordered values enclose their median in 96 % of cases (binomial).
void say(const char* what, std::vector<double> values) {
    std::sort(values.begin(), values.end());
    fmt::print("{:<12} {:6.1f} ns a record, 95 % interval {:.1f} to {:.1f}\n", what, values[30], values[22], values[38]);
}

}  // namespace

int main() {
    namespace fs = std::filesystem;
    const auto folder = fs::temp_directory_path() / fmt::format("paretop-bench-tracer-{}", getpid());
    fs::create_directory(folder);
    setenv("PARETOP_TRACE", (folder / "trace").c_str(), 1);
    std::vector<double> cpu, wall;
    for (int round = 0; round < k_rounds; ++round) {
        const auto without = loop<false>(), with = loop<true>();
        cpu.push_back(with.cpu - without.cpu);
        wall.push_back(with.wall - without.wall);
    }
    say("processor", std::move(cpu));
    say("elapsed", std::move(wall));
    paretop_flush();
    fs::remove_all(folder);
}
