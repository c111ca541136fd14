// Two trials measured in turns by request: in the right order, alone, and whatever interrupts it.
#include "engine/job/comparing.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

#include "engine/job/create.h"
#include "engine/job/run_loop.h"
#include "engine/measure/aggregate.h"
#include "engine/measure/turns.h"
#include "tests/support/fake_executor.h"
#include "tests/support/memory_run.h"

namespace paretop::job {
namespace {

using storage::RunState;
using test::FakeExecutor;

constexpr std::string_view k_spec = R"(
[experiment]
name = "turns"
kind = "tune"
[[parameter]]
name = "x"
type = "int"
range = [0, 999]
default = 500
[command]
run = ["true"]
warmups = 1
repeats = 2
[[metric]]
name = "time"
from = "report"
[[objective]]
metric = "time"
goal = "minimize"
[search]
method = "random"
trials = 10
confirm = 0
)";

class HandClock : public Clock {
  public:
    [[nodiscard]] Nanoseconds now_ns() const override { return 1 + now; }
    [[nodiscard]] Nanoseconds steady_ns() const override { return now; }
    Nanoseconds now = 0;
};

constexpr Nanoseconds k_measuring = 1'000'000'000;  // takes each evaluation

class ComparingTest : public ::testing::Test {
  protected:
    ComparingTest() {
        auto [store, run] = test::memory_run(std::string(k_spec));
        store_ = std::move(store);
        run_ = run;
        EXPECT_EQ(engine().state, RunState::done);
    }

    RunEnd engine(const std::function<void(FakeExecutor&, RunLoop&)>& setup = {}, storage::TrialNumber broken = -1) {
        const auto loaded = *load_run(*store_, run_);
        const auto searcher = *search::make_searcher(loaded.run.method, problem_of(loaded.spec));
        boost::asio::io_context loop;
        FakeExecutor executor(loop, 1, [&](const executor::Job& job) {
            if (job.number == broken) return test::failed(job.number, "broken pipe");
            time_.now += k_measuring;
            auto made = test::repeated(job, loaded.spec, [&](std::int64_t) { return std::vector{1.0 + 0.01 * ++clock_}; });
            if (several_) {  // as a worker that answers with three values at once
                const auto last = made.measurements.back();
                made.measurements.push_back({last.trial, last.metric, last.repeat + 1, last.value * 7});
                made.measurements.push_back({last.trial, last.metric, last.repeat + 2, last.value * 2});
            }
            return made;
        });
        storage::Syncer syncer(*store_);
        Observer observer;
        observer.compared = [&](auto made, auto wanted) { said_.push_back(fmt::format("{} of {}", made, wanted)); };
        RunLoop run({loop, *store_, syncer, executor, *searcher, time_}, loaded.spec, loaded.run, observer);
        if (setup) setup(executor, run);
        const auto end = run.run();
        EXPECT_TRUE(end) << end.error().message();
        submitted_ = executor.submitted;
        return end ? *end : RunEnd{};
    }

    std::int64_t request(std::string verb, std::string argument) {
        std::int64_t id = 0;
        EXPECT_TRUE(store_->write([&]() -> Result<void> {
            PARETOP_TRY(id, storage::insert_request(*store_, {0, run_, 1, std::move(verb), std::move(argument), {}, {}}));
            return {};
        }));
        return id;
    }
    std::string answer(std::int64_t id) { return storage::get_request(*store_, id)->value().answer; }
    bool open(std::int64_t id) { return !storage::get_request(*store_, id)->value().handled_ns; }
    std::vector<double> turns(storage::TrialNumber trial, std::int64_t round) {
        std::vector<double> values;
        const auto measurements = *storage::list_measurements(*store_, {run_, trial});
        for (const auto& m : measurements)
            if (measure::is_comparing(m.repeat) && measure::round_of(m.repeat) == round) values.push_back(m.value);
        return values;
    }
    std::vector<storage::TrialRecord> trials() { return *storage::list_trials(*store_, run_, 0, 100); }
    storage::RunRecord run() { return *storage::get_run(*store_, run_); }

    std::unique_ptr<storage::Store> store_;
    storage::RunId run_ = 0;
    HandClock time_;
    bool several_ = false;
    double clock_ = 0;  // what is measured later is slower
    std::vector<storage::TrialNumber> submitted_;
    std::vector<std::string> said_;
};

TEST_F(ComparingTest, MeasuresBothInTurnsAndChangesNothingElse) {
    const auto before = trials();
    const auto front = *storage::list_front(*store_, run_);
    const auto asked = request("compare", "3 7 4");
    EXPECT_EQ(engine().state, RunState::done);
    EXPECT_EQ(submitted_, (std::vector<storage::TrialNumber>{3, 7, 7, 3, 3, 7, 7, 3}));
    EXPECT_EQ(turns(3, 3).size(), 4U);
    EXPECT_EQ(turns(7, 3).size(), 4U);
    EXPECT_EQ(answer(asked), "ok");
    EXPECT_EQ(said_.front(), "0 of 8");
    EXPECT_EQ(said_.back(), "8 of 8");
    EXPECT_EQ(trials(), before);
    EXPECT_EQ(*storage::list_front(*store_, run_), front);
    EXPECT_EQ(run().reason, "all trials of the budget were made");
    EXPECT_TRUE(storage::check_store(*store_)->empty());
    const auto measurements = *storage::list_measurements(*store_, {run_, 3});
    EXPECT_EQ(measure::values_of(measurements, 0, measure::Round::last).size(), 2U);  // what is reported is what it was
}

TEST_F(ComparingTest, EachComparisonHasARoundOfItsOwn) {
    request("compare", "3 7 2");
    request("compare", "7 5 3");
    engine();
    EXPECT_EQ(turns(3, 3).size(), 2U);
    EXPECT_EQ(turns(7, 3).size(), 2U);
    EXPECT_EQ(turns(7, 4).size(), 3U);
    EXPECT_EQ(turns(5, 4).size(), 3U);
}

TEST_F(ComparingTest, AKilledEngineLosesNothing) {
    struct Killed {};
    const auto asked = request("compare", "3 7 5");
    for (int life = 0; life < 20 && open(asked); ++life) {
        int left = 1 + life % 3;
        try {
            engine([&](FakeExecutor& executor, RunLoop&) {
                executor.before_finish = [&](auto) {
                    if (left-- == 0) throw Killed{};
                };
            });
        } catch (const Killed&) {
            EXPECT_EQ(run().state, RunState::running);
        }
    }
    EXPECT_EQ(answer(asked), "ok");
    const auto a = turns(3, 3), b = turns(7, 3);
    ASSERT_EQ(a.size(), 5U);
    ASSERT_EQ(b.size(), 5U);
    for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(a[i] < b[i], i % 2 == 0) << i;  // in turns all the same
    EXPECT_EQ(run().state, RunState::done);
    EXPECT_EQ(run().asked, 10);
}

// A run that rested is not searched on by whoever makes up for a killed comparison.
TEST_F(ComparingTest, APausedRunStaysPaused) {
    request("budget", "30");
    request("resume", "");
    EXPECT_EQ(engine([](FakeExecutor& executor, RunLoop& loop) {
                  executor.before_finish = [&loop](auto number) {
                      if (number == 14) loop.pause();
                  };
              }).state,
              RunState::paused);
    const auto made = run().asked;
    ASSERT_LT(made, 30);
    const auto asked = request("compare", "3 7 2");
    struct Killed {};
    EXPECT_THROW(engine([&](FakeExecutor& executor, RunLoop&) { executor.before_finish = [](auto) { throw Killed{}; }; }),
                 Killed);
    EXPECT_EQ(engine().state, RunState::paused);
    EXPECT_EQ(answer(asked), "ok");
    EXPECT_EQ(run().asked, made);
    request("resume", "");
    EXPECT_EQ(engine().state, RunState::done);
    EXPECT_EQ(run().asked, 30);
}

// However often engines are killed over it: it had failed, or was stopped, and for a reason.
TEST_F(ComparingTest, ARunThatHadEndedHasEndedAsBefore) {
    struct Killed {};
    const auto kill = [](FakeExecutor& executor, RunLoop&) {
        executor.before_finish = [turns = 0](auto) mutable {
            if (++turns == 3) throw Killed{};
        };
    };
    for (const auto& [state, reason] :
         {std::pair(RunState::stopped, "stopped by request"),
          std::pair(RunState::failed, "all of the first 3 trials to end failed"), std::pair(RunState::done, "")}) {
        auto record = run();
        record.state = state;
        record.reason = reason;
        ASSERT_TRUE(store_->write([&] { return storage::update_run(*store_, record); }));
        const auto asked = request("compare", "3 7 5");
        for (int life = 0; life < 2; ++life) EXPECT_THROW(engine(kill), Killed);
        EXPECT_EQ(run().state, RunState::running);
        engine();
        EXPECT_EQ(answer(asked), "ok");
        EXPECT_EQ(run().state, state);
        EXPECT_EQ(run().reason, reason);
        EXPECT_TRUE(storage::list_open_requests(*store_, run_)->empty());
    }
    EXPECT_EQ(turns(3, 5).size(), 5U);
}

// What somebody made of the run since is the truth, and a resumed one is searched.
TEST_F(ComparingTest, AnOlderRestIsForgotten) {
    struct Killed {};
    const auto kill = [](FakeExecutor& executor, RunLoop&) { executor.before_finish = [](auto) { throw Killed{}; }; };
    request("compare", "3 7 5");
    EXPECT_THROW(engine(kill), Killed);
    auto record = run();
    record.state = RunState::stopped;
    record.reason = "stopped by request";
    ASSERT_TRUE(store_->write([&] { return storage::update_run(*store_, record); }));
    EXPECT_EQ(engine().state, RunState::stopped);
    EXPECT_EQ(run().reason, "stopped by request");
    request("compare", "3 7 5");
    EXPECT_THROW(engine(kill), Killed);
    request("budget", "15");
    request("resume", "");
    EXPECT_EQ(engine().state, RunState::done);
    EXPECT_EQ(run().asked, 15);
    EXPECT_TRUE(storage::list_open_requests(*store_, run_)->empty());
}

// At rest, and while it is searched: the budget of time is for the search.
TEST_F(ComparingTest, TakesNoTimeOfTheRun) {
    const auto before = run().active_ns;
    EXPECT_GE(before, 10 * k_measuring);
    request("compare", "3 7 4");
    engine();
    EXPECT_EQ(run().active_ns, before);
    request("budget", "14");
    request("resume", "");
    request("compare", "3 7 5");
    engine();
    EXPECT_EQ(turns(7, 4).size(), 5U);
    const auto again = static_cast<std::int64_t>(submitted_.size()) - 10;  // new trials, and what the last round measures
    EXPECT_GE(again, 4);
    EXPECT_EQ(run().active_ns, before + again * k_measuring);
}

TEST_F(ComparingTest, AnAnswerOfSeveralValuesIsOneTurn) {
    several_ = true;
    request("compare", "3 7 3");
    engine();
    EXPECT_EQ(submitted_, (std::vector<storage::TrialNumber>{3, 7, 7, 3, 3, 7}));
    const auto a = turns(3, 3), b = turns(7, 3);
    ASSERT_EQ(a.size(), 3U);
    ASSERT_EQ(b.size(), 3U);
    const auto first = clock_ - 6;  // each turn is a warm-up and a repeat; the middle one of value, 7 · value and 2 · value
    EXPECT_DOUBLE_EQ(a[0], 2 * (1 + 0.01 * (first - 4)));
    EXPECT_DOUBLE_EQ(b[2], 2 * (1 + 0.01 * clock_));
}

TEST_F(ComparingTest, EndsWhenItIsToldTo) {
    const auto asked = request("compare", "3 7 4");
    EXPECT_EQ(engine([](FakeExecutor& executor, RunLoop& loop) {
                  int turns = 0;
                  executor.before_finish = [&loop, turns](auto) mutable {
                      if (++turns == 3) loop.pause();
                  };
              }).state,
              RunState::done);
    EXPECT_EQ(answer(asked), "ended after 3 of 8 measurements");
    EXPECT_EQ(turns(3, 3).size() + turns(7, 3).size(), 3U);
    EXPECT_EQ(run().state, RunState::done);
}

TEST_F(ComparingTest, SaysWhatFails) {
    const auto asked = request("compare", "3 7 4");
    EXPECT_EQ(engine({}, 7).state, RunState::done);
    EXPECT_EQ(answer(asked), "trial 7 failed when it was measured once more: broken pipe");
    const auto unprepared = request("compare", "3 7 4");
    const auto refuse = [](FakeExecutor& executor, RunLoop&) { executor.prepared = fail(ErrorKind::io, "no disk"); };
    EXPECT_EQ(engine(refuse).state, RunState::done);
    EXPECT_EQ(answer(unprepared), "ended after 0 of 8 measurements: no disk");
}

TEST_F(ComparingTest, RefusesWhatMakesNoSense) {
    const auto same = request("compare", "3 3 4"), missing = request("compare", "3 99 4"), garbled = request("compare", "3 7"),
               few = request("compare", "3 7 1");
    engine();
    EXPECT_EQ(submitted_.size(), 0U);
    EXPECT_NE(answer(same).find("a trial cannot be compared with itself"), std::string::npos);
    EXPECT_NE(answer(missing).find("99"), std::string::npos) << answer(missing);
    EXPECT_EQ(answer(garbled), "not understood: compare 3 7");
    EXPECT_NE(answer(few).find("2 to 10000 can be made"), std::string::npos);
}

TEST_F(ComparingTest, TellsHowFarItIs) {
    EXPECT_FALSE(comparing(*store_, run_, 3, 7)->has_value());
    request("compare", "3 7 4");
    engine([](FakeExecutor& executor, RunLoop& loop) { executor.before_finish = [&loop](auto) { loop.pause(); }; });
    request("compare", "7 3 6");
    const auto waiting = comparing(*store_, run_, 3, 7)->value();
    EXPECT_EQ(waiting.made, 0);
    EXPECT_EQ(waiting.wanted, 12);
    EXPECT_EQ(waiting.answer, "");
    engine();
    const auto done = comparing(*store_, run_, 3, 7)->value();
    EXPECT_EQ(done.made, 12);
    EXPECT_EQ(done.answer, "ok");
}

TEST(Comparing, OnlyWhatCanBeMeasured) {
    spec::Spec spec;
    spec.name = "e";
    EXPECT_TRUE(can_compare(spec));
    spec.command.table = "results.csv";
    EXPECT_NE(can_compare(spec).error().message().find("looked up in a table"), std::string::npos);
    spec.command.table.clear();
    spec.kind = spec::k_history;
    EXPECT_NE(can_compare(spec).error().message().find("without a command"), std::string::npos);
    spec.kind = spec::k_profile;
    EXPECT_NE(can_compare(spec).error().message().find("profile diff"), std::string::npos);
}

}  // namespace
}  // namespace paretop::job
