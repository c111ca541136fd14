#include "views/model/progress.h"

#include <gtest/gtest.h>

#include "tests/views/model/model_fixture.h"

namespace paretop::model {
namespace {

using test::value_of;

TEST(Progress, CurvesOnlyImproveAndEndAtTheBest) {
    auto store = test::open_store();
    const auto like = test::encoded_run(40);
    const auto run = test::add_run(store, like);
    const auto experiment = test::experiment_of(store, run);
    ProgressModel model(store, run, experiment);
    for (int round = 0; round < 10; ++round) {
        test::update_all(model);
        test::add_trials(store, run, like, 17);
    }
    test::update_all(model);
    EXPECT_EQ(model.trials(), 40 + 170);
    for (std::size_t i = 0; i < 2; ++i) {
        const auto& steps = model.best(i);
        ASSERT_GT(steps.size(), 1U);
        for (std::size_t s = 1; s < steps.size(); ++s) {
            EXPECT_LT(steps[s].value, steps[s - 1].value);
            EXPECT_GE(steps[s].trials, steps[s - 1].trials);
            EXPECT_GE(steps[s].active, steps[s - 1].active);
        }
        double best = 1e300;
        for (std::int64_t trial = 0; trial < 210; ++trial)
            if (trial % 7 != 6) best = std::min(best, test::synthetic_value(trial, static_cast<std::int64_t>(i), 0));
        EXPECT_DOUBLE_EQ(steps.back().value, best);
    }
}

TEST(Progress, ItDoesNotMatterHowOftenOneLooked) {
    auto store = test::open_store();
    const auto like = test::encoded_run(40);
    const auto run = test::add_run(store, like);
    const auto experiment = test::experiment_of(store, run);
    ProgressModel often(store, run, experiment);
    for (int round = 0; round < 20; ++round) {
        test::update_all(often);
        test::add_trials(store, run, like, 5);
    }
    test::update_all(often);
    ProgressModel once(store, run, experiment);
    test::update_all(once);
    ASSERT_EQ(often.hypervolume().size(), once.hypervolume().size());
    for (std::size_t i = 0; i < once.hypervolume().size(); ++i) {
        EXPECT_EQ(often.hypervolume()[i].trials, once.hypervolume()[i].trials);
        EXPECT_EQ(often.hypervolume()[i].value, once.hypervolume()[i].value);
    }
    EXPECT_EQ(often.best(1).back().trial, once.best(1).back().trial);
}

// Trials 1, 4, 7, … are said to be of another arm.
TEST(Progress, CreditsWhoFoundEachImprovement) {
    auto store = test::open_store();
    const auto run = test::add_run(store, test::encoded_run(60));
    value_of(store.write([&] { return store.execute("UPDATE trial SET origin = 'bandit/tpe' WHERE number % 3 = 1"); }));
    ProgressModel model(store, run, test::experiment_of(store, run));
    test::update_all(model, 3);
    const auto& improvements = model.improvements();
    ASSERT_EQ(improvements.size(), model.hypervolume().size());
    std::int64_t entered = 0, best = 0;
    double added = 0;
    for (const auto& source : model.sources()) {
        entered += source.entered;
        best += source.best[0];
        added += source.hypervolume;
    }
    EXPECT_EQ(entered, static_cast<std::int64_t>(improvements.size()));
    EXPECT_EQ(best, static_cast<std::int64_t>(model.best(0).size()));
    EXPECT_NEAR(added, model.hypervolume().back().value, 1e-9);
    bool arm = false;
    for (const auto& improvement : improvements) {
        const auto& name = model.sources()[improvement.source].name;
        EXPECT_EQ(name == "bandit/tpe", improvement.trial % 3 == 1) << improvement.trial;
        arm = arm || name == "bandit/tpe";
    }
    EXPECT_TRUE(arm);
    for (const auto& step : model.best(1)) EXPECT_EQ(model.sources()[step.source].name == "bandit/tpe", step.trial % 3 == 1);
}

TEST(Progress, BeforeTheFirstTrialThereAreNoCurves) {
    auto store = test::open_store();
    const auto run = test::add_run(store, test::encoded_run(0));
    ProgressModel model(store, run, test::experiment_of(store, run));
    test::update_all(model);
    EXPECT_TRUE(model.best(0).empty());
    EXPECT_TRUE(model.hypervolume().empty());
    EXPECT_EQ(model.trials(), 0);
}

}  // namespace
}  // namespace paretop::model
