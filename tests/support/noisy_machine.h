// A machine whose measurements are as noisy as a real one's, and what paretop makes of them: whole runs through RunLoop, and
// comparisons through measure/. For the statistical tests and bench/believable.
#pragma once

#include <cstdint>
#include <random>

#include "engine/measure/difference.h"

namespace paretop::test {

// CV 0.5 %, 5 % outliers of +5 %, linear drift of 2 % over `length` measurements.
class NoisyMachine {
  public:
    NoisyMachine(std::uint64_t seed, double length, bool drifts = true) : random_(seed), length_(length), drifts_(drifts) {}
    // `first`: of this program; 0.7 % slower.
    double measure(double truth, bool first);

  private:
    std::mt19937_64 random_;
    std::normal_distribution<double> normal_;
    std::uniform_real_distribution<double> uniform_;
    double length_, made_ = 0;
    bool drifts_;
};

// A program that takes 1 against one that takes `truth`, `repeats` each after one warm-up.
enum class Comparing {
    levelled,        // A B B A A B B A …, by interleaved_difference
    in_turns,        // the same repeats, by difference
    one_after_other  // A A A … B B B …, by difference
};
measure::Difference compare_noisy(double truth, std::size_t repeats, Comparing how, std::uint64_t seed);

// A run of random search over configurations that all take 1.
struct NoisyRun {
    double best_in_search = 0;  // the smallest median of the repeats of the search round
    double reported = 0;  // of the trial on the front: the median of its last round, relative to the baseline's where it drifts
    std::int64_t measured = 0;              // repeats in all
    std::int64_t checks = 0;                // of them, repeats of the baseline: checked every 20 trials where there is drift
    std::int64_t raced = 0, confirmed = 0;  // trials
};
NoisyRun search_equal(std::int64_t trials, std::int64_t repeats, bool drifts, std::uint64_t seed);

}  // namespace paretop::test
