#include "views/model/front.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "engine/measure/rounds.h"
#include "tests/views/model/model_fixture.h"

namespace paretop::model {
namespace {

using storage::TrialNumber;
using test::value_of;

struct Fixture {
    storage::Store store = test::open_store();
    test::SyntheticRun like = test::encoded_run(60);
    storage::RunId run = test::add_run(store, like);
    std::shared_ptr<const Experiment> experiment = test::experiment_of(store, run);

    std::vector<TrialNumber> stored_front() {
        std::vector<TrialNumber> trials;
        for (const auto& record : value_of(storage::list_front(store, run))) trials.push_back(record.trial);
        return trials;
    }
    storage::RunRecord record() { return value_of(storage::get_run(store, run)); }
};

std::vector<TrialNumber> members_of(const FrontHistory& history) {
    std::vector<TrialNumber> trials;
    for (const auto i : history.front()) trials.push_back(history.entries()[i].trial);
    std::sort(trials.begin(), trials.end());
    return trials;
}

TEST(FrontHistory, FollowsTheFrontOfTheStore) {
    Fixture f;
    FrontHistory history;
    for (int round = 0; round < 40; ++round) {
        value_of(history.update(f.store, f.record(), *f.experiment));
        ASSERT_EQ(members_of(history), f.stored_front()) << round;
        test::add_trials(f.store, f.run, f.like, 5);
    }
    std::set<TrialNumber> once;
    for (const auto& entry : history.entries()) EXPECT_TRUE(once.insert(entry.trial).second);
}

TEST(FrontHistory, ReadsNothingWhenNothingWasDone) {
    Fixture f;
    FrontHistory history;
    EXPECT_TRUE(value_of(history.update(f.store, f.record(), *f.experiment)));
    EXPECT_FALSE(value_of(history.update(f.store, f.record(), *f.experiment)));
}

TEST(FrontHistory, ATrialThatFinishesLateIsNotMissed) {
    Fixture f;
    FrontHistory history;
    test::put_open_trial(f.store, {f.run, 60});
    test::put_open_trial(f.store, {f.run, 61});
    const auto enter = [&](TrialNumber trial, std::vector<double> values) {
        test::finish_trial(f.store, {f.run, trial}, values);
        value_of(f.store.write([&]() -> Result<void> {
            PARETOP_CHECK(storage::insert_front(f.store, f.run, {trial, 1, 1, 1, 0.5, values, {}}));
            auto run = f.record();
            ++run.done;
            run.asked = 62;
            return storage::update_run(f.store, run);
        }));
        value_of(history.update(f.store, f.record(), *f.experiment));
    };
    value_of(history.update(f.store, f.record(), *f.experiment));
    enter(61, {-1, 1e9});
    enter(60, {-2, 1e9});
    const auto members = members_of(history);
    EXPECT_EQ(std::count(members.begin(), members.end(), 60), 1);
    EXPECT_EQ(std::count(members.begin(), members.end(), 61), 0);
    EXPECT_EQ(history.entries().back().trial, 60);
    EXPECT_EQ(history.entries()[*history.best(0, *f.experiment)].trial, 60);
}

TEST(FrontHistory, TheBestOfEachObjectiveIsTheBestOfAllTrials) {
    Fixture f;
    FrontHistory history;
    value_of(history.update(f.store, f.record(), *f.experiment));
    FrontModel model(f.store, f.run, f.experiment);
    test::update_all(model);
    for (std::size_t i = 0; i < 2; ++i) {
        const auto best = history.best(i, *f.experiment);
        ASSERT_TRUE(best);
        for (TrialNumber trial = 0; trial < 60; ++trial) {
            if (trial % 7 == 6) continue;  // failed
            EXPECT_LE(history.entries()[*best].objectives[i], test::synthetic_value(trial, static_cast<std::int64_t>(i), 0));
        }
    }
}

TEST(FrontHistory, TheTrendNeverFalls) {
    Fixture f;
    FrontHistory history;
    EXPECT_TRUE(history.trend(8, 59).empty());
    value_of(history.update(f.store, f.record(), *f.experiment));
    const auto trend = history.trend(8, 59);
    ASSERT_EQ(trend.size(), 8U);
    EXPECT_TRUE(std::is_sorted(trend.begin(), trend.end()));
    EXPECT_FLOAT_EQ(trend.back(), static_cast<float>(*f.record().hypervolume));
}

TEST(Front, TheCloudHoldsEveryMeasuredTrialOnce) {
    Fixture f;
    FrontModel model(f.store, f.run, f.experiment);
    auto budget = Budget::of_steps(25);
    EXPECT_TRUE(value_of(model.update(budget)));
    EXPECT_FALSE(model.members().empty()) << "the front does not wait for the cloud";
    EXPECT_GT(model.known(), 0);
    EXPECT_LT(model.known(), 25 / 60.0) << "the members' repeats are read first";
    test::add_trials(f.store, f.run, f.like, 11);
    test::update_all(model, 10);
    const auto& cloud = model.cloud();
    std::set<std::uint32_t> trials(cloud.trials.begin(), cloud.trials.end());
    EXPECT_EQ(trials.size(), cloud.size());
    EXPECT_EQ(cloud.size(), static_cast<std::size_t>(f.record().done));
    for (std::size_t i = 0; i < cloud.size(); ++i)
        EXPECT_NEAR(cloud.objectives[0][i], test::synthetic_value(cloud.trials[i], 0, 0), 0.02 * cloud.objectives[0][i]);
}

// The last round comes when nothing is in flight any more, and changes what is reported of the front.
TEST(Front, ShowsWhatTheLastRoundSays) {
    Fixture f;
    FrontModel model(f.store, f.run, f.experiment);
    test::update_all(model);
    const auto member = model.members().front();
    EXPECT_EQ(value_of(model.summary(member.trial))->metrics[0].repeats.size(), 3U);
    const auto last = measure::first_of(measure::Round::last);
    value_of(f.store.write([&] {
        const std::vector<storage::MeasurementRecord> more{{member.trial, 0, last, 0.5},
                                                           {member.trial, 0, last + 1, 0.7},
                                                           {member.trial, 1, last, 9e5},
                                                           {member.trial, 1, last + 1, 9e5}};
        return storage::insert_measurements(f.store, f.run, more);
    }));
    test::update_all(model);
    const auto same =
        std::find_if(model.members().begin(), model.members().end(), [&](const auto& m) { return m.trial == member.trial; });
    ASSERT_NE(same, model.members().end());
    EXPECT_DOUBLE_EQ(same->objectives[0], 0.6);
    EXPECT_DOUBLE_EQ(same->objectives[1], 9e5);
    EXPECT_EQ(value_of(model.summary(member.trial))->metrics[0].repeats.size(), 2U);
}

TEST(Front, TheBaselineIsTheReportedOne) {
    Fixture f;
    FrontModel model(f.store, f.run, f.experiment);
    test::update_all(model);
    EXPECT_NE(model.baseline()[0], 0.6);
    const auto last = measure::first_of(measure::Round::last);
    value_of(f.store.write([&]() -> Result<void> {
        const std::vector<storage::MeasurementRecord> more{{0, 0, last, 0.5}, {0, 0, last + 1, 0.7}};
        PARETOP_CHECK(storage::insert_measurements(f.store, f.run, more));
        auto run = f.record();
        run.reason = "all trials of the budget were made";
        return storage::update_run(f.store, run);
    }));
    test::update_all(model);
    EXPECT_DOUBLE_EQ(model.baseline()[0], 0.6);
}

TEST(Front, CountsTrialsThatBreakABound) {
    Fixture f;
    value_of(f.store.write([&]() -> Result<void> {
        auto trial = value_of(storage::get_trial(f.store, {f.run, 3}));
        trial.feasible = false;
        return storage::put_trial(f.store, trial);
    }));
    FrontModel model(f.store, f.run, f.experiment);
    test::update_all(model);
    EXPECT_EQ(model.cloud().infeasible, 1U);
    EXPECT_EQ(std::count(model.cloud().feasible.begin(), model.cloud().feasible.end(), false), 1);
}

TEST(Front, MembersAreInTheOrderOfTheXAxis) {
    Fixture f;
    FrontModel model(f.store, f.run, f.experiment);
    test::update_all(model);
    const auto sorted_by = [&](std::size_t axis) {
        return std::is_sorted(model.members().begin(), model.members().end(),
                              [&](const auto& a, const auto& b) { return a.objectives[axis] < b.objectives[axis]; });
    };
    EXPECT_TRUE(sorted_by(0));
    EXPECT_EQ(model.y_axis(), 1U);
    model.next_x_axis();
    EXPECT_EQ(model.x_axis(), 1U);
    EXPECT_EQ(model.y_axis(), 0U);
    EXPECT_TRUE(sorted_by(1));
}

TEST(Front, TheCursorStaysOnItsTrialOrGoesToTheNearest) {
    Fixture f;
    FrontModel model(f.store, f.run, f.experiment);
    test::update_all(model);
    model.move_to(1);
    const auto chosen = *model.cursor();
    model.next_x_axis();
    EXPECT_EQ(model.cursor(), chosen);
    EXPECT_EQ(model.members()[model.cursor_row()].trial, chosen);
    for (int round = 0; round < 60; ++round) {
        test::add_trials(f.store, f.run, f.like, 10);
        test::update_all(model);
        ASSERT_EQ(model.members()[model.cursor_row()].trial, *model.cursor());
    }
}

TEST(Front, AFrozenFrontStaysAndCatchesUpLater) {
    Fixture f;
    FrontModel model(f.store, f.run, f.experiment);
    test::update_all(model);
    const auto size = model.cloud().size();
    model.freeze(true);
    test::add_trials(f.store, f.run, f.like, 100);
    test::update_all(model);
    EXPECT_EQ(model.cloud().size(), size);
    EXPECT_EQ(model.run().asked, 60);
    model.freeze(false);
    test::update_all(model);
    EXPECT_EQ(model.cloud().size(), static_cast<std::size_t>(f.record().done));
    EXPECT_EQ(model.members().size(), f.stored_front().size());
}

TEST(Front, MarksAreTwoTrials) {
    Fixture f;
    FrontModel model(f.store, f.run, f.experiment);
    model.toggle_mark(3);
    EXPECT_FALSE(model.compare_marked());
    model.toggle_mark(5);
    EXPECT_EQ(model.mark_a(), 3);
    EXPECT_EQ(model.mark_b(), 5);
    model.toggle_mark(8);
    EXPECT_EQ(model.mark_b(), 8);
    model.toggle_mark(3);
    EXPECT_EQ(model.mark_a(), 8);
    EXPECT_EQ(model.mark_b(), std::nullopt);
}

TEST(Front, ComparesParameterByParameterAndMetricByMetric) {
    Fixture f;
    FrontModel model(f.store, f.run, f.experiment);
    test::update_all(model);
    model.toggle_mark(1);
    model.toggle_mark(2);
    const auto comparison = value_of(model.compare_marked());
    EXPECT_EQ(comparison.changed.size() + comparison.unchanged, 3U);
    for (const auto& parameter : comparison.changed) EXPECT_NE(parameter.a, parameter.b);
    ASSERT_EQ(comparison.metrics.size(), 2U);
    const auto& wall = comparison.metrics[0];
    EXPECT_EQ(wall.name, "wall_s");
    EXPECT_EQ(wall.a.repeats.size(), 3U);
    EXPECT_NEAR(*wall.relative, (wall.b.median - wall.a.median) / wall.a.median, 1e-12);
    ASSERT_TRUE(wall.difference);
    EXPECT_LE(wall.difference->low, wall.b.median - wall.a.median);
    EXPECT_GE(wall.difference->high, wall.b.median - wall.a.median);
    EXPECT_EQ(wall.verdict, wall.difference->high < 0 ? 1 : wall.difference->low > 0 ? -1 : 0);
}

TEST(Front, ASummaryIsWhatTheRepeatsSay) {
    Fixture f;
    FrontModel model(f.store, f.run, f.experiment);
    const auto& summary = *value_of(model.summary(4));
    EXPECT_EQ(summary.parameters[0], std::to_string(test::synthetic_point(4).level));
    EXPECT_EQ(summary.metrics[1].repeats.size(), 3U);
    EXPECT_LE(summary.metrics[1].interval.low, summary.metrics[1].median);
    EXPECT_GE(summary.metrics[1].spread(), 0);
    const auto& failed = *value_of(model.summary(6));
    EXPECT_FALSE(failed.metrics[0].measured());
    EXPECT_TRUE(std::isnan(failed.metrics[0].median));
    EXPECT_FALSE(model.summary(100000));
}

// Among what is reported, one member may dominate another; of equal ones neither does, and of what is not known nothing is said.
TEST(FrontMembers, AreOutdoneByThoseThatDominateThem) {
    const Fixture f;
    std::vector<FrontMember> members{{1, {1, 4}, true}, {3, {2.5, 2}, true},          {2, {2, 2}, true}, {4, {4, 1}, true},
                                     {5, {2, 2}, true}, {6, {0, std::nan("")}, true}, {7, {9, 9}, false}};
    find_outdone(members, *f.experiment);
    EXPECT_EQ(members[1].outdone_by, 2);
    for (const std::size_t i : {0U, 2U, 3U, 4U, 5U, 6U}) EXPECT_FALSE(members[i].outdone_by) << members[i].trial;
    auto maximizing = *f.experiment;
    maximizing.objectives[0].maximized = true;
    find_outdone(members, maximizing);
    EXPECT_EQ(members[0].outdone_by, 4);
    EXPECT_EQ(members[2].outdone_by, 4);
    EXPECT_FALSE(members[3].outdone_by);
}

TEST(FrontMembers, TheLastRoundTellsWhoHolds) {
    Fixture f;
    FrontModel model(f.store, f.run, f.experiment);
    test::update_all(model);
    ASSERT_GT(model.members().size(), 2U);
    for (const auto& member : model.members()) EXPECT_FALSE(member.outdone_by) << member.trial;
    const auto worse = model.members()[1].trial, other = model.members()[2].trial;
    const auto last = measure::first_of(measure::Round::last);
    value_of(f.store.write([&] {
        return storage::insert_measurements(
            f.store, f.run,
            std::vector<storage::MeasurementRecord>{
                {worse, 0, last, 1e6}, {worse, 1, last, 1e12}, {other, 0, last, 0.3}, {other, 1, last, 2e6}});
    }));
    test::update_all(model);
    EXPECT_EQ(
        std::count_if(model.members().begin(), model.members().end(), [](const auto& m) { return m.outdone_by.has_value(); }), 1);
    EXPECT_TRUE(model.members().back().trial == worse && model.members().back().outdone_by == other);
}

}  // namespace
}  // namespace paretop::model
