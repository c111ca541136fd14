// Can what paretop says about noisy programs be believed? Programs are simulated with the noise of real ones; everything that is
// judged goes through the rooms that judge it in a run: RepeatJudge (racing, confirming), Ledger (scores, front), the rule of the
// last round, measure::difference and measure::interleaved_difference.
//
//   cmake --preset release && cmake --build --preset release --target bench_believable
//   build/release/bench/bench_believable [SEED]         (about ten seconds; the same seed gives the same table)
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "tests/support/noisy_machine.h"

namespace {

using namespace paretop;
using test::Comparing;

constexpr int k_comparisons = 1000;
constexpr int k_runs = 200;

void row(const char* what, double figure, const char* unit, const char* bar) {
    fmt::print("{:<78} {:>8.2f} {:<3} {}\n", what, figure, unit, bar);
}

double called_different(double truth, Comparing how, std::uint64_t seed) {
    int found = 0;
    for (int i = 0; i < k_comparisons; ++i) {
        const auto difference = test::compare_noisy(truth, 20, how, seed * 1'000'003 + static_cast<std::uint64_t>(i));
        found += difference.certain() ? 1 : 0;
    }
    return 100.0 * found / k_comparisons;
}

}  // namespace

int main(int argc, char** argv) {
    const std::uint64_t seed = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1;
    fmt::print("noise: CV 0.5 %, 5 % outliers of +5 %, drift of 2 % over the run, the first run +0.7 %; seed {}\n\n", seed);
    row("two equal configurations called different, in turns, levelled", called_different(1.0, Comparing::levelled, seed), "%",
        "≤ 1");
    row("  the same repeats through measure::difference", called_different(1.0, Comparing::in_turns, seed), "%", "≤ 1");
    row("  one after the other (what drift does without turns)", called_different(1.0, Comparing::one_after_other, seed), "%",
        "");
    row("a true 1 % found with 20 repeats each, in turns, levelled", called_different(1.01, Comparing::levelled, seed), "%",
        "≥ 90");
    row("  the same repeats through measure::difference", called_different(1.01, Comparing::in_turns, seed), "%", "");

    for (const bool drift : {false, true}) {
        std::vector<double> first, believed;
        test::NoisyRun sum;
        for (int i = 0; i < k_runs; ++i) {
            const auto run = test::search_equal(300, 5, drift, seed * 7919 + static_cast<std::uint64_t>(i));
            first.push_back(100 * std::abs(run.best_in_search - 1));
            believed.push_back(100 * std::abs(run.reported - 1));
            sum.measured += run.measured;
            sum.raced += run.raced;
            sum.checks += run.checks;
            sum.confirmed += run.confirmed;
        }
        std::sort(first.begin(), first.end());
        std::sort(believed.begin(), believed.end());
        const auto within = std::count_if(believed.begin(), believed.end(), [](double e) { return e <= 0.3; });
        fmt::print("\nbest of 300 equal configurations, 5 repeats each, {} runs{}\n", k_runs, drift ? ", with drift" : "");
        row("error of the best median of the search, median run", first[k_runs / 2], "%", "");
        row("error of what is reported, median run", believed[k_runs / 2], "%", "≤ 0.3");
        row("error of what is reported, 95th percentile", believed[k_runs * 95 / 100], "%", "");
        row("runs whose reported best is within 0.3 % of the truth", 100.0 * static_cast<double>(within) / k_runs, "%", "");
        row("repeats a run, of 1500 planned", static_cast<double>(sum.measured) / k_runs, "", "");
        row("  of which checks of the baseline, every 20 trials", static_cast<double>(sum.checks) / k_runs, "", "");
        row("trials confirmed a run", static_cast<double>(sum.confirmed) / k_runs, "", "");
        row("trials raced out a run", static_cast<double>(sum.raced) / k_runs, "", "");
    }
    return 0;
}
