// Whole runs with repeats: racing, confirming, the last round and pruning, and that none of them depends on interruptions.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <cmath>
#include <limits>

#include "engine/job/create.h"
#include "engine/job/run_loop.h"
#include "engine/measure/aggregate.h"
#include "engine/measure/statistics.h"
#include "tests/support/fake_executor.h"
#include "tests/support/memory_run.h"

namespace paretop::job {
namespace {

using storage::RunState;
using storage::TrialState;
using test::FakeExecutor;

constexpr std::string_view k_spec = R"(
[experiment]
name = "noisy"
kind = "tune"
[[parameter]]
name = "x"
type = "int"
range = [0, 999]
default = 500
[command]
run = ["true"]
warmups = 1
repeats = 4
[[metric]]
name = "time"
from = "report"
[[metric]]
name = "size"
from = "report"
[[objective]]
metric = "time"
goal = "minimize"
[[objective]]
metric = "size"
goal = "minimize"
[search]
method = "nsga2"
trials = 120
seed = 3
)";

// Noise that is a function of configuration and repeat: what is measured does not depend on when.
double noise(std::int64_t x, std::int64_t repeat) {
    return std::sin(static_cast<double>(x * 7919 + repeat % 1'000'003 * 104'729 + 11));
}

class NoiseTest : public ::testing::Test {
  protected:
    void make(const std::string& search = "") {
        auto [store, run] = test::memory_run(std::string(k_spec) + search);
        store_ = std::move(store);
        run_ = run;
    }

    // What it reports on its way: ever nearer to its time.
    static std::vector<storage::IntermediateRecord> steps_of(const executor::Job& job) {
        const auto ideal = 1 + static_cast<double>(std::get<std::int64_t>(job.configuration.values[0])) / 1000;
        std::vector<storage::IntermediateRecord> steps;
        for (std::int64_t step = 1; step <= 4; ++step)
            steps.push_back({job.number, 0, 0, step, ideal + 1.0 / static_cast<double>(step)});
        return steps;
    }

    executor::Evaluation evaluate(const spec::Spec& spec, const executor::Job& job) const {
        const auto x = std::get<std::int64_t>(job.configuration.values[0]);
        return test::repeated(job, spec, [&](std::int64_t repeat) {
            const double ideal = 1 + static_cast<double>(x) / 1000;
            // As late as the trials that have been asked say.
            const auto late = job.first > 0 ? *storage::count_trials(*store_, run_) : job.number;
            const double slow = 1 + drift_ * static_cast<double>(late) / 120;
            return std::vector{slow * ideal * (1 + noise_ * noise(x, repeat)), 1000.0 - static_cast<double>(x % 700)};
        });
    }

    RunEnd engine(const std::function<void(FakeExecutor&, RunLoop&)>& setup = {}) {
        const auto loaded = *load_run(*store_, run_);
        const auto searcher = *search::make_searcher(loaded.run.method, problem_of(loaded.spec));
        boost::asio::io_context loop;
        FakeExecutor executor(loop, 1, [&](const executor::Job& job) {
            const bool fails = fails_in_last_round && job.first > 0;
            if (fails) return test::failed(job.number, "broken pipe");
            const auto steps = steps_of(job);
            auto reason = job.watch ? job.watch(steps) : "";
            auto evaluation = reason.empty() ? evaluate(loaded.spec, job) : test::failed(job.number, std::move(reason));
            if (job.watch) evaluation.intermediates = steps;
            return evaluation;
        });
        storage::Syncer syncer(*store_);
        RunLoop run({loop, *store_, syncer, executor, *searcher, system_clock()}, loaded.spec, loaded.run, {});
        if (setup) setup(executor, run);
        const auto end = run.run();
        EXPECT_TRUE(end) << end.error().message();
        return end ? *end : RunEnd{};
    }

    void kill_and_resume() {
        struct Killed {};
        for (int life = 0; life < 200 && storage::get_run(*store_, run_)->state != RunState::done; ++life) {
            int left = 1 + life % 5;
            try {
                engine([&](FakeExecutor& executor, RunLoop&) {
                    executor.before_finish = [&](auto) {
                        if (left-- == 0) throw Killed{};
                    };
                });
            } catch (const Killed&) {
            }
        }
    }

    std::vector<std::string> history() {
        std::vector<std::string> lines;
        EXPECT_TRUE(storage::scan_trials(*store_, run_, 0, [&](const storage::TrialRow& row) {
            auto line = fmt::format("{} {} {} {} {}", row.number, static_cast<int>(row.state), row.reason, row.told_before,
                                    row.tell_index);
            for (const auto& m : row.measurements) line += fmt::format(" {}:{}={}", m.metric, m.repeat, m.value);
            lines.push_back(std::move(line));
            return true;
        }));
        for (const auto& row : front()) lines.push_back(fmt::format("front {}", row.trial));
        return lines;
    }

    void expect_history(const std::vector<std::string>& expected) {
        const auto lines = history();
        EXPECT_EQ(lines.size(), expected.size());
        const auto [is, was] = std::mismatch(lines.begin(), lines.end(), expected.begin(), expected.end());
        if (is != lines.end() && was != expected.end()) ADD_FAILURE() << "is  " << *is << "\nwas " << *was;
    }

    std::int64_t trials_with(std::string_view reason) {
        std::int64_t count = 0;
        EXPECT_TRUE(storage::scan_trials(*store_, run_, 0, [&](const storage::TrialRow& row) {
            count += row.reason.starts_with(reason) ? 1 : 0;
            return true;
        }));
        return count;
    }

    std::vector<storage::MeasurementRecord> of_round(storage::TrialNumber trial, measure::Round round) {
        auto rows = *storage::list_measurements(*store_, {run_, trial});
        std::erase_if(rows, [&](const auto& m) {
            return m.metric != 0 || m.repeat < 0 || measure::round_of(m.repeat) != static_cast<std::int64_t>(round);
        });
        return rows;
    }

    std::vector<storage::FrontRecord> front() { return storage::list_front(*store_, run_).value(); }

    std::string event(std::string_view kind) {
        const auto events = storage::list_events(*store_, run_, std::numeric_limits<std::int64_t>::max(), 1000).value();
        for (const auto& row : events)
            if (row.kind == kind) return row.text;
        return "";
    }

    std::unique_ptr<storage::Store> store_;
    storage::RunId run_ = 0;
    double noise_ = 0.01, drift_ = 0;
    bool fails_in_last_round = false;
};

TEST_F(NoiseTest, ClearlyWorseTrialsAreNotRepeatedToTheEnd) {
    make();
    engine();
    EXPECT_GT(trials_with("raced out after"), 5);
    const auto run = *storage::get_run(*store_, run_);
    EXPECT_EQ(run.done, 120) << "they are done, not failed";
    EXPECT_EQ(run.asked, 120) << "and nothing uses up the trials of the search";
    EXPECT_TRUE(storage::check_store(*store_)->empty());
    make("race = false\n");
    engine();
    EXPECT_EQ(trials_with("raced out after"), 0);
}

TEST_F(NoiseTest, TheFrontConsistsOfConfirmedTrialsAndIsMeasuredOnceMore) {
    make();
    engine();
    const auto members = front();
    ASSERT_GT(members.size(), 1U);
    for (const auto& row : members) {
        if (row.trial != 0) {
            const auto confirmed = of_round(row.trial, measure::Round::confirm);
            ASSERT_EQ(confirmed.size(), 4U) << row.trial;
            std::vector<double> values;
            for (const auto& m : confirmed) values.push_back(m.value);
            EXPECT_DOUBLE_EQ(measure::median(values), row.objectives[0]) << "what the search was told";
        }
        EXPECT_GE(of_round(row.trial, measure::Round::last).size(), 3U) << row.trial;
    }
    EXPECT_GE(of_round(0, measure::Round::last).size(), 3U) << "the baseline is measured along";
    EXPECT_NE(event("last").find(fmt::format("before it is believed: {} trials", members.size())), std::string::npos)
        << event("last");
    EXPECT_EQ(event("drift"), "");
}

TEST_F(NoiseTest, ConfirmZeroTurnsBothOff) {
    make("confirm = 0\n");
    engine();
    for (const auto& row : front()) {
        EXPECT_TRUE(of_round(row.trial, measure::Round::confirm).empty());
        EXPECT_TRUE(of_round(row.trial, measure::Round::last).empty());
    }
}

TEST_F(NoiseTest, NothingIsMeasuredAgainWithoutNoise) {
    noise_ = 0;
    make();
    engine();
    for (const auto& row : front()) {
        EXPECT_TRUE(of_round(row.trial, measure::Round::confirm).empty());
        EXPECT_TRUE(of_round(row.trial, measure::Round::last).empty());
    }
    EXPECT_EQ(event("last"), "");
}

// Killed after every few outcomes: the same rows as undisturbed, the last round included.
TEST_F(NoiseTest, InterruptionsChangeNothing) {
    make();
    engine();
    const auto undisturbed = history();
    make();
    kill_and_resume();
    expect_history(undisturbed);
    EXPECT_TRUE(storage::check_store(*store_)->empty());
}

// Every tenth ask the baseline is checked; the machine becomes 5 % slower over the run.
TEST_F(NoiseTest, DriftIsSaidAndCorrectedForAndInterruptionsChangeNothing) {
    drift_ = 0.05;
    make("baseline_every = 10\n");
    engine();
    EXPECT_NE(event("drift").find("time"), std::string::npos) << event("drift");
    std::int64_t checks = 0;
    const auto of_baseline = storage::list_measurements(*store_, {run_, 0}).value();
    for (const auto& m : of_baseline) checks += measure::is_drift(m.repeat) && m.metric == 0 ? 1 : 0;
    EXPECT_GE(checks, 11 * 4);
    const auto undisturbed = history();
    make("baseline_every = 10\n");
    kill_and_resume();
    expect_history(undisturbed);
    EXPECT_TRUE(storage::check_store(*store_)->empty());
}

TEST_F(NoiseTest, ALargerBudgetMeasuresTheNewFrontOnceMore) {
    make();
    engine();
    auto run = *storage::get_run(*store_, run_);
    run.budget = 150;
    run.state = RunState::running;
    run.ended_ns = 0;
    ASSERT_TRUE(store_->write([&] { return storage::update_run(*store_, run); }));
    engine();
    EXPECT_EQ(storage::get_run(*store_, run_)->asked, 150);
    for (const auto& row : front()) EXPECT_GE(of_round(row.trial, measure::Round::last).size(), 3U) << row.trial;
}

TEST_F(NoiseTest, PrunedTrialsAreFailuresWithTheStepAsReasonAndInterruptionsChangeNothing) {
    make("prune = \"median\"\n");
    engine();
    const auto pruned = trials_with("pruned at step ");
    EXPECT_GT(pruned, 10);
    EXPECT_EQ(storage::get_run(*store_, run_)->failed, pruned);
    EXPECT_EQ(storage::list_intermediates(*store_, {run_, 0})->size(), 4U);
    EXPECT_TRUE(storage::check_store(*store_)->empty());
    const auto undisturbed = history();
    make("prune = \"median\"\n");
    kill_and_resume();
    expect_history(undisturbed);
}

TEST_F(NoiseTest, AFailureInTheLastRoundIsSaidAndTakesNothingAway) {
    fails_in_last_round = true;
    make();
    EXPECT_EQ(engine().state, RunState::done);
    EXPECT_NE(event("unconfirmed").find("broken pipe"), std::string::npos);
    EXPECT_EQ(storage::get_run(*store_, run_)->failed, 0);
    EXPECT_TRUE(storage::check_store(*store_)->empty());
}

TEST_F(NoiseTest, PausedInTheLastRoundItGoesOnThere) {
    make();
    const auto end = engine([](FakeExecutor& executor, RunLoop& loop) {
        executor.before_finish = [&](auto) {
            if (executor.evaluated == 121) loop.pause();  // the second of the last round
        };
    });
    EXPECT_EQ(end.state, RunState::paused);
    auto run = *storage::get_run(*store_, run_);
    run.state = RunState::running;
    run.ended_ns = 0;
    ASSERT_TRUE(store_->write([&] { return storage::update_run(*store_, run); }));
    EXPECT_EQ(engine().state, RunState::done);
    const auto paused = history();
    make();
    engine();
    EXPECT_EQ(paused, history());
}

}  // namespace
}  // namespace paretop::job
