#include "engine/job/run_loop.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <cmath>
#include <map>

#include "engine/job/create.h"
#include "engine/job/replay.h"
#include "tests/support/fake_executor.h"
#include "tests/support/memory_run.h"

namespace paretop::job {
namespace {

using storage::RunState;
using storage::TrialState;
using test::failed;
using test::FakeExecutor;
using test::measured;

constexpr std::string_view k_spec = R"(
[experiment]
name = "curve"
kind = "tune"

[[parameter]]
name = "x"
type = "int"
range = [0, 200]
default = 100

[[parameter]]
name = "y"
type = "float"
range = [0.0, 1.0]
default = 0.5

[command]
run = ["true"]

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
method = "{}"
trials = {}
seed = 7
parallel = {}
)";

executor::Evaluation evaluate(const spec::Spec& spec, const executor::Job& job) {
    const auto x = static_cast<double>(std::get<std::int64_t>(job.configuration.values[0])) / 200;
    const auto y = std::get<double>(job.configuration.values[1]);
    EXPECT_EQ(job.json, space::to_json(spec.space, job.configuration));
    if (job.number % 13 == 5) return failed(job.number, "thirteen");
    return measured(job.number, {x + y, 1 - std::sqrt(x) + y * y});
}

class RunLoopTest : public ::testing::Test {
  protected:
    void make(std::string_view method, int trials, int parallel) {
        std::string text(k_spec);
        for (const auto& value : {std::string(method), std::to_string(trials), std::to_string(parallel)})
            text.replace(text.find("{}"), 2, value);
        auto [store, run] = test::memory_run(text);
        store_ = std::move(store);
        run_ = run;
    }

    // One engine's life. `prepare` may change the executor; it gets the loop so that it can pause the run.
    Result<RunEnd> engine(const std::function<void(FakeExecutor&, RunLoop&)>& setup = {}, unsigned shuffle = 0) {
        auto loaded = load_run(*store_, run_);
        EXPECT_TRUE(loaded) << loaded.error().message();
        auto searcher = search::make_searcher(loaded->run.method, problem_of(loaded->spec));
        EXPECT_TRUE(searcher) << searcher.error().message();
        boost::asio::io_context loop;
        FakeExecutor executor(
            loop, loaded->run.parallel, [&](const executor::Job& job) { return evaluate(loaded->spec, job); }, shuffle);
        storage::Syncer syncer(*store_);
        RunLoop run({loop, *store_, syncer, executor, **searcher, system_clock()}, loaded->spec, loaded->run, {});
        if (setup) setup(executor, run);
        auto end = run.run();
        evaluated_ += executor.evaluated;
        return end;
    }

    void request(std::string verb, std::string argument = {}) {
        storage::RequestRecord row;
        row.run = run_;
        row.verb = std::move(verb);
        row.argument = std::move(argument);
        const auto written = store_->write([&]() -> Result<void> {
            PARETOP_TRY(last_request_, storage::insert_request(*store_, row));
            return {};
        });
        ASSERT_TRUE(written) << written.error().message();
    }

    // Everything that must not depend on when the run was interrupted; a line a trial.
    std::vector<std::string> history() {
        std::vector<std::string> lines;
        const auto scanned = storage::scan_trials(*store_, run_, 0, [&](const storage::TrialRow& row) {
            auto line = fmt::format("{} {} {} {} {} {} {}", row.number, static_cast<int>(row.state), row.origin, row.reason,
                                    row.told_before, row.tell_index, std::hash<std::string_view>{}(row.compact));
            for (const auto& m : row.measurements) line += fmt::format(" {}:{}={}", m.metric, m.repeat, m.value);
            lines.push_back(std::move(line));
            return true;
        });
        EXPECT_TRUE(scanned) << scanned.error().message();
        const auto front = storage::list_front(*store_, run_);
        for (const auto& row : *front)
            lines.push_back(fmt::format("front {} {} {}", row.trial, row.front_size, row.hypervolume.value_or(-1)));
        const auto run = *storage::get_run(*store_, run_);
        lines.push_back(
            fmt::format("run {} {} {} {} {}", run.asked, run.done, run.failed, run.front_size, run.hypervolume.value_or(-1)));
        return lines;
    }

    storage::RunRecord run() { return *storage::get_run(*store_, run_); }

    std::unique_ptr<storage::Store> store_;
    storage::RunId run_ = 0;
    std::int64_t evaluated_ = 0;
    std::int64_t last_request_ = 0;
};

TEST_F(RunLoopTest, RunsToItsBudget) {
    make("random", 60, 1);
    const auto end = engine();
    ASSERT_TRUE(end) << end.error().message();
    EXPECT_EQ(end->state, RunState::done);
    EXPECT_EQ(run().state, RunState::done);
    EXPECT_EQ(run().asked, 60);
    EXPECT_EQ(run().done + run().failed, 60);
    EXPECT_GT(run().failed, 0);
    EXPECT_GT(run().front_size, 2);
    EXPECT_GT(run().hypervolume.value_or(0), 0);
    EXPECT_EQ(storage::check_store(*store_)->size(), 0u);
    EXPECT_EQ(storage::get_trial(*store_, {run_, 0})->origin, "baseline");
}

TEST_F(RunLoopTest, FrontRowsAreTheFrontOfAllTrials) {
    make("sobol", 80, 1);
    ASSERT_TRUE(engine());
    std::vector<front::Point> points;
    std::vector<storage::TrialNumber> numbers;
    ASSERT_TRUE(storage::scan_trials(*store_, run_, 0, [&](const storage::TrialRow& row) {
        if (row.state != TrialState::done) return true;
        points.push_back({row.measurements[0].value, row.measurements[1].value});
        numbers.push_back(row.number);
        return true;
    }));
    std::vector<storage::TrialNumber> expected;
    const auto ranks = front::non_dominated_sort(points);
    for (const auto i : ranks[0]) expected.push_back(numbers[i]);
    std::sort(expected.begin(), expected.end());
    std::vector<storage::TrialNumber> stored;
    const auto front = storage::list_front(*store_, run_);
    for (const auto& row : *front) stored.push_back(row.trial);
    EXPECT_EQ(stored, expected);
}

struct Cut {
    const char* method;
    int parallel;
};
class ResumeTest : public RunLoopTest, public ::testing::WithParamInterface<Cut> {};

// Killed (everything but the store lost) after every few trials, and resumed: the same history as undisturbed.
TEST_P(ResumeTest, ContinuesExactlyWhereItWas) {
    make(GetParam().method, 70, GetParam().parallel);
    ASSERT_TRUE(engine());
    const auto undisturbed = history();

    make(GetParam().method, 70, GetParam().parallel);
    for (int life = 0; life < 200 && run().state != RunState::done; ++life) {
        int left = 1 + life % 7;
        struct Killed {};
        try {
            (void)engine([&](FakeExecutor& executor, RunLoop&) {
                executor.before_finish = [&](auto) {
                    if (left-- == 0) throw Killed{};
                };
            });
        } catch (const Killed&) {
        }
    }
    EXPECT_EQ(run().state, RunState::done);
    if (GetParam().parallel == 1) {
        EXPECT_EQ(history(), undisturbed);
    }
    EXPECT_EQ(run().asked, 70);
    EXPECT_EQ(storage::check_store(*store_)->size(), 0u);
}
INSTANTIATE_TEST_SUITE_P(Methods, ResumeTest,
                         ::testing::Values(Cut{"random", 1}, Cut{"sobol", 1}, Cut{"nsga2", 1}, Cut{"auto", 1}, Cut{"nsga2", 6}),
                         [](const auto& cut) { return fmt::format("{}_{}", cut.param.method, cut.param.parallel); });

TEST_F(RunLoopTest, OutcomesOutOfOrderAreReplayedInTheirOrder) {
    make("nsga2", 90, 8);
    ASSERT_TRUE(engine({}, 3));
    // A second searcher that sees only the store must come to the same state: it asks the next trial alike.
    auto loaded = load_run(*store_, run_);
    auto one = *search::make_searcher("nsga2", problem_of(loaded->spec));
    auto two = *search::make_searcher("nsga2", problem_of(loaded->spec));
    Ledger first(loaded->spec, loaded->run), second(loaded->spec, loaded->run);
    const auto replayed = replay(*store_, loaded->spec, *one, first);
    ASSERT_TRUE(replayed) << replayed.error().message();
    ASSERT_TRUE(replay(*store_, loaded->spec, *two, second));
    EXPECT_EQ(replayed->asked, 90);
    EXPECT_EQ(one->ask(90)->configuration, two->ask(90)->configuration);
    EXPECT_EQ(first.run.front_size, loaded->run.front_size);
    EXPECT_EQ(first.run.hypervolume, loaded->run.hypervolume);
    EXPECT_EQ(first.run.done, loaded->run.done);
}

// Killed with several measurements in flight, of a method whose asks depend on what it was told: each later engine replays the
// asks and tells of all earlier ones (and refuses to go on where they differ), and every trial is measured once.
TEST_F(RunLoopTest, SeveralInFlightAreAskedAgainInTheirOrder) {
    make("nsga2", 80, 6);
    std::vector<storage::TrialNumber> in_flight;
    for (int life = 0; life < 100 && run().state != RunState::done; ++life) {
        const auto before = *storage::list_unfinished_trials(*store_, run_);
        in_flight.clear();
        for (const auto& trial : before) in_flight.push_back(trial.key.number);
        struct Killed {};
        std::vector<storage::TrialNumber> submitted;
        int left = 3 + life % 5;
        try {
            const auto end = engine(
                [&](FakeExecutor& executor, RunLoop&) {
                    executor.before_finish = [&](auto) {
                        submitted = executor.submitted;
                        if (left-- == 0) throw Killed{};
                    };
                },
                static_cast<unsigned>(life + 1));
            ASSERT_TRUE(end) << end.error().message();
        } catch (const Killed&) {
        }
        ASSERT_LE(in_flight.size(), submitted.size());
        EXPECT_TRUE(std::equal(in_flight.begin(), in_flight.end(), submitted.begin())) << "life " << life;
    }
    ASSERT_EQ(run().state, RunState::done);
    std::int64_t number = 0, told_before = 0;
    ASSERT_TRUE(storage::scan_trials(*store_, run_, 0, [&](const storage::TrialRow& row) {
        EXPECT_EQ(row.number, number++);
        EXPECT_GE(row.told_before, told_before) << "trial " << row.number;
        told_before = row.told_before;
        return true;
    }));
    EXPECT_EQ(number, 80);
    EXPECT_EQ(storage::check_store(*store_)->size(), 0u);
    auto loaded = load_run(*store_, run_);
    auto searcher = *search::make_searcher("nsga2", problem_of(loaded->spec));
    Ledger ledger(loaded->spec, loaded->run);
    const auto replayed = replay(*store_, loaded->spec, *searcher, ledger);
    ASSERT_TRUE(replayed) << replayed.error().message();
    EXPECT_EQ(replayed->told, 80);
    EXPECT_EQ(ledger.run.hypervolume, loaded->run.hypervolume);
}

// Somebody sets the wall clock back by a day in the middle of it.
class SetBackClock final : public Clock {
  public:
    [[nodiscard]] Nanoseconds now_ns() const override {
        ++reads_;
        return system_clock().now_ns() - (reads_ > 20 ? 86'400'000'000'000 : 0);
    }
    [[nodiscard]] Nanoseconds steady_ns() const override { return system_clock().steady_ns(); }

  private:
    mutable int reads_ = 0;
};

TEST_F(RunLoopTest, AClockThatIsSetBackMakesNoTimeNegativeAndNoOrderWrong) {
    make("random", 40, 2);
    auto loaded = load_run(*store_, run_);
    auto searcher = *search::make_searcher("random", problem_of(loaded->spec));
    boost::asio::io_context loop;
    const SetBackClock clock;
    FakeExecutor executor(loop, 2, [&](const executor::Job& job) {
        auto evaluation = evaluate(loaded->spec, job);
        evaluation.started_ns = system_clock().now_ns();  // by the guardian's clock, before it is set back
        evaluation.ended_ns = clock.now_ns();
        return evaluation;
    });
    storage::Syncer syncer(*store_);
    RunLoop run_loop({loop, *store_, syncer, executor, *searcher, clock}, loaded->spec, loaded->run, {});
    const auto end = run_loop.run();
    ASSERT_TRUE(end) << end.error().message();
    EXPECT_EQ(end->state, RunState::done);
    std::int64_t number = 0, earlier = 0;
    Nanoseconds last_asked = 0;
    const auto trials = storage::list_trials(*store_, run_, 0, 100);
    for (const auto& trial : *trials) {
        EXPECT_EQ(trial.key.number, number++);
        EXPECT_GE(trial.ended_ns, trial.started_ns);
        if (trial.asked_ns < last_asked) ++earlier;
        last_asked = trial.asked_ns;
    }
    EXPECT_EQ(number, 40);
    EXPECT_EQ(earlier, 1) << "the clock was set back once";
    EXPECT_GE(run().ended_ns, run().started_ns);
    EXPECT_GE(run().active_ns, 0);
    Nanoseconds active = 0;
    const auto entries = storage::list_front_history(*store_, run_, -1);
    for (const auto& row : *entries) {
        EXPECT_GE(row.active_ns, active);
        active = row.active_ns;
    }
    EXPECT_EQ(storage::check_store(*store_)->size(), 0u);
}

TEST_F(RunLoopTest, TheOldestOpenTrialIsShownWhileItIsWaitedFor) {
    make("random", 10, 2);
    auto loaded = load_run(*store_, run_);
    auto searcher = *search::make_searcher("random", problem_of(loaded->spec));
    boost::asio::io_context loop;
    FakeExecutor executor(loop, 2, [&](const executor::Job& job) { return evaluate(loaded->spec, job); });
    executor.before_finish = [&](auto number) {
        if (number == 3) executor.hold = true;
    };
    storage::Syncer syncer(*store_);
    std::vector<OpenTrial> shown;
    RunLoop* running = nullptr;
    Observer observer;
    observer.waiting = [&](const OpenTrial& open) {
        shown.push_back(open);
        if (shown.size() == 1) running->progressed({open.number, true, "epoch 5", 0.25});
        if (shown.size() == 2) running->suspend();
    };
    RunLoop run_loop({loop, *store_, syncer, executor, *searcher, system_clock()}, loaded->spec, loaded->run, observer);
    running = &run_loop;
    ASSERT_EQ(run_loop.run()->state, RunState::paused);
    ASSERT_EQ(shown.size(), 2U);
    EXPECT_EQ(shown[0].number, 4);
    EXPECT_EQ(shown[1].number, 4);
    EXPECT_GT(shown[1].elapsed, shown[0].elapsed);
    EXPECT_EQ(shown[1].status, "epoch 5");
    EXPECT_EQ(shown[1].progress, 0.25);
}

TEST_F(RunLoopTest, PauseLetsRunningTrialsFinishAndResumeGoesOn) {
    make("nsga2", 50, 1);
    ASSERT_TRUE(engine());
    const auto undisturbed = history();
    make("nsga2", 50, 1);
    const auto end = engine([](FakeExecutor& executor, RunLoop& loop) {
        executor.before_finish = [&](auto number) {
            if (number == 20) loop.pause();
        };
    });
    EXPECT_EQ(end->state, RunState::paused);
    EXPECT_EQ(run().asked, 21);
    EXPECT_EQ(run().done + run().failed, 21);
    request("resume");
    ASSERT_EQ(engine()->state, RunState::done);
    EXPECT_EQ(history(), undisturbed);
}

TEST_F(RunLoopTest, SecondPauseStopsTheTrialsWhichAreMeasuredAgain) {
    make("random", 20, 3);
    const auto end = engine([](FakeExecutor& executor, RunLoop& loop) {
        executor.before_finish = [&](auto number) {
            if (number != 4) return;
            executor.hold = true;
            loop.pause();
            loop.pause();
        };
    });
    EXPECT_EQ(end->state, RunState::paused);
    const auto unfinished = storage::list_unfinished_trials(*store_, run_);
    EXPECT_FALSE(unfinished->empty());
    for (const auto& trial : *unfinished) EXPECT_EQ(trial.state, TrialState::asked);
    request("resume");
    ASSERT_EQ(engine()->state, RunState::done);
    EXPECT_EQ(run().done + run().failed, 20);
    EXPECT_EQ(storage::check_store(*store_)->size(), 0u);
}

TEST_F(RunLoopTest, RequestsAreAnswered) {
    make("random", 20, 1);
    request("dance");
    const auto dance = last_request_;
    request("stop");
    EXPECT_EQ(engine()->state, RunState::stopped);
    EXPECT_EQ(storage::get_request(*store_, last_request_)->value().answer, "ok");
    EXPECT_NE(storage::get_request(*store_, dance)->value().answer.find("not understood"), std::string::npos);
}

TEST_F(RunLoopTest, ARunThatEndedGoesOnWithALargerBudget) {
    make("nsga2", 20, 1);
    ASSERT_EQ(engine()->state, RunState::done);
    request("budget", "35");
    request("resume");
    ASSERT_EQ(engine()->state, RunState::done);
    EXPECT_EQ(run().asked, 35);
    EXPECT_EQ(run().planned, 20);
}

TEST_F(RunLoopTest, ATrialIsRepeatedOnPurpose) {
    make("random", 15, 1);
    ASSERT_TRUE(engine());
    const auto front = run().front_size;
    request("again", "3");
    EXPECT_EQ(engine()->state, RunState::done);
    const auto repeated = storage::get_trial(*store_, {run_, 15});
    ASSERT_TRUE(repeated);
    EXPECT_EQ(repeated->origin, k_again);
    EXPECT_EQ(repeated->state, TrialState::done);
    EXPECT_EQ(repeated->configuration, storage::get_trial(*store_, {run_, 3})->configuration);
    EXPECT_EQ(run().front_size, front);
    request("budget", "20");  // and the search goes on as if there had been no repetition
    request("resume");
    EXPECT_EQ(engine()->state, RunState::done);
    EXPECT_EQ(run().asked, 21);
    EXPECT_EQ(run().repeated, 1);
    EXPECT_EQ(run().done + run().failed - run().repeated, 20);
    EXPECT_EQ(storage::check_store(*store_)->size(), 0u);
}

TEST_F(RunLoopTest, AllTrialsFailingEndsItEarlyWithTheReason) {
    make("random", 500, 1);
    auto loaded = load_run(*store_, run_);
    auto searcher = *search::make_searcher("random", problem_of(loaded->spec));
    boost::asio::io_context loop;
    FakeExecutor executor(loop, 1, [](const executor::Job& job) { return failed(job.number, "cannot start nonesuch"); });
    storage::Syncer syncer(*store_);
    RunLoop run_loop({loop, *store_, syncer, executor, *searcher, system_clock()}, loaded->spec, loaded->run, {});
    const auto end = run_loop.run();
    ASSERT_TRUE(end);
    EXPECT_EQ(end->state, RunState::failed);
    EXPECT_EQ(run().failed, 10);
    EXPECT_NE(run().reason.find("cannot start nonesuch"), std::string::npos);
}

// Those in flight are not failed, and neither are they counted: they would be asked again. Outcomes that come together with the
// tenth are.
TEST_F(RunLoopTest, AllTrialsFailingWithSeveralInFlightCountsThoseThatEnded) {
    for (const bool together : {false, true}) {
        make("random", 500, 4);
        const auto loaded = load_run(*store_, run_);
        const auto searcher = *search::make_searcher("random", problem_of(loaded->spec));
        boost::asio::io_context loop;
        FakeExecutor executor(
            loop, 4, [](const executor::Job& job) { return failed(job.number, "nonesuch"); }, 3);
        executor.before_finish = [&](storage::TrialNumber) { executor.hold = !together && executor.evaluated == 9; };
        storage::Syncer syncer(*store_);
        RunLoop run_loop({loop, *store_, syncer, executor, *searcher, system_clock()}, loaded->spec, loaded->run, {});
        ASSERT_TRUE(run_loop.run());
        std::map<TrialState, std::int64_t> rows;
        ASSERT_TRUE(storage::scan_trials(*store_, run_, 0, [&](const storage::TrialRow& row) { return ++rows[row.state] > 0; }));
        EXPECT_EQ(rows[TrialState::failed], together ? 13 : 10);
        EXPECT_EQ(rows[TrialState::asked], together ? 0 : 3);
        EXPECT_EQ(run().failed, rows[TrialState::failed]);
        EXPECT_EQ(run().asked, 13);
        EXPECT_EQ(run().reason,
                  together
                      ? "all of the first 13 trials to end failed; the baseline: nonesuch"
                      : "all of the first 10 trials to end failed; the baseline: nonesuch; 3 more, cut short, would be asked "
                        "again if it were resumed");
        EXPECT_TRUE(storage::check_store(*store_)->empty());
    }
}

TEST_F(RunLoopTest, AFailedSetupEndsTheRunBeforeAnyTrial) {
    make("random", 5, 1);
    const auto end = engine([](FakeExecutor& executor, RunLoop&) {
        executor.prepared = fail(ErrorKind::child, "exit code 1", "setup", "run it by hand");
    });
    EXPECT_EQ(end->state, RunState::failed);
    EXPECT_EQ(run().asked, 0);
    EXPECT_NE(run().reason.find("run it by hand"), std::string::npos);
}

}  // namespace
}  // namespace paretop::job
