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
    storage::Store store = test::open_store();
    profile::ProfileWriter writer;
};

TEST_F(ProfileModelTest, ReadsAgainOnlyWhatHasChanged) {
    write(0, 10, storage::ProfileState::growing);
    ProfileModel model(store, writer.id());
    test::update_all(model);
    EXPECT_TRUE(model.growing());
    EXPECT_EQ(model.operations().at(0).count, 10);
    EXPECT_NEAR(model.counted_ns(), 20.0 * k_ms, 1);
    const auto version = model.version();
    test::update_all(model);
    EXPECT_EQ(model.version(), version);
    write(10, 15, storage::ProfileState::complete);
    test::update_all(model);
    EXPECT_EQ(model.operations().at(0).count, 15);
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
