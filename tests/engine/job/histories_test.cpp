#include "engine/job/histories.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <boost/asio/io_context.hpp>
#include <limits>
#include <set>

#include "engine/job/replay.h"
#include "engine/job/run_loop.h"
#include "tests/engine/exchange/histories.h"
#include "tests/support/fake_executor.h"

namespace paretop::job {
namespace {

using storage::RunState;
using storage::TrialState;
using testing::ElementsAre;
using testing::HasSubstr;

storage::Store memory() { return std::move(*storage::Store::open(":memory:")); }

exchange::History example() {
    auto history = exchange::example_history();
    EXPECT_TRUE(exchange::find_conditions(history));
    return history;
}

Imported imported(storage::Store& store, const exchange::History& history, const std::optional<spec::Spec>& spec = {}) {
    auto result = import_history(store, history, spec, {}, system_clock());
    if (!result) ADD_FAILURE() << result.error().message();
    return result.value_or(Imported());
}

void expect_sound(const storage::Store& store) {
    const auto findings = storage::check_store(store);
    ASSERT_TRUE(findings);
    EXPECT_THAT(*findings, ElementsAre());
}

TEST(HistoriesTest, AnImportIsAWholeRun) {
    auto store = memory();
    const auto run = imported(store, example()).run;
    expect_sound(store);
    const auto record = storage::get_run(store, run).value();
    EXPECT_EQ(record.state, RunState::done);
    EXPECT_EQ(std::tuple(record.asked, record.done, record.failed, record.front_size), std::tuple(5, 3, 2, 2));
    EXPECT_EQ(record.started_ns, example().trials[0].started_ns);
    EXPECT_EQ(record.ended_ns, example().trials[4].ended_ns);
    const auto second = storage::get_trial(store, {run, 1}).value();
    EXPECT_EQ(second.origin, k_imported);
    EXPECT_FALSE(second.feasible);
    EXPECT_THAT(second.reason, HasSubstr("bytes 5000 > 4096"));
    EXPECT_EQ(second.realised, R"({"k":[1,2],"who":"me"})");
    EXPECT_EQ(storage::get_note(store, {run, -1}).value(), R"({"about":"a test"})");
    EXPECT_EQ(storage::get_experiment(store, record.experiment)->kind, spec::k_history);
}

TEST(HistoriesTest, WhatWasImportedIsReadBack) {
    auto store = memory();
    const auto history = example();
    const auto back = read_history(store, imported(store, history).run);
    ASSERT_TRUE(back) << back.error().message();
    EXPECT_EQ(back->name, history.name);
    EXPECT_EQ(back->note, history.note);
    EXPECT_EQ(back->metrics, history.metrics);
    ASSERT_EQ(back->trials.size(), history.trials.size());
    for (std::size_t i = 0; i < history.trials.size(); ++i) EXPECT_EQ(back->trials[i], history.trials[i]) << i;
}

TEST(HistoriesTest, ChoicesKeepTheTypesTheyCameWith) {
    auto store = memory();
    auto history = example();
    history.choices = {{"mode", R"(["flat","de'ep"])"}, {"fast", "[true,false]"}};
    const auto run = imported(store, history).run;
    expect_sound(store);
    EXPECT_EQ(read_history(store, run)->choices, history.choices);
}

TEST(HistoriesTest, WhatDoesNotFitLeavesNothing) {
    auto store = memory();
    auto history = example();
    history.parameters[0].name = "bad\nname";
    const auto result = import_history(store, history, {}, {}, system_clock());
    ASSERT_FALSE(result);
    EXPECT_THAT(result.error().message(), HasSubstr("control character"));
    EXPECT_TRUE(storage::list_runs(store)->empty());
}

TEST(HistoriesTest, AStoreThatSaysNoIsLeftAsItWas) {
    auto store = memory();
    auto history = example();
    history.trials[4].measured[0] = {1, std::numeric_limits<double>::infinity()};
    ASSERT_TRUE(store.write([&] {  // the last trial's measurement is refused
        return store.execute(
            "CREATE TRIGGER no BEFORE INSERT ON measurement WHEN abs(new.value) > 1e300"
            " BEGIN SELECT raise(ABORT, 'no'); END");
    }));
    EXPECT_FALSE(import_history(store, history, {}, {}, system_clock()));
    EXPECT_TRUE(storage::list_runs(store)->empty());
    EXPECT_FALSE(storage::get_experiment(store, 1));
    expect_sound(store);
}

TEST(HistoriesTest, NotesThatAreNoObjectsBecomeOne) {
    auto store = memory();
    const auto run = imported(store, example()).run;
    ASSERT_TRUE(store.write([&] { return storage::put_note(store, {run, -1}, "say \"hi\"\n"); }));
    EXPECT_EQ(read_history(store, run)->note, "{\"note\":\"say \\\"hi\\\"\\n\"}");
}

// --- going on ------------------------------------------------------------------------------------------------------------

constexpr std::string_view k_experiment = R"([experiment]
name = "mine"
[[parameter]]
name = "a"
type = "int"
range = [0, 4]
[[parameter]]
name = "b"
type = "int"
range = [0, 4]
[command]
run = ["true"]
[[metric]]
name = "loss"
from = "report"
[[objective]]
metric = "loss"
goal = "minimize"
[search]
method = "{}"
trials = {}
{}
)";

spec::Spec experiment(const std::string& method, int trials, const std::string& more = "") {
    auto read = spec::read_spec(fmt::format(fmt::runtime(k_experiment), method, trials, more), "mine.toml", "/");
    for (const auto& problem : read.problems) ADD_FAILURE() << problem.message("mine.toml");
    return std::move(*read.spec);
}

double loss(std::int64_t a, std::int64_t b) { return static_cast<double>((a - 3) * (a - 3) + b); }

// Trials 0 to 9: (0, 0), (1, 0), …, the fourth failed; the last is still running.
exchange::History ten_trials() {
    exchange::History history;
    history.source = "study.db";
    history.name = "ten";
    history.parameters = {exchange::number("a", space::ParameterType::integer, 0, 9, 1),
                          exchange::number("b", space::ParameterType::integer, 0, 9, 1)};
    history.metrics = {{"value", "", spec::Goal::minimize, {}, {}}};
    for (std::int64_t i = 0; i < 10; ++i)
        history.trials.push_back(
            exchange::done(i, {std::to_string(i % 5), std::to_string(1 + i / 5)}, {{loss(i % 5, 1 + i / 5)}}));
    history.trials[3] = exchange::failed(3, history.trials[3].values, "broken", 1);
    history.trials[9].state = TrialState::asked;
    history.trials[9].measured = {{}};
    return history;
}

// Drives a run to its end, `rounds` times with an engine that stops after so many trials.
RunEnd drive(storage::Store& store, storage::RunId run, std::int64_t stop_after = 0) {
    const auto loaded = load_run(store, run).value();
    auto searcher = search::make_searcher(loaded.run.method, problem_of(loaded.spec)).value();
    boost::asio::io_context loop;
    test::FakeExecutor executor(loop, 1, [](const executor::Job& job) {
        return test::measured(job.number, {loss(std::get<std::int64_t>(job.configuration.values[0]),
                                                std::get<std::int64_t>(job.configuration.values[1]))});
    });
    storage::Syncer syncer(store);
    RunLoop running({loop, store, syncer, executor, *searcher, system_clock()}, loaded.spec, loaded.run, {});
    executor.before_finish = [&](storage::TrialNumber) {
        if (stop_after > 0 && executor.evaluated + 1 >= stop_after) running.pause();
    };
    const auto end = running.run();
    if (!end) ADD_FAILURE() << end.error().message();
    return end.value_or(RunEnd());
}

void resume(storage::Store& store, storage::RunId run) {
    storage::RequestRecord request;
    request.run = run;
    request.verb = "resume";
    ASSERT_TRUE(store.write([&]() -> Result<void> {
        PARETOP_TRY([[maybe_unused]] const auto id, storage::insert_request(store, request));
        return {};
    }));
}

std::vector<std::string> configurations(const storage::Store& store, storage::RunId run) {
    std::vector<std::string> out;
    const auto trials = storage::list_trials(store, run, 0, 1000).value();
    for (const auto& trial : trials) out.push_back(storage::get_configuration(store, trial.configuration)->json);
    return out;
}

// Where no single parameter tells when another one is there, the experiment file does.
TEST(HistoriesTest, TheExperimentMayTellWhatTheHistoryDoesNot) {
    auto history = ten_trials();
    history.trials[3] = exchange::done(3, history.trials[3].values, {{1}});
    history.trials[9] = exchange::failed(9, history.trials[9].values, "broken early", 1);
    history.parameters.push_back(exchange::number("c", space::ParameterType::integer, 0, 9, 1));
    for (auto& trial : history.trials) trial.values.emplace_back();
    history.trials[8].values[2] = "1";  // a = 3, b = 2
    const auto found = exchange::find_conditions(history);
    ASSERT_FALSE(found);
    history.unclear = found.error();
    auto store = memory();
    const auto alone = import_history(store, history, {}, {}, system_clock());
    ASSERT_FALSE(alone);
    EXPECT_THAT(alone.error().message(), HasSubstr("no other parameter tells when there is one"));
    const auto spec = experiment("random", 5,
                                 "[[parameter]]\nname = \"c\"\ntype = \"int\"\nrange = [0, 4]\n"
                                 "when = \"a > 2 and b > 1\"\n");
    const auto run = imported(store, history, spec);
    EXPECT_EQ(run.record.asked, 9) << "the failed one has no c";
    EXPECT_THAT(run.remarks, ElementsAre(HasSubstr("1 trial that ended or waited without values for all parameters")));
    EXPECT_EQ(configurations(store, run.run)[8], R"({"a":3,"b":2,"c":1})");
    expect_sound(store);
}

class GoingOn : public testing::TestWithParam<const char*> {};

TEST_P(GoingOn, NothingThatWasImportedIsAskedAgain) {
    auto store = memory();
    const auto run = imported(store, ten_trials(), experiment(GetParam(), 100)).run;
    expect_sound(store);
    EXPECT_EQ(storage::get_run(store, run)->state, RunState::paused);
    EXPECT_EQ(storage::get_run(store, run)->budget, 110);
    resume(store, run);
    const auto end = drive(store, run);
    EXPECT_EQ(end.state, RunState::done);
    const auto all = configurations(store, run);
    EXPECT_EQ(all.size(), 25U);  // the whole space, once
    EXPECT_EQ(std::set(all.begin(), all.end()).size(), 25U);
    const auto trials = storage::list_trials(store, run, 0, 100).value();
    for (std::size_t i = 0; i < trials.size(); ++i) EXPECT_EQ(trials[i].origin == k_imported, i < 10) << i;
    EXPECT_EQ(trials[9].state, TrialState::done);  // was running elsewhere, and is measured here
    EXPECT_EQ(trials[10].origin, "baseline");      // all defaults, which were not among the imported
    EXPECT_EQ(all[10], R"({"a":0,"b":0})");
    expect_sound(store);
}

TEST_P(GoingOn, AnImportedBaselineIsNotMeasuredAgain) {
    auto store = memory();
    auto history = ten_trials();
    history.trials[2].values = {"0", "0"};
    const auto run = imported(store, history, experiment(GetParam(), 100)).run;
    resume(store, run);
    drive(store, run);
    const auto all = configurations(store, run);
    EXPECT_EQ(std::set(all.begin(), all.end()).size(), all.size());
    EXPECT_EQ(std::count(all.begin(), all.end(), R"({"a":0,"b":0})"), 1);
    EXPECT_NE(storage::get_trial(store, {run, 10})->origin, "baseline");
}

TEST_P(GoingOn, WhatWasMeasuredElsewhereIsNeitherCheckedForDriftNorMeasuredInALastRound) {
    auto store = memory();
    const auto run = imported(store, ten_trials(), experiment(GetParam(), 100, "baseline_every = 2\nconfirm = 3")).run;
    resume(store, run);
    EXPECT_EQ(drive(store, run).state, RunState::done);
    for (storage::TrialNumber trial = 0; trial < 25; ++trial) {
        const std::size_t repeats = trial == 3 ? 0 : 1;  // that failed
        EXPECT_EQ(storage::list_measurements(store, {run, trial})->size(), repeats) << trial;
    }
    const auto events = storage::list_events(store, run, std::numeric_limits<std::int64_t>::max(), 1000).value();
    for (const auto& event : events) EXPECT_NE(event.kind, "last");
    expect_sound(store);
}

TEST_P(GoingOn, StoppingAndGoingOnChangesNothing) {
    auto whole = memory();
    const auto run = imported(whole, ten_trials(), experiment(GetParam(), 12)).run;
    resume(whole, run);
    drive(whole, run);
    auto cut = memory();
    ASSERT_EQ(imported(cut, ten_trials(), experiment(GetParam(), 12)).run, run);
    for (int round = 0; round < 4; ++round) {
        resume(cut, run);
        drive(cut, run, 3);
    }
    resume(cut, run);
    EXPECT_EQ(drive(cut, run).state, RunState::done);
    EXPECT_EQ(configurations(cut, run), configurations(whole, run));
    EXPECT_EQ(storage::get_run(cut, run)->hypervolume, storage::get_run(whole, run)->hypervolume);
    expect_sound(cut);
}

INSTANTIATE_TEST_SUITE_P(Methods, GoingOn, testing::Values("random", "sobol", "nsga2", "auto"));

TEST(GoingOnTest, AHistoryThatDoesNotFitLeavesNothing) {
    auto store = memory();
    auto history = ten_trials();
    history.trials[5].values[1] = "7";
    const auto result = import_history(store, history, experiment("random", 5), {}, system_clock());
    ASSERT_FALSE(result);
    EXPECT_THAT(result.error().what, HasSubstr("parameter 'b': trial 5 has 7, and in mine.toml it is int 0 to 4"));
    EXPECT_TRUE(storage::list_runs(store)->empty());
}

TEST(GoingOnTest, WithoutACommandThereIsNoGoingOn) {
    EXPECT_FALSE(can_run(spec::k_history, "ten"));
    EXPECT_THAT(can_run(spec::k_history, "ten").error().message(), HasSubstr("ten: it was imported without a command"));
    EXPECT_TRUE(can_run("tune", "ten"));
}

}  // namespace
}  // namespace paretop::job
