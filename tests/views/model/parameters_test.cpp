#include "views/model/parameters.h"

#include <gtest/gtest.h>

#include "engine/measure/rounds.h"
#include "tests/views/model/model_fixture.h"

namespace paretop::model {
namespace {

using test::value_of;

struct Fixture {
    explicit Fixture(std::int64_t trials, storage::RunState state = storage::RunState::done) : like(test::encoded_run(trials)) {
        like.state = state;
        run = test::add_run(store, like);
        experiment = test::experiment_of(store, run);
    }
    storage::Store store = test::open_store();
    test::SyntheticRun like;
    storage::RunId run = 0;
    std::shared_ptr<const Experiment> experiment;
};

int study_all(ParametersModel& model) {
    int steps = 1;
    while (model.study()) ++steps;
    return steps;
}

TEST(Parameters, FindWhatDecidesAsTheCommandLineDoes) {
    const Fixture f(300);
    ParametersModel model(f.store, f.run, f.experiment);
    test::update_all(model, 10);
    EXPECT_EQ(model.learnt(0), nullptr);
    study_all(model);
    ASSERT_NE(model.learnt(0), nullptr);
    ASSERT_NE(model.learnt(1), nullptr);
    EXPECT_EQ(model.learnt(0)->trials, 258U) << "every seventh of them failed";
    EXPECT_EQ(model.learnt(0)->analysis.shares.front().parameter, 0U) << "level";
    EXPECT_GT(model.share(0, 0)->share, 0.5);
    std::vector<space::Configuration> configurations;
    std::vector<double> values;
    for (const auto& sampled : model.sample()) {
        configurations.push_back(sampled.configuration);
        values.push_back(sampled.objectives[0]);
    }
    const auto whole = value_of(importance::analyse(*model.space(), configurations, values));
    EXPECT_EQ(model.learnt(0)->analysis.shares.front().share, whole.shares.front().share);
}

TEST(Parameters, LearnAnewOnlyWhenATenthMoreIsKnown) {
    const Fixture f(200, storage::RunState::running);
    auto& store = const_cast<storage::Store&>(f.store);
    ParametersModel model(f.store, f.run, f.experiment);
    test::update_all(model);
    study_all(model);
    const auto trials = model.learnt(0)->trials;
    test::put_open_trial(store, {f.run, 200});
    test::add_trials(store, f.run, f.like, 0);
    test::update_all(model);
    EXPECT_EQ(study_all(model), 1) << "nothing to do";
    test::add_trials(store, f.run, f.like, 60);
    test::update_all(model);
    study_all(model);
    EXPECT_GT(model.learnt(0)->trials, trials);
}

TEST(Parameters, AnotherMethodForgetsAndLearns) {
    const Fixture f(100);
    ParametersModel model(f.store, f.run, f.experiment);
    test::update_all(model);
    study_all(model);
    model.set_method(importance::Method::permutation);
    EXPECT_EQ(model.learnt(0), nullptr);
    study_all(model);
    EXPECT_NE(model.learnt(0), nullptr);
}

TEST(Parameters, KeepASampleOfManyTrialsEvenlySpread) {
    const Fixture f(10'000);
    ParametersModel model(f.store, f.run, f.experiment);
    test::update_all(model, 1000);
    EXPECT_LE(model.sample().size(), 4096U);
    EXPECT_GT(model.sample().size(), 2000U);
    EXPECT_EQ(model.measured(), 10'000 - 10'000 / 7);
    for (std::size_t i = 0; i < model.sample().size(); ++i) EXPECT_EQ(model.sample()[i].trial % 4, 0);
    EXPECT_GT(model.sample().back().trial, 9'900);
}

TEST(Parameters, TheFrontComesWithItsConfigurations) {
    const Fixture f(60);
    ParametersModel model(f.store, f.run, f.experiment);
    test::update_all(model);
    ASSERT_EQ(model.front().size(), model.front_size());
    ASSERT_GT(model.front().size(), 3U);
    for (const auto& member : model.front()) {
        const auto point = test::synthetic_point(member.trial);
        EXPECT_EQ(member.configuration.values[0], space::Value(point.level));
    }
}

TEST(Parameters, WhoIsOutdoneIsNotOfTheFront) {
    Fixture f(60);
    ParametersModel model(f.store, f.run, f.experiment);
    test::update_all(model);
    const auto before = model.front_size();
    const auto worse = model.front()[1].trial, other = model.front()[2].trial;
    const auto last = measure::first_of(measure::Round::last);
    test::value_of(f.store.write([&] {
        return storage::insert_measurements(
            f.store, f.run,
            std::vector<storage::MeasurementRecord>{
                {worse, 0, last, 1e6}, {worse, 1, last, 1e12}, {other, 0, last, 0.3}, {other, 1, last, 2e6}});
    }));
    test::update_all(model);
    EXPECT_EQ(model.front_size(), before - 1);
    EXPECT_EQ(model.front().size(), before - 1);
    for (const auto& member : model.front()) EXPECT_NE(member.trial, worse);
}

TEST(Parameters, TooFewTrialsTeachNothing) {
    const Fixture f(3);
    ParametersModel model(f.store, f.run, f.experiment);
    test::update_all(model);
    EXPECT_EQ(study_all(model), 1);
    EXPECT_EQ(model.learnt(0), nullptr);
}

TEST(Parameters, AFrozenMomentStays) {
    const Fixture f(50);
    auto& store = const_cast<storage::Store&>(f.store);
    ParametersModel model(f.store, f.run, f.experiment);
    test::update_all(model);
    model.freeze(true);
    test::add_trials(store, f.run, f.like, 50);
    test::update_all(model);
    EXPECT_EQ(model.measured(), 43);
    model.freeze(false);
    test::update_all(model);
    EXPECT_EQ(model.measured(), 86);
}

}  // namespace
}  // namespace paretop::model
