#include "views/model/trial.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "tests/support/storage/temporary_folder.h"
#include "tests/views/model/model_fixture.h"

namespace paretop::model {
namespace {

using test::value_of;

struct Fixture {
    test::TemporaryFolder folder;
    storage::Store store = test::open_store();
    storage::RunId run = test::add_run(store, with_executions());
    std::shared_ptr<const Experiment> experiment = test::experiment_of(store, run);

    static test::SyntheticRun with_executions() {
        auto like = test::encoded_run(10);
        like.executions = true;
        return like;
    }
    TrialModel open(storage::TrialNumber number) { return {store, {run, number}, experiment, folder.file("log")}; }
};

TEST(Trial, ShowsItsConfigurationAgainstTheBaseline) {
    Fixture f;
    auto model = f.open(3);
    test::update_all(model);
    const auto parameters = model.parameters();
    ASSERT_EQ(parameters.size(), 3U);
    const auto point = test::synthetic_point(3);
    EXPECT_EQ(parameters[2].name, "block");
    EXPECT_EQ(parameters[2].value, std::to_string(point.block));
    EXPECT_EQ(parameters[2].baseline, std::to_string(test::synthetic_point(0).block));
    EXPECT_EQ(parameters[0].value, std::to_string(point.level));
    EXPECT_EQ(parameters[0].differs(), point.level != test::synthetic_point(0).level);
    EXPECT_FALSE(parameters[2].differs()) << "the first few hundred trials have the same";
    EXPECT_EQ(model.summary().metrics[0].repeats.size(), 3U);
    EXPECT_EQ(model.baseline().trial, 0);
    EXPECT_EQ(model.executions().size(), 3U);
    EXPECT_FALSE(model.commands().run.empty());
}

TEST(Trial, AFailedOneHasItsReasonAndNoMetrics) {
    Fixture f;
    auto model = f.open(6);
    test::update_all(model);
    EXPECT_EQ(model.record().state, storage::TrialState::failed);
    EXPECT_EQ(model.record().reason, "timeout after 30 s");
    EXPECT_FALSE(model.summary().metrics[0].measured());
}

TEST(Trial, OneThatIsNotThereIsAnError) {
    Fixture f;
    auto model = f.open(1000);
    auto budget = test::plenty();
    const auto updated = model.update(budget);
    ASSERT_FALSE(updated);
    EXPECT_EQ(updated.error().kind, ErrorKind::not_found);
}

TEST(Trial, ItsLogIsTheLiveOneUntilTheStoreHasIt) {
    Fixture f;
    test::put_open_trial(f.store, {f.run, 10});
    std::ofstream(f.folder.file("log")) << "half of it\n";
    auto model = f.open(10);
    test::update_all(model);
    EXPECT_TRUE(value_of(model.follow_log()));
    EXPECT_FALSE(value_of(model.follow_log()));
    EXPECT_EQ(model.log().lines(), std::vector<std::string>{"half of it"});
    test::finish_trial(f.store, {f.run, 10}, {1.5, 20});
    value_of(f.store.write([&] { return storage::put_artifact(f.store, {{f.run, 10}, "log", "log", "all\nof it\n", 5000}); }));
    test::update_all(model);
    EXPECT_FALSE(value_of(model.follow_log()));
    EXPECT_EQ(model.log().lines(), (std::vector<std::string>{"all", "of it"}));
    EXPECT_EQ(model.log().omitted(), 4990);
    EXPECT_DOUBLE_EQ(model.summary().metrics[0].median, 1.5);
}

TEST(Trial, NotesAndEventsStayLive) {
    Fixture f;
    auto model = f.open(2);
    test::update_all(model);
    EXPECT_TRUE(model.note().empty());
    value_of(f.store.write([&]() -> Result<void> {
        PARETOP_TRY([[maybe_unused]] const auto one,
                    storage::insert_event(f.store, {0, f.run, 2, 5, storage::Level::warning, "retried", "worker died"}));
        PARETOP_TRY([[maybe_unused]] const auto other,
                    storage::insert_event(f.store, {0, f.run, 3, 5, storage::Level::warning, "retried", "another trial"}));
        return storage::put_note(f.store, {f.run, 2}, "look at this one");
    }));
    test::update_all(model);
    EXPECT_EQ(model.note(), "look at this one");
    ASSERT_EQ(model.events().size(), 1U);
    EXPECT_EQ(model.events()[0].text, "worker died");
}

TEST(Trial, IntermediateValuesAreCurves) {
    Fixture f;
    value_of(f.store.write([&] {
        const std::vector<storage::IntermediateRecord> records{
            {1, 0, 0, 1, 5.0}, {1, 0, 0, 2, 4.0}, {1, 0, 1, 1, 6.0}, {1, 1, 0, 1, 7.0}};
        return storage::insert_intermediates(f.store, f.run, records);
    }));
    auto model = f.open(1);
    test::update_all(model);
    ASSERT_EQ(model.intermediates().size(), 3U);
    EXPECT_EQ(model.intermediates()[0].values, (std::vector<double>{5, 4}));
    EXPECT_EQ(model.intermediates()[1].repeat, 1);
    EXPECT_EQ(model.intermediates()[2].metric, 1);
}

}  // namespace
}  // namespace paretop::model
