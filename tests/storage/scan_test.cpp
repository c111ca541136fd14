#include "tests/storage/world.h"

namespace paretop::storage {
namespace {

class Scan : public World {
  protected:
    RunId other = add(10);
    RunId scanned = add(120);
    RunId last = add(10);

    RunId add(std::int64_t trials) {
        test::SyntheticRun like;
        like.trials = trials;
        like.repeats = 2;
        return test::add_run(store, like);
    }
    std::vector<TrialNumber> numbers(TrialNumber first, std::size_t most = 1000) {
        std::vector<TrialNumber> seen;
        const auto done = scan_trials(store, scanned, first, [&](const TrialRow& row) {
            seen.push_back(row.number);
            return seen.size() < most;
        });
        EXPECT_TRUE(done.has_value());
        return seen;
    }
};

TEST_F(Scan, GivesEveryTrialWithItsConfigurationAndValues) {
    TrialNumber next = 0;
    const auto done = scan_trials(store, scanned, 0, [&](const TrialRow& row) {
        const auto record = get_trial(store, {scanned, row.number}).value();
        EXPECT_EQ(row.number, next++);
        EXPECT_EQ(row.state, record.state);
        EXPECT_EQ(row.feasible, record.feasible);
        EXPECT_EQ(row.origin, record.origin);
        EXPECT_EQ(row.reason, record.reason);
        EXPECT_EQ(row.told_before, record.told_before);
        EXPECT_EQ(row.tell_index, record.tell_index);
        EXPECT_EQ(row.ended_ns, record.ended_ns);
        EXPECT_EQ(row.compact, get_configuration(store, record.configuration)->compact);
        const auto measured = list_measurements(store, {scanned, row.number}).value();
        EXPECT_EQ(std::vector(row.measurements.begin(), row.measurements.end()), measured);
        EXPECT_EQ(measured.size(), row.state == TrialState::failed ? 0U : 4U);
        return true;
    });
    EXPECT_TRUE(done.has_value());
    EXPECT_EQ(next, 120);
}

TEST_F(Scan, StartsAnywhereAndStopsWhenTold) {
    EXPECT_EQ(numbers(117), (std::vector<TrialNumber>{117, 118, 119}));
    EXPECT_EQ(numbers(50, 2), (std::vector<TrialNumber>{50, 51}));
    EXPECT_EQ(numbers(120), std::vector<TrialNumber>{});
    scanned = 99;
    EXPECT_EQ(numbers(0), std::vector<TrialNumber>{});
}

TEST_F(Scan, LeavesWarmUpsOutAndToldOnesUntold) {
    trial(0);
    const std::vector<MeasurementRecord> values{{0, 0, -2, 7}, {0, 0, -1, 8}, {0, 0, 0, 9}};
    write([&] { return insert_measurements(store, run, values); });
    const auto done = scan_trials(store, run, 0, [&](const TrialRow& row) {
        EXPECT_EQ(row.measurements.size(), 1U);
        EXPECT_EQ(row.measurements[0].value, 9);
        EXPECT_EQ(row.tell_index, -1);
        EXPECT_EQ(row.compact, std::string_view("\x01\x00\x02", 3));
        return true;
    });
    EXPECT_TRUE(done.has_value());
}

}  // namespace
}  // namespace paretop::storage
