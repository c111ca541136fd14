// What the models behind the screens cost on a store of a million trials: the first load, a refresh while trials arrive, and the
// rows of a window after a key, plain, filtered and sorted. The store is made once, in a folder that is removed at the end
// (about half a minute). PARETOP_BENCH_TRIALS=100000 makes a smaller one.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include "bench/million.h"
#include "views/model/front.h"
#include "views/model/runs.h"
#include "views/model/trials.h"

namespace {

using namespace paretop;
using namespace paretop::bench;
using model::Budget;

constexpr Nanoseconds k_piece = 3'000'000;  // what the shell gives one piece of work
constexpr std::size_t k_window = 48;
constexpr std::int64_t k_arriving = 2'500;  // at 5,000 a second and two refreshes a second

class Bed {
  public:
    static Bed& get() {
        static Bed bed;
        return bed;
    }
    ~Bed() { std::filesystem::remove_all(folder_); }

    void add(std::int64_t count) {
        auto& run = made_.run;
        add_trials(*writer, made_.spec, run, run.asked, run.asked + count);
    }

    std::optional<storage::Store> writer, reader;
    storage::RunId run_id = 0;
    std::shared_ptr<const model::Experiment> experiment;

  private:
    Bed() {
        std::string pattern = (std::filesystem::temp_directory_path() / "paretop-bench-XXXXXX").string();
        folder_ = mkdtemp(pattern.data());
        const char* trials = std::getenv("PARETOP_BENCH_TRIALS");
        const auto path = folder_ + "/bench.db";
        made_ = make_store(path, trials == nullptr ? 1'000'000 : std::atoll(trials));
        run_id = made_.run.id;
        writer.emplace(need(storage::Store::open(path)));
        storage::OpenOptions read_only;
        read_only.mode = storage::OpenOptions::Mode::read_only;
        reader.emplace(need(storage::Store::open(path, read_only)));
        model::Experiments experiments(*reader);
        experiment = need(experiments.get(need(storage::get_run(*reader, run_id)).experiment));
    }
    std::string folder_;
    Made made_;
};

double resident_mib() {
    std::ifstream file("/proc/self/statm");
    double pages = 0;
    file >> pages >> pages;
    return pages * 4096 / (1 << 20);
}

template <class Model>
bool piece(Model& model) {
    auto budget = Budget::of_time(system_clock(), k_piece);
    return need(model.update(budget));
}

void first_load(benchmark::State& state) {
    auto& bed = Bed::get();
    for (auto _ : state) {
        model::Experiments experiments(*bed.reader);
        model::RunsModel runs(*bed.reader, experiments, [](storage::RunId) { return 0; });
        runs.select(bed.run_id);
        piece(runs);
        model::TrialsModel trials(*bed.reader, bed.run_id, bed.experiment);
        piece(trials);
        benchmark::DoNotOptimize(need(trials.lines(0, k_window)));
    }
}

// The longest a key has to wait for a piece of loading, over a whole pass through the run.
void longest_piece(benchmark::State& state) {
    auto& bed = Bed::get();
    Nanoseconds longest = 0;
    for (auto _ : state) {
        model::TrialsModel trials(*bed.reader, bed.run_id, bed.experiment);
        need(trials.set_filter("time < 0.6"));
        trials.set_sort({model::Field::Kind::metric, 1}, false);
        for (bool more = true; more;) {
            const auto begin = system_clock().steady_ns();
            more = piece(trials);
            longest = std::max(longest, system_clock().steady_ns() - begin);
        }
        state.counters["resident, MiB"] = resident_mib();
    }
    state.counters["longest, ms"] = static_cast<double>(longest) / 1e6;
}

void key_to_rows(benchmark::State& state) {
    auto& bed = Bed::get();
    model::TrialsModel trials(*bed.reader, bed.run_id, bed.experiment);
    if (state.range(0) > 0) need(trials.set_filter("time < 0.6"));
    if (state.range(0) > 1) trials.set_sort({model::Field::Kind::metric, 1}, false);
    while (piece(trials)) {
    }
    std::size_t row = 0;
    for (auto _ : state) {
        row = (row + 7919) % (trials.size() - k_window);
        trials.move_to(row);
        benchmark::DoNotOptimize(need(trials.lines(row, k_window)));
    }
}

void refresh_while_trials_arrive(benchmark::State& state) {
    auto& bed = Bed::get();
    model::TrialsModel trials(*bed.reader, bed.run_id, bed.experiment);
    trials.set_sort({model::Field::Kind::metric, 1}, false);
    while (piece(trials)) {
    }
    for (auto _ : state) {
        state.PauseTiming();
        bed.add(k_arriving);
        state.ResumeTiming();
        while (piece(trials)) {
        }
    }
}

void cloud_of_the_front(benchmark::State& state) {
    auto& bed = Bed::get();
    for (auto _ : state) {
        model::FrontModel front(*bed.reader, bed.run_id, bed.experiment);
        while (piece(front)) {
        }
        benchmark::DoNotOptimize(front.cloud().size());
    }
}

BENCHMARK(first_load)->Unit(benchmark::kMillisecond);
BENCHMARK(key_to_rows)->Arg(0)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond);
BENCHMARK(longest_piece)->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK(cloud_of_the_front)->Iterations(1)->Unit(benchmark::kMillisecond);
BENCHMARK(refresh_while_trials_arrive)->Iterations(10)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
