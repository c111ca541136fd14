// How sure a front is on a machine that becomes slower: rows are put as a run would have left them.
#include "app/front_certainty.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "engine/measure/rounds.h"
#include "tests/support/memory_run.h"
#include "views/model/experiments.h"

namespace paretop::app {
namespace {

constexpr std::string_view k_spec = R"(
[experiment]
name = "slower"
kind = "tune"
[[parameter]]
name = "x"
type = "int"
range = [0, 9999]
[command]
run = ["true"]
[[metric]]
name = "t"
from = "report"
[[objective]]
metric = "t"
goal = "{}"
[search]
trials = 100
)";

std::vector<double> around(double middle) { return {0.998 * middle, 0.999 * middle, middle, 1.001 * middle, 1.002 * middle}; }

class Certainty : public testing::Test {
  protected:
    explicit Certainty(const char* goal = "minimize") : made_(test::memory_run(fmt::format(k_spec, goal))) {}

    template <class Action>
    void write(const Action& action) {
        const auto written = made_.store->write([&]() -> Result<void> { return action(); });
        ASSERT_TRUE(written) << written.error().message();
    }

    void measure(storage::TrialNumber trial, std::int64_t first, double middle) {
        std::vector<storage::MeasurementRecord> rows;
        for (const double value : around(middle)) rows.push_back({trial, 0, first++, value});
        write([&] { return storage::insert_measurements(*made_.store, made_.run, rows); });
    }
    void measure_last(storage::TrialNumber trial, double middle) {
        measure(trial, measure::first_of(measure::Round::last), middle);
    }

    // Told in the order of the numbers.
    void add(storage::TrialNumber number, double middle, const std::string& origin = "random") {
        write([&]() -> Result<void> {
            PARETOP_TRY(const auto run, storage::get_run(*made_.store, made_.run));
            storage::TrialRecord trial;
            trial.key = {made_.run, number};
            storage::ConfigurationRecord configuration;
            configuration.hash = fmt::format("{:016}", number);
            configuration.json = configuration.compact = fmt::format("{{\"x\":{}}}", number);
            PARETOP_TRY(trial.configuration, storage::put_configuration(*made_.store, run.experiment, configuration));
            trial.state = storage::TrialState::done;
            trial.origin = origin;
            trial.told_before = trial.tell_index = number;
            return storage::put_trial(*made_.store, trial);
        });
        measure(number, 0, middle);
    }

    std::vector<double> sure(const std::vector<storage::TrialNumber>& trials) {
        std::vector<storage::FrontRecord> members(trials.size());
        for (std::size_t i = 0; i < trials.size(); ++i) members[i].trial = trials[i];
        const auto run = storage::get_run(*made_.store, made_.run).value();
        const auto experiment = model::Experiments(*made_.store).get(run.experiment).value();
        return read_certainty(*made_.store, made_.run, *experiment, members).value();
    }

    test::MemoryRun made_;
};

// Trial 1 is the best. Trials after 2 were made on a machine that was 5 % slower, as three checks say; the last round on one that
// was 20 % slower.
TEST_F(Certainty, IsNotSpoiltByDrift) {
    add(0, 1.2);
    add(1, 1.0);
    add(2, 1.1);
    for (int check = 0; check < 3; ++check) measure(0, measure::drift_repeat(3, check * 5), 1.05 * 1.2);
    add(3, 1.05 * 1.02);
    measure_last(0, 1.2 * 1.2);
    measure_last(1, 1.2);
    EXPECT_EQ(sure({1}), std::vector{1.0});
}

// The other way round: by its raw values trial 1 would be safe.
TEST_F(Certainty, SeesContendersThatDriftHid) {
    add(0, 1.2);
    add(1, 1.0);
    for (int check = 0; check < 3; ++check) measure(0, measure::drift_repeat(2, check * 5), 1.05 * 1.2);
    add(2, 1.05);
    EXPECT_GT(sure({1})[0], 0.3);
    EXPECT_LT(sure({1})[0], 0.9) << "trial 2 is as good";
}

TEST_F(Certainty, LooksAtTheNearestContenders) {
    add(0, 2);
    for (int trial = 1; trial < 2'300; ++trial) add(trial, 1.0035);
    add(2'300, 1);
    add(2'301, 0.9995);
    EXPECT_LT(sure({2'300})[0], 0.5) << "the last one is the nearest";
}

TEST_F(Certainty, RepetitionsOnPurposeDoNotCompete) {
    add(0, 2);
    add(1, 1);
    add(2, 0.9, "again");
    EXPECT_EQ(sure({1}), std::vector{1.0});
}

TEST_F(Certainty, NothingIsSaidOfAnEmptyFront) {
    add(0, 2);
    EXPECT_TRUE(sure({}).empty());
}

class MaximizedCertainty : public Certainty {
  protected:
    MaximizedCertainty() : Certainty("maximize") {}
};

TEST_F(MaximizedCertainty, PrefersTheLargest) {
    add(0, 1);
    add(1, 2);
    add(2, 1.9);
    EXPECT_EQ(sure({1}), std::vector{1.0});
    EXPECT_EQ(sure({2}), std::vector{0.0});
}

}  // namespace
}  // namespace paretop::app
