// A short form of bench/believable with generous bounds: the seeds are fixed, so it gives the same figures everywhere.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/noisy_machine.h"

namespace paretop::test {
namespace {

int called_different(double truth, Comparing how) {
    int found = 0;
    for (std::uint64_t i = 0; i < 300; ++i) found += compare_noisy(truth, 20, how, 1000 + i).certain() ? 1 : 0;
    return found;
}

TEST(Believable, EqualConfigurationsAreNotCalledDifferent) {
    EXPECT_LE(called_different(1, Comparing::levelled), 4);
    EXPECT_LE(called_different(1, Comparing::in_turns), 4);
    EXPECT_GT(called_different(1, Comparing::one_after_other), 100) << "which is what the turns are for";
}

TEST(Believable, OnePercentIsFound) {
    EXPECT_GE(called_different(1.01, Comparing::levelled), 270);
    EXPECT_GE(called_different(0.99, Comparing::levelled), 270);
}

TEST(Believable, TheReportedBestOfEqualConfigurationsIsNotTooGood) {
    for (const bool drifts : {false, true}) {
        double searched = 0, reported = 0;
        constexpr int k_runs = 6;
        for (std::uint64_t seed = 1; seed <= k_runs; ++seed) {
            const auto run = search_equal(150, 5, drifts, seed);
            searched += (run.best_in_search - 1) / k_runs;
            reported += (run.reported - 1) / k_runs;
            EXPECT_LT(std::abs(run.reported - 1), 0.005) << seed;
            EXPECT_GT(run.confirmed, 0);
            EXPECT_LT(run.measured, 150 * 5 * 4 / 3);
        }
        EXPECT_LT(searched, -0.002) << "the winner's curse";
        EXPECT_LT(std::abs(reported), 0.002);
    }
}

}  // namespace
}  // namespace paretop::test
