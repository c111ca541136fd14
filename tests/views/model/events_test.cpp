#include "views/model/events.h"

#include <gtest/gtest.h>

#include "tests/views/model/model_fixture.h"

namespace paretop::model {
namespace {

using test::value_of;

struct Fixture {
    storage::Store store = test::open_store();

    void add(const std::string& kind, const std::string& text, std::optional<storage::RunId> run = {},
             storage::Level level = storage::Level::info) {
        value_of(store.write([&]() -> Result<void> {
            PARETOP_TRY([[maybe_unused]] const auto id, storage::insert_event(store, {0, run, {}, 5, level, kind, text}));
            return {};
        }));
    }
};

TEST(Events, AnEmptyStoreHasNoneUntilTheFirstComes) {
    Fixture f;
    EventsModel model(f.store, {});
    EXPECT_EQ(test::update_all(model), 1);
    EXPECT_EQ(model.size(), 0U);
    f.add("started", "at trial 0");
    test::update_all(model);
    ASSERT_EQ(model.size(), 1U);
    EXPECT_EQ(model.at(0).kind, "started");
}

TEST(Events, NewOnesComeOnTopAndOldOnesWhenTheyAreWanted) {
    Fixture f;
    for (int i = 0; i < 1000; ++i) f.add("kind", std::to_string(i));
    EventsModel model(f.store, {});
    test::update_all(model);
    EXPECT_EQ(model.at(0).text, "999");
    EXPECT_LT(model.size(), 1000U) << "only what is looked at is read";
    for (int i = 1000; i < 1450; ++i) f.add("kind", std::to_string(i));
    test::update_all(model);
    EXPECT_EQ(model.at(0).text, "1449");
    model.want(5000);
    test::update_all(model, 1);
    ASSERT_EQ(model.size(), 1450U);
    EXPECT_TRUE(model.complete());
    for (std::size_t i = 0; i < model.size(); ++i) EXPECT_EQ(model.at(i).text, std::to_string(1449 - i));
    EXPECT_EQ(model.row_of(model.at(70).id), 70U);
}

TEST(Events, TheFilterLooksAtLevelKindAndText) {
    Fixture f;
    const auto run = test::add_run(f.store, test::encoded_run(1));
    f.add("failed", "Build broke", run, storage::Level::error);
    f.add("chose", "method nsga2");
    EventsModel model(f.store, {});
    model.set_filter("ERROR build");
    test::update_all(model);
    ASSERT_EQ(model.size(), 1U);
    EXPECT_EQ(model.at(0).kind, "failed");
    f.add("failed", "build broke again", run, storage::Level::error);
    test::update_all(model);
    EXPECT_EQ(model.size(), 2U);
    model.set_filter("run " + std::to_string(run) + " again");
    EXPECT_EQ(model.size(), 1U);
    model.set_filter("");
    EXPECT_GE(model.size(), 3U);
}

TEST(Events, OfOneRunOnly) {
    Fixture f;
    const auto run = test::add_run(f.store, test::encoded_run(1));
    f.add("x", "elsewhere");
    f.add("x", "here", run);
    EventsModel model(f.store, run);
    test::update_all(model);
    for (std::size_t i = 0; i < model.size(); ++i) EXPECT_EQ(model.at(i).run, run);
    EXPECT_EQ(model.at(0).text, "here");
}

}  // namespace
}  // namespace paretop::model
