// Whether intervals hold what they promise where records depend on each other.
#include "engine/profile/diff.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "engine/profile/aggregate.h"

namespace paretop::profile {
namespace {

// A machine that makes a trace: each batch has a speed of its own that all its records share, and the whole drifts.
struct Machine {
    int batches = 60, records = 32;
    double of_batch = 0, of_record = 1e5;  // standard deviations, ns
    bool batch_records = true;             // the trace holds records of batches
};
constexpr double k_mean_ns = 5e6;

std::vector<storage::OperationRecord> trace(const Machine& machine, std::mt19937_64& random) {
    std::normal_distribution<double> normal;
    Aggregate aggregate;
    const auto name = aggregate.names.find("Loader", Kind::operation).number;
    const auto batch_name = aggregate.names.find("BatchPreprocessed", Kind::preprocessed).number;
    const auto lane = aggregate.lanes.find({7, 7, Role::worker, {}});
    std::int64_t now = 1'700'000'000'000'000'000;
    for (int batch = 0; batch < machine.batches; ++batch) {
        const auto begin = now;
        const double mean = k_mean_ns + machine.of_batch * normal(random);
        for (int i = 0; i < machine.records; ++i) {
            const auto duration = static_cast<std::int64_t>(std::max(1.0, mean + machine.of_record * normal(random)));
            aggregate.add({name, lane, Kind::operation, now, duration, -1});
            now += duration;
        }
        if (machine.batch_records) aggregate.add({batch_name, lane, Kind::preprocessed, begin, now - begin, batch});
    }
    return aggregate.operations();
}

// How often the 95 % interval of the difference of two equal machines holds 0.
double coverage(const Machine& machine, bool blocks) {
    std::mt19937_64 random(20'240'607);
    constexpr int k_rounds = 400;
    int held = 0;
    for (int round = 0; round < k_rounds; ++round) {
        auto a = trace(machine, random), b = trace(machine, random);
        if (!blocks) a[0].blocks = b[0].blocks = 0;
        const auto diff = diff_operations(a, b);
        for (const auto& change : diff.changes)
            if (change.name == "Loader") held += change.certain() ? 0 : 1;
    }
    return static_cast<double>(held) / k_rounds;
}

TEST(DiffIntervals, HoldWhatTheyPromiseWhereBatchesDiffer) {
    const Machine machine{60, 32, 3e5, 1e5, true};
    EXPECT_GT(coverage(machine, true), 0.93);
    EXPECT_LT(coverage(machine, false), 0.50) << "records that count as independent promise too much";
}

TEST(DiffIntervals, HoldItWhereNoBatchIsTold) { EXPECT_GT(coverage({60, 32, 3e5, 1e5, false}, true), 0.92); }

TEST(DiffIntervals, AreNotWiderThanNeededWhereRecordsAreIndependent) {
    const Machine machine{60, 32, 0, 1e5, true};
    const double covered = coverage(machine, true);
    EXPECT_GT(covered, 0.93);
    std::mt19937_64 random(7);
    double wide = 0, narrow = 0;
    for (int round = 0; round < 50; ++round) {
        auto a = trace(machine, random), b = trace(machine, random);
        const auto with = diff_operations(a, b);
        wide += *with.changes[0].high_ns - *with.changes[0].low_ns;
        a[0].blocks = b[0].blocks = 0;
        const auto without = diff_operations(a, b);
        narrow += *without.changes[0].high_ns - *without.changes[0].low_ns;
    }
    EXPECT_LT(wide, 1.3 * narrow);
}

// Two blocks of 2 and 3 values, sums 4 and 9: mean 2.6, residuals −1.2 and 1.2: √(2/1 · 2.88)/5.
TEST(BlockSums, AreRightByHand) {
    BlockSums blocks;
    blocks.add(2, 4);
    EXPECT_EQ(blocks.error(), 0);
    blocks.add(3, 9);
    blocks.add(0, 0);
    EXPECT_EQ(blocks.blocks(), 2);
    EXPECT_NEAR(blocks.error(), std::sqrt(2 * 2.88) / 5, 1e-12);
}

}  // namespace
}  // namespace paretop::profile
