// What storing costs: CPU time of this process, kernel included, a trial (1 configuration, 1 trial, 2 measurements).
//   bench_storage [Google Benchmark's flags]
// evaluations/64: transactions of 64 trials, as a serve worker brings them. trial/1: one transaction each with an execution, as
// processes bring them. scan: rows a second of one pass. Files lie under $TMPDIR; put it on the disk that is of interest.
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <random>

#include "storage/queries.h"

namespace {

using namespace paretop;
using namespace paretop::storage;

template <class T>
T need(Result<T> result) {
    if (!result) {
        fmt::print(stderr, "bench_storage: {}\n", result.error().message());
        std::exit(1);
    }
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

// A run that grows by trials with configurations of their own.
class Growing {
  public:
    Growing() {
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directory(folder_);
        store_.emplace(need(Store::open((folder_ / "lab.db").string())));
        const MetricRecord metrics[]{{0, "wall_s", "wall_s", "s", "minimize", 0, "", ""},
                                     {1, "bytes", "report", "bytes", "minimize", 1, "", ""}};
        need(store_->write([&]() -> Result<void> {
            run_.experiment = need(put_experiment(*store_, {0, "bench", 1, "tune", "", "", "", 1}, {}, metrics));
            run_.id = need(insert_run(*store_, run_));
            return {};
        }));
        syncer_.emplace(*store_);
    }
    ~Growing() {
        syncer_.reset();
        store_.reset();
        std::filesystem::remove_all(folder_);
    }
    Growing(const Growing&) = delete;
    Growing& operator=(const Growing&) = delete;

    void add(std::int64_t trials, bool execution) {
        need(store_->write([&]() -> Result<void> {
            for (std::int64_t i = 0; i < trials; ++i) add_one(run_.asked++, execution);
            run_.done = run_.asked;
            return update_run(*store_, run_);
        }));
        syncer_->dirty();
    }
    [[nodiscard]] const Store& store() const { return *store_; }
    [[nodiscard]] RunId run() const { return run_.id; }

  private:
    void add_one(TrialNumber number, bool execution) {
        const std::uint64_t bits = random_();
        configuration_.hash.assign(reinterpret_cast<const char*>(&bits), sizeof bits);
        configuration_.hash += "-content";
        configuration_.json = fmt::format(R"({{"level":{},"strategy":"btopt","window":{}}})", bits % 19, bits % 1000);
        configuration_.compact.assign(configuration_.hash, 0, 4);
        trial_.key = {run_.id, number};
        trial_.configuration = need(put_configuration(*store_, run_.experiment, configuration_));
        trial_.told_before = trial_.tell_index = number;
        need(put_trial(*store_, trial_));
        const double value = static_cast<double>(bits % 100'000) / 7;
        const MeasurementRecord values[]{{number, 0, 0, value}, {number, 1, 0, 1 / (1 + value)}};
        need(insert_measurements(*store_, run_.id, values));
        const ExecutionRecord ran[]{
            {number, 0, Phase::run, 0, 1'700'000'000'000'000'000, 31'000'000, 20'000'000, 4'000'000, 5'000'000, 0, 0}};
        if (execution) need(insert_executions(*store_, run_.id, ran));
    }

    std::filesystem::path folder_ = std::filesystem::temp_directory_path() / fmt::format("bench-storage-{}", ::getpid());
    std::optional<Store> store_;
    std::optional<Syncer> syncer_;
    RunRecord run_;
    std::mt19937_64 random_{1};
    ConfigurationRecord configuration_;
    TrialRecord trial_{{},
                       0,
                       TrialState::done,
                       "nsga2",
                       0,
                       -1,
                       1'700'000'000'000'000'000,
                       1'700'000'000'000'000'001,
                       1'700'000'031'000'000'000,
                       "",
                       "",
                       -1,
                       true,
                       ""};
};

void evaluations(benchmark::State& state) {
    Growing run;
    const auto batch = state.range(0);
    for (auto _ : state) run.add(batch, batch == 1);
    state.SetItemsProcessed(state.iterations() * batch);
    state.counters["cpu_us_a_trial"] = benchmark::Counter(static_cast<double>(state.iterations() * batch) / 1e6,
                                                          benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}
BENCHMARK(evaluations)->Name("evaluations")->Arg(64)->Iterations(3000)->MeasureProcessCPUTime();
BENCHMARK(evaluations)->Name("trial")->Arg(1)->Iterations(20'000)->MeasureProcessCPUTime();

void scan(benchmark::State& state) {
    Growing run;
    for (int i = 0; i < 200; ++i) run.add(1000, false);
    double sum = 0;
    for (auto _ : state)
        need(scan_trials(run.store(), run.run(), 0, [&](const TrialRow& row) {
            sum += row.measurements.front().value;
            return true;
        }));
    benchmark::DoNotOptimize(sum);
    state.SetItemsProcessed(state.iterations() * 200'000);
}
BENCHMARK(scan)->Unit(benchmark::kMillisecond);

// From the middle of the run: what a table needs for one page of rows.
void page(benchmark::State& state) {
    Growing run;
    for (int i = 0; i < 200; ++i) run.add(1000, false);
    for (auto _ : state) {
        int rows = 0;
        need(scan_trials(run.store(), run.run(), 100'000, [&](const TrialRow&) { return ++rows < 50; }));
    }
}
BENCHMARK(page)->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
