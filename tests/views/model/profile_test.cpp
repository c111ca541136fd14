#include "views/model/profile.h"

#include <gtest/gtest.h>

#include "engine/profile/writer.h"
#include "tests/views/model/model_fixture.h"
#include "views/model/profiles.h"
#include "views/model/timeline.h"

namespace paretop::model {
namespace {

using profile::Kind;
using test::value_of;

constexpr std::int64_t k_begin = 1'700'000'000'000'000'000, k_ms = 1'000'000;

class ProfileModelTest : public testing::Test {
  protected:
    ProfileModelTest() : writer(begin()) {}
    profile::ProfileWriter begin() {
        storage::ProfileRecord record;
        record.name = "traced";
        record.format = "report";
        return value_of(profile::ProfileWriter::begin(store, record));
    }
    // One operation of 2 ms every 4 ms.
    void write(int from, int to, storage::ProfileState state) {
        const auto lane = writer.lane({7, 7, profile::Role::worker, ""});
        const auto decode = writer.name("decode", Kind::operation);
        for (int i = from; i < to; ++i) writer.record({decode, lane, Kind::operation, k_begin + i * 4 * k_ms, 2 * k_ms, -1});
        value_of(writer.commit(state));
    }
    void put(const std::vector<storage::FunctionRecord>& functions, const std::vector<storage::FunctionMapRecord>& maps) {
        value_of(store.write([&]() -> Result<void> {
            PARETOP_CHECK(storage::put_functions(store, writer.id(), functions));
            return storage::put_function_maps(store, writer.id(), maps);
        }));
    }
    storage::Store store = test::open_store();
    profile::ProfileWriter writer;
};

TEST_F(ProfileModelTest, ReadsAgainOnlyWhatHasChanged) {
    write(0, 10, storage::ProfileState::growing);
    ProfileModel model(store, writer.id());
    test::update_all(model);
    EXPECT_TRUE(model.growing());
    EXPECT_EQ(model.operations().kept().at(0).count, 10);
    EXPECT_NEAR(model.counted_ns(), 20.0 * k_ms, 1);
    const auto version = model.version();
    test::update_all(model);
    EXPECT_EQ(model.version(), version);
    write(10, 15, storage::ProfileState::complete);
    test::update_all(model);
    EXPECT_EQ(model.operations().kept().at(0).count, 15);
    EXPECT_FALSE(model.growing());
    EXPECT_FALSE(model.batches()) << "there are none";
}

TEST_F(ProfileModelTest, TheTimelineReadsItsRowsOneAfterTheOther) {
    write(0, 100, storage::ProfileState::complete);
    ProfileModel profile(store, writer.id());
    test::update_all(profile);
    TimelineModel timeline(store, profile);
    timeline.set_columns(50);
    ASSERT_EQ(timeline.rows().size(), 1U);
    EXPECT_TRUE(timeline.rows()[0].stale);
    test::update_all(timeline);
    EXPECT_FALSE(timeline.rows()[0].stale);
    ASSERT_EQ(timeline.rows()[0].slices.size(), 50U);
    EXPECT_NEAR(timeline.rows()[0].slices[10].share, 0.5, 0.1);
}

TEST_F(ProfileModelTest, TheTimelineZoomsAroundAMomentAndStaysWithinTheTrace) {
    write(0, 100, storage::ProfileState::complete);
    ProfileModel profile(store, writer.id());
    test::update_all(profile);
    TimelineModel timeline(store, profile);
    timeline.set_columns(50);
    const auto whole = timeline.window().length();
    timeline.zoom(0.5, k_begin + 100 * k_ms);
    EXPECT_NEAR(static_cast<double>(timeline.window().length()), static_cast<double>(whole) / 2, 2);
    EXPECT_FALSE(timeline.whole());
    timeline.pan(-whole);
    EXPECT_EQ(timeline.window().from_ns, profile.record().first_ns);
    timeline.pan(10 * whole);
    EXPECT_EQ(timeline.window().to_ns, profile.record().last_ns);
    timeline.zoom(8, k_begin);
    EXPECT_TRUE(timeline.whole());
    for (int i = 0; i < 100; ++i) timeline.zoom(0.1, k_begin + 5);
    EXPECT_GE(timeline.window().length(), 1000);
}

TEST_F(ProfileModelTest, TellsTheRecordUnderAMoment) {
    write(0, 100, storage::ProfileState::complete);
    ProfileModel profile(store, writer.id());
    test::update_all(profile);
    TimelineModel timeline(store, profile);
    timeline.set_columns(1000);
    const auto in = value_of(timeline.record_at(0, k_begin + 41 * k_ms));
    ASSERT_TRUE(in);
    EXPECT_EQ(in->start_ns, k_begin + 40 * k_ms);
    EXPECT_FALSE(value_of(timeline.record_at(0, k_begin + 43 * k_ms)));
    EXPECT_FALSE(value_of(timeline.record_at(9, k_begin)));
}

TEST_F(ProfileModelTest, AFunctionOfTwoOperationsStandsOnceInTheCalls) {
    write(0, 10, storage::ProfileState::growing);
    const auto resize = writer.name("resize", Kind::operation);
    writer.record({resize, writer.lane({7, 7, profile::Role::worker, ""}), Kind::operation, k_begin + 100 * k_ms, 10 * k_ms, -1});
    value_of(writer.commit(storage::ProfileState::complete));
    put({{0, "memcpy", "libc.so.6", 8, 8, 8}, {1, "idct", "libjpeg.so.62", 30, 30, 30}},
        {{"decode", 0, 1, 1, 0.5, 10, 10}, {"decode", 1, 1, 1, 1, 30, 30}, {"resize", 0, 1, 1, 0.5, 1, 1}});
    ProfileModel model(store, writer.id());
    test::update_all(model);
    EXPECT_EQ(model.calls().functions.size(), 4U);
    const auto sandwich = functions::sandwich(model.calls(), "memcpy|libc.so.6");
    EXPECT_NEAR(sandwich.self, 0.25 * 0.020 + 0.010, 1e-9) << "its shares of 20 ms and 10 ms, not its CPU time";
    ASSERT_EQ(sandwich.callers.size(), 2U);
    EXPECT_EQ(sandwich.callers[0].caller, "resize");
}

TEST_F(ProfileModelTest, ATableOfFunctionsAloneIsFlatAndCountsSamples) {
    value_of(writer.commit(storage::ProfileState::complete));
    put({{0, "memcpy", "libc.so.6", 0, 0, 8}, {1, "idct", "libjpeg.so.62", 0, 0, 30}}, {});
    ProfileModel model(store, writer.id());
    test::update_all(model);
    EXPECT_FALSE(model.nests());
    EXPECT_FALSE(model.calls_are_timed());
    EXPECT_EQ(model.calls().nodes, (std::vector<functions::CallNode>{{-1, 0, 8, 8}, {-1, 1, 30, 30}}));
}

TEST_F(ProfileModelTest, AWorkerThatToldOnlyItsBatchesHasThemInTheTimeline) {
    const auto lane = writer.lane({7, 7, profile::Role::worker, ""});
    const auto batch = writer.name("BatchPreprocessed", Kind::preprocessed);
    writer.record({batch, lane, Kind::preprocessed, k_begin, 10 * k_ms, 0});
    value_of(writer.commit(storage::ProfileState::complete));
    ProfileModel profile(store, writer.id());
    test::update_all(profile);
    TimelineModel timeline(store, profile);
    timeline.set_columns(10);
    test::update_all(timeline);
    ASSERT_EQ(timeline.rows().size(), 1U);
    EXPECT_TRUE(timeline.rows()[0].batches);
    EXPECT_FALSE(timeline.rows()[0].waits);
    EXPECT_GT(timeline.rows()[0].slices.at(5).share, 0.9F);
}

TEST_F(ProfileModelTest, MarksStayOnTheirProfiles) {
    const auto first = writer.id();
    const auto second = begin().id();
    ProfilesModel model(store);
    test::update_all(model);
    ASSERT_EQ(model.profiles().size(), 2U);
    model.toggle_mark(first);
    model.toggle_mark(second);
    EXPECT_EQ(model.mark_a(), first);
    model.toggle_mark(first);
    EXPECT_EQ(model.mark_a(), second);
    EXPECT_EQ(model.mark_b(), std::nullopt);
    value_of(store.write([&] { return storage::remove_profile(store, second); }));
    test::update_all(model);
    ASSERT_NE(model.cursor(), nullptr);
    EXPECT_EQ(model.cursor()->id, first) << "the one under the cursor has gone";
}

}  // namespace
}  // namespace paretop::model
