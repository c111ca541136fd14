#include <limits>

#include "tests/storage/world.h"

namespace paretop::storage {
namespace {

class Trials : public World {
  protected:
    void measure(std::vector<MeasurementRecord> values) {
        write([&] { return insert_measurements(store, run, values); });
    }
};

TEST_F(Trials, ConfigurationsAreStoredOnce) {
    const ConfigurationRecord record{0, std::string("\0\xff hash of bytes", 16), R"({"level":3})", std::string("\x00\x07", 2)};
    const auto id = write([&] { return put_configuration(store, experiment, record); });
    EXPECT_EQ(write([&] { return put_configuration(store, experiment, record); }), id);
    EXPECT_NE(configuration("another hash....."), id);
    auto expected = record;
    expected.id = id;
    EXPECT_EQ(get_configuration(store, id).value(), expected);
    EXPECT_EQ(get_configuration(store, 99).error().kind, ErrorKind::not_found);
}

TEST_F(Trials, ComeBackAsTheyWere) {
    TrialRecord record = trial(0);
    EXPECT_EQ(get_trial(store, record.key).value(), record);
    record.state = TrialState::failed;
    record.told_before = 3;
    record.tell_index = 0;
    record.started_ns = 5;
    record.ended_ns = 6;
    record.reason = "timeout after 30 s";
    record.status = "epoch 5/100";
    record.progress = 0.05;
    record.feasible = false;
    record.realised = R"({"level":4})";
    write([&] { return put_trial(store, record); });
    EXPECT_EQ(get_trial(store, record.key).value(), record);
    EXPECT_EQ(get_trial(store, {run, 1}).error().kind, ErrorKind::not_found);
}

TEST_F(Trials, PuttingOneAgainKeepsItsMeasurements) {
    auto record = trial(0);
    measure({{0, 0, 0, 1.5}});
    record.state = TrialState::done;
    write([&] { return put_trial(store, record); });
    EXPECT_EQ(list_measurements(store, record.key)->size(), 1U);
}

TEST_F(Trials, AreListedByNumber) {
    for (const TrialNumber n : {2, 0, 1, 3}) trial(n);
    const auto page = list_trials(store, run, 1, 2).value();
    ASSERT_EQ(page.size(), 2U);
    EXPECT_EQ(page[0].key, (TrialKey{run, 1}));
    EXPECT_EQ(page[1].key, (TrialKey{run, 2}));
    EXPECT_EQ(list_trials(store, run, 3, 10)->size(), 1U);
}

TEST_F(Trials, UnfinishedOnesAreThoseAskedOrRunning) {
    std::vector<TrialNumber> expected;
    for (const auto state : {TrialState::done, TrialState::running, TrialState::failed, TrialState::asked}) {
        auto record = trial(static_cast<TrialNumber>(state));
        record.state = state;
        write([&] { return put_trial(store, record); });
    }
    const auto unfinished = list_unfinished_trials(store, run).value();
    ASSERT_EQ(unfinished.size(), 2U);
    EXPECT_EQ(unfinished[0].state, TrialState::asked);
    EXPECT_EQ(unfinished[1].state, TrialState::running);
}

TEST_F(Trials, AreRemovedWithTheirRows) {
    const auto record = trial(0);
    trial(1);
    measure({{0, 0, 0, 1}, {1, 0, 0, 2}});
    write([&] { return put_artifact(store, {record.key, "log", "log", "text", 4}); });
    write([&] { return put_note(store, record.key, "odd"); });
    write([&] { return remove_trial(store, record.key); });
    EXPECT_FALSE(get_trial(store, record.key).has_value());
    EXPECT_EQ(list_measurements(store, record.key)->size(), 0U);
    EXPECT_EQ(list_artifacts(store, record.key)->size(), 0U);
    EXPECT_EQ(get_note(store, record.key).value(), "");
    EXPECT_EQ(list_measurements(store, {run, 1})->size(), 1U);
}

TEST_F(Trials, MeasurementsAreListedByMetricAndRepeat) {
    trial(0);
    const std::vector<MeasurementRecord> in_order{{0, 0, -1, 9}, {0, 0, 0, 1}, {0, 0, 1, 2}, {0, 1, -1, 8}, {0, 1, 0, 3}};
    measure({in_order[4], in_order[2], in_order[0], in_order[3], in_order[1]});
    EXPECT_EQ(list_measurements(store, {run, 0}).value(), in_order);
}

TEST_F(Trials, OnlyFiniteNumbersAreMeasurements) {
    trial(0);
    for (const double value : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
        const std::vector<MeasurementRecord> odd{{0, 0, 0, value}};
        EXPECT_EQ(store.write([&] { return insert_measurements(store, run, odd); }).error().kind, ErrorKind::internal);
        const std::vector<IntermediateRecord> step{{0, 0, 0, 1, value}};
        EXPECT_EQ(store.write([&] { return insert_intermediates(store, run, step); }).error().kind, ErrorKind::internal);
    }
    measure({{0, 0, 0, -std::numeric_limits<double>::max()}, {0, 0, 1, std::numeric_limits<double>::denorm_min()}});
    const auto stored = list_measurements(store, {run, 0}).value();
    EXPECT_EQ(stored[0].value, -std::numeric_limits<double>::max());
    EXPECT_EQ(stored[1].value, std::numeric_limits<double>::denorm_min());
}

TEST_F(Trials, MeasurementsNeedATrialAndAreNotRepeated) {
    const std::vector<MeasurementRecord> lost{{7, 0, 0, 1}};
    EXPECT_EQ(store.write([&] { return insert_measurements(store, run, lost); }).error().kind, ErrorKind::store);
    trial(0);
    const std::vector<MeasurementRecord> twice{{0, 0, 0, 1}, {0, 0, 0, 2}};
    EXPECT_EQ(store.write([&] { return insert_measurements(store, run, twice); }).error().kind, ErrorKind::internal);
    EXPECT_EQ(list_measurements(store, {run, 0})->size(), 0U);
}

TEST_F(Trials, TheLastReportOfAStepCounts) {
    trial(0);
    const std::vector<IntermediateRecord> steps{{0, 1, 0, 2, 5}, {0, 1, 0, 1, 4}, {0, 1, 0, 2, 6}};
    write([&] { return insert_intermediates(store, run, steps); });
    const std::vector<IntermediateRecord> expected{{0, 1, 0, 1, 4}, {0, 1, 0, 2, 6}};
    EXPECT_EQ(list_intermediates(store, {run, 0}).value(), expected);
}

TEST_F(Trials, ExecutionsComeBackAsTheyWere) {
    trial(0);
    const std::vector<ExecutionRecord> executions{{0, 0, Phase::build, 0, 1, 2, 3, 4, 5, 0, 0},
                                                  {0, 1, Phase::warmup, -1, 1, 2, 3, 4, 5, 0, 0},
                                                  {0, 2, Phase::run, 0, 1, 2, 3, 4, 5, 255, 0},
                                                  {0, 3, Phase::verify, 0, 1, 2, 3, 4, 5, 0, 9}};
    write([&] { return insert_executions(store, run, executions); });
    EXPECT_EQ(list_executions(store, {run, 0}).value(), executions);
}

}  // namespace
}  // namespace paretop::storage
