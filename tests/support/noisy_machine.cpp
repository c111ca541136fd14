#include "tests/support/noisy_machine.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <stdexcept>
#include <vector>

#include "engine/job/create.h"
#include "engine/job/run_loop.h"
#include "engine/measure/aggregate.h"
#include "engine/measure/statistics.h"
#include "tests/support/fake_executor.h"

namespace paretop::test {
namespace {

constexpr std::string_view k_spec = R"(
[experiment]
name = "equal"
kind = "tune"
[[parameter]]
name = "x"
type = "float"
range = [0.0, 1.0]
[command]
run = ["true"]
warmups = 1
repeats = {}
[[metric]]
name = "time"
from = "report"
[[objective]]
metric = "time"
goal = "minimize"
[search]
method = "random"
trials = {}
baseline_every = {}
)";

template <class T>
T must(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().message());
    return std::move(*result);
}

void look_at(NoisyRun& run, const storage::TrialRow& row, storage::TrialNumber best, double& baseline) {
    const auto searched = measure::values_of(row.measurements, 0, measure::Round::search);
    const auto believed = measure::values_of(row.measurements, 0, measure::Round::last);
    const double median = measure::median(searched);
    run.best_in_search = run.measured == 0 ? median : std::min(run.best_in_search, median);
    run.measured += static_cast<std::int64_t>(row.measurements.size());
    run.checks += std::count_if(row.measurements.begin(), row.measurements.end(),
                                [](const auto& m) { return measure::is_drift(m.repeat); });
    run.raced += row.reason.starts_with("raced out") ? 1 : 0;
    run.confirmed += std::any_of(row.measurements.begin(), row.measurements.end(),
                                 [](const auto& m) { return measure::round_of(m.repeat) == 1; })
                         ? 1
                         : 0;
    if (row.number == 0) baseline = measure::median(believed);
    if (row.number == best) run.reported = measure::median(believed);
}

}  // namespace

double NoisyMachine::measure(double truth, bool first) {
    const double drift = drifts_ ? 1 + 0.02 * made_++ / length_ : 1;
    const double outlier = uniform_(random_) < 0.05 ? 1.05 : 1;
    return truth * (1 + 0.005 * normal_(random_)) * outlier * drift * (first ? 1.007 : 1);
}

measure::Difference compare_noisy(double truth, std::size_t repeats, Comparing how, std::uint64_t seed) {
    NoisyMachine machine(seed, 2.0 * static_cast<double>(repeats) + 2);
    std::vector<double> a, b;
    (void)machine.measure(1, true);  // the warm-ups, whose values are dropped
    (void)machine.measure(truth, true);
    for (std::size_t i = 0; i < 2 * repeats; ++i) {
        const bool turn_of_b = how == Comparing::one_after_other ? i >= repeats : measure::position(i / 2, false) != i;
        (turn_of_b ? b : a).push_back(machine.measure(turn_of_b ? truth : 1, false));
    }
    return how == Comparing::levelled ? *measure::interleaved_difference(a, b) : *measure::difference(a, b);
}

NoisyRun search_equal(std::int64_t trials, std::int64_t repeats, bool drifts, std::uint64_t seed) {
    const auto read = spec::read_spec(fmt::format(fmt::runtime(k_spec), repeats, trials, drifts ? 20 : 0), "equal.toml", "/");
    if (!read.spec) throw std::runtime_error(read.problems.front().message("equal.toml"));
    auto store = must(storage::Store::open(":memory:"));
    job::Overrides overrides;
    overrides.seed = static_cast<std::int64_t>(seed);
    const auto run = must(job::create_run(store, *read.spec, overrides, system_clock()));
    const auto loaded = must(job::load_run(store, run));
    const auto searcher = must(search::make_searcher("random", job::problem_of(loaded.spec)));
    NoisyMachine machine(seed, static_cast<double>(trials * (repeats + 1)), drifts);
    boost::asio::io_context loop;
    FakeExecutor executor(loop, 1, [&](const executor::Job& job) {
        bool first = true;
        return repeated(job, loaded.spec,
                        [&](std::int64_t) { return std::vector{machine.measure(1, std::exchange(first, false))}; });
    });
    storage::Syncer syncer(store);
    job::RunLoop run_loop({loop, store, syncer, executor, *searcher, system_clock()}, loaded.spec, loaded.run, {});
    must(run_loop.run());

    NoisyRun result;
    const auto best = must(storage::list_front(store, run)).at(0).trial;
    double baseline = 1;
    const auto scanned = storage::scan_trials(store, run, 0, [&](const storage::TrialRow& row) {
        look_at(result, row, best, baseline);
        return true;
    });
    if (!scanned) throw std::runtime_error(scanned.error().message());
    if (drifts) result.reported /= baseline;
    return result;
}

}  // namespace paretop::test
