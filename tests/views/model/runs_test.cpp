#include "views/model/runs.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "engine/measure/rounds.h"
#include "tests/views/model/model_fixture.h"

namespace paretop::model {
namespace {

using storage::RunId;
using storage::RunState;
using test::value_of;

struct Fixture {
    storage::Store store = test::open_store();
    Experiments experiments{store};
    std::set<RunId> owned;
    RunsModel model{store, experiments, [this](RunId run) { return owned.contains(run) ? 42 : 0; }};

    RunId add(const std::string& name, std::int64_t trials, RunState state = RunState::done, std::int64_t budget = 0) {
        auto like = test::encoded_run(trials, name);
        like.state = state;
        like.budget = budget;
        return test::add_run(store, like);
    }
    std::vector<RunId> shown() const {
        std::vector<RunId> runs;
        for (const auto* line : model.lines()) runs.push_back(line->id());
        return runs;
    }
};

TEST(Runs, AreShownNewestFirst) {
    Fixture f;
    const auto a = f.add("zstd", 20);
    const auto b = f.add("gcc", 10);
    test::update_all(f.model);
    EXPECT_EQ(f.shown(), (std::vector{b, a}));
    EXPECT_EQ(f.model.total(), 2U);
    EXPECT_EQ(f.model.find(a)->name(), "zstd");
    EXPECT_EQ(f.model.row_of(a), 1U);
    EXPECT_EQ(f.model.row_of(99), std::nullopt);
}

TEST(Runs, ARunWithoutItsEngineIsCutOff) {
    Fixture f;
    const auto run = f.add("zstd", 20, RunState::running, 100);
    f.owned.insert(run);
    test::update_all(f.model);
    EXPECT_EQ(f.model.find(run)->status, RunStatus::running);
    EXPECT_EQ(f.model.live(), 1U);
    EXPECT_TRUE(f.model.find(run)->per_minute);
    EXPECT_TRUE(f.model.find(run)->left);
    f.owned.clear();
    test::update_all(f.model);
    EXPECT_EQ(f.model.find(run)->status, RunStatus::cut_off);
    EXPECT_EQ(status_word(f.model.find(run)->status), "cut off");
    EXPECT_EQ(f.model.live(), 0U);
    EXPECT_FALSE(f.model.find(run)->left);
}

TEST(Runs, RateAndTimeLeftComeFromActiveTime) {
    Fixture f;
    const auto run = f.add("zstd", 20, RunState::running, 100);  // 10 ms of active time a trial
    f.owned.insert(run);
    test::update_all(f.model);
    EXPECT_NEAR(*f.model.find(run)->per_minute, 6000, 1e-6);
    EXPECT_NEAR(static_cast<double>(*f.model.find(run)->left), 80 * 10e6, 1e3);
}

TEST(Runs, KnowTheBestOfEachObjective) {
    Fixture f;
    const auto run = f.add("zstd", 50);
    test::update_all(f.model);
    const auto& best = f.model.find(run)->best;
    ASSERT_EQ(best.size(), 2U);
    for (std::size_t i = 0; i < 2; ++i) {
        double expected = 1e300;
        for (std::int64_t trial = 0; trial < 50; ++trial)
            if (trial % 7 != 6) expected = std::min(expected, test::synthetic_value(trial, static_cast<std::int64_t>(i), 0));
        EXPECT_NEAR(best[i], expected, 0.02 * expected);  // which is told of single repeats; the best is of medians
    }
    EXPECT_EQ(f.model.find(run)->trend.size(), RunsModel::k_trend_points);
}

TEST(Runs, EveryWordOfTheFilterMustBeFound) {
    Fixture f;
    const auto a = f.add("zstd-levels", 5);
    const auto b = f.add("gcc-flags", 5, RunState::paused);
    const auto c = f.add("zstd-levels", 5, RunState::failed);
    test::update_all(f.model);
    f.model.set_filter("ZSTD");
    EXPECT_EQ(f.shown(), (std::vector{c, a}));
    f.model.set_filter("zstd failed");
    EXPECT_EQ(f.shown(), std::vector{c});
    f.model.set_filter("paused tune");
    EXPECT_EQ(f.shown(), std::vector{b});
    f.model.set_filter("run 1");
    EXPECT_EQ(f.shown(), std::vector{a});
    f.model.set_filter("nothing like it");
    EXPECT_TRUE(f.shown().empty());
    EXPECT_EQ(f.model.total(), 3U);
}

TEST(Runs, SortByAnyColumnWithTheUnknownLast) {
    Fixture f;
    f.add("b", 30, RunState::done, 40);
    f.add("a", 0);
    f.add("c", 10, RunState::done, 100);
    test::update_all(f.model);
    const auto check = [&](RunColumn column, auto key) {
        for (const bool descending : {false, true}) {
            f.model.set_sort(column, descending);
            const auto& lines = f.model.lines();
            for (std::size_t i = 1; i < lines.size(); ++i) {
                const double first = key(*lines[i - 1]), second = key(*lines[i]);
                if (std::isnan(first)) {
                    EXPECT_TRUE(std::isnan(second));
                }
                if (std::isnan(first) || std::isnan(second)) continue;
                EXPECT_TRUE(descending ? first >= second : first <= second);
            }
        }
    };
    check(RunColumn::id, [](const RunLine& line) { return static_cast<double>(line.id()); });
    check(RunColumn::name, [](const RunLine& line) { return static_cast<double>(line.name()[0]); });
    check(RunColumn::trials, [](const RunLine& line) {
        return line.record.budget > 0 ? static_cast<double>(line.finished()) / static_cast<double>(line.record.budget) : NAN;
    });
    check(RunColumn::front, [](const RunLine& line) { return static_cast<double>(line.on_front); });
    check(RunColumn::hypervolume, [](const RunLine& line) { return line.record.hypervolume.value_or(NAN); });
    check(RunColumn::failed, [](const RunLine& line) { return static_cast<double>(line.record.failed); });
    check(RunColumn::best, [](const RunLine& line) { return line.best[0]; });
}

TEST(Runs, MarksBelongToRunsNotRows) {
    Fixture f;
    const auto a = f.add("a", 5);
    const auto b = f.add("b", 5);
    test::update_all(f.model);
    f.model.toggle_mark(a);
    f.model.set_sort(RunColumn::name, false);
    EXPECT_EQ(f.model.marked(), std::set{a});
    f.model.toggle_mark(b);
    f.model.toggle_mark(a);
    EXPECT_EQ(f.model.marked(), std::set{b});
    value_of(f.store.write([&] { return storage::remove_run(f.store, b); }));
    test::update_all(f.model);
    EXPECT_TRUE(f.model.marked().empty()) << "a run that is gone is not marked";
    f.model.toggle_mark(777);
    EXPECT_TRUE(f.model.marked().empty());
}

TEST(Runs, TheDetailIsOfTheSelectedRun) {
    Fixture f;
    const auto a = f.add("a", 50);
    f.add("b", 5);
    f.model.select(a);
    EXPECT_EQ(f.model.detail(), nullptr);
    test::update_all(f.model);
    const auto* detail = f.model.detail();
    ASSERT_NE(detail, nullptr);
    EXPECT_EQ(detail->run, a);
    ASSERT_EQ(detail->examples.size(), 3U);
    EXPECT_EQ(detail->examples[0].label, "baseline");
    EXPECT_EQ(detail->examples[0].trial, 0);
    EXPECT_EQ(detail->examples[1].label, "fastest");
    EXPECT_EQ(detail->examples[2].label, "smallest");
    EXPECT_DOUBLE_EQ(detail->examples[2].objectives[1], f.model.find(a)->best[1]);
    const auto point = test::synthetic_point(detail->examples[1].trial);
    const auto& space = test::synthetic_space();
    EXPECT_EQ(detail->examples[1].differences,
              space::differences(space, {{point.level, point.wlog, point.block}}, space.defaults()));
    ASSERT_EQ(detail->failures.size(), 1U);
    EXPECT_EQ(detail->failures[0].reason, "timeout after 30 s");
    EXPECT_EQ(detail->failures[0].count, 7);
    EXPECT_TRUE(detail->improved_by);
}

TEST(Runs, ManyRunsAreExaminedStepByStepTheSelectedFirst) {
    Fixture f;
    std::vector<RunId> runs;
    for (int i = 0; i < 12; ++i) runs.push_back(f.add("many", 8));
    f.model.select(runs[2]);
    auto budget = Budget::of_steps(12);
    EXPECT_TRUE(value_of(f.model.update(budget)));
    EXPECT_EQ(f.model.total(), 12U) << "every run has its line at once";
    EXPECT_FALSE(std::isnan(f.model.find(runs[2])->best[0]));
    EXPECT_FALSE(std::isnan(f.model.find(runs[11])->best[0]));
    EXPECT_TRUE(std::isnan(f.model.find(runs[0])->best[0]));
    test::update_all(f.model, 3);
    for (const auto run : runs) EXPECT_FALSE(std::isnan(f.model.find(run)->best[0]));
}

TEST(Runs, AnEmptyStoreHasNone) {
    Fixture f;
    EXPECT_EQ(test::update_all(f.model), 1);
    EXPECT_TRUE(f.model.lines().empty());
}

// A lucky trial is not the best any more once the last round has said so; that round counts no trial as done.
TEST(Runs, TheBestIsWhatTheLastRoundReports) {
    Fixture f;
    const auto run = f.add("zstd", 40);
    f.model.select(run);
    test::update_all(f.model);
    const auto told = f.model.find(run)->best[0];
    const auto lucky = f.model.detail()->examples[1].trial;
    value_of(f.store.write([&]() -> Result<void> {
        PARETOP_CHECK(storage::insert_measurements(
            f.store, run,
            std::vector<storage::MeasurementRecord>{{lucky, 0, measure::first_of(measure::Round::last), 100 * told}}));
        PARETOP_TRY(auto record, storage::get_run(f.store, run));
        ++record.ended_ns;
        return storage::update_run(f.store, record);
    }));
    test::update_all(f.model);
    EXPECT_GT(f.model.find(run)->best[0], told);
    EXPECT_LT(f.model.find(run)->best[0], 100 * told);
    EXPECT_NE(f.model.detail()->examples[1].trial, lucky);
    EXPECT_EQ(f.model.detail()->examples[1].objectives[0], f.model.find(run)->best[0]);
}

}  // namespace
}  // namespace paretop::model
