// Transactions, and several connections on one file.
#include "storage/store.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <thread>

#include "storage/queries.h"
#include "storage/statement.h"
#include "tests/support/storage/store_fixture.h"
#include "tests/support/storage/temporary_folder.h"

namespace paretop::storage {
namespace {

class StoreTest : public testing::Test {
  protected:
    test::TemporaryFolder folder;
    std::string path = folder.file("lab.db");
    Store store = test::open_store(path);
    RunId run = test::add_run(store, {});
    test::SyntheticRun like;

    static std::int64_t count_tags(const Store& in, RunId of) { return static_cast<std::int64_t>(list_tags(in, of)->size()); }
    Result<void> tag(Store& in, const std::string& name) {
        return in.write([&] { return put_tag(in, run, name, true); });
    }
};

TEST_F(StoreTest, AFailedBodyLeavesNothing) {
    const auto written = store.write([&]() -> Result<void> {
        PARETOP_CHECK(put_tag(store, run, "lost", true));
        return fail(ErrorKind::usage, "no");
    });
    ASSERT_FALSE(written.has_value());
    EXPECT_EQ(written.error().what, "no");
    EXPECT_EQ(count_tags(store, run), 0);
    EXPECT_TRUE(tag(store, "kept").has_value());
    EXPECT_EQ(count_tags(store, run), 1);
}

TEST_F(StoreTest, AnExceptionLeavesNothing) {
    EXPECT_THROW(static_cast<void>(store.write([&]() -> Result<void> {
                     PARETOP_CHECK(put_tag(store, run, "lost", true));
                     throw std::runtime_error("bug");
                 })),
                 std::runtime_error);
    EXPECT_EQ(count_tags(store, run), 0);
    EXPECT_TRUE(tag(store, "kept").has_value());
}

TEST_F(StoreTest, WritesDoNotNest) {
    const auto written = store.write([&] { return tag(store, "inner"); });
    ASSERT_FALSE(written.has_value());
    EXPECT_EQ(written.error().kind, ErrorKind::internal);
}

TEST_F(StoreTest, ARunThatWasRemovedMeanwhileIsAnErrorOfTheStore) {
    auto other = test::open_store(path);
    ASSERT_TRUE(other.write([&] { return remove_run(other, run); }).has_value());
    const auto tagged = tag(store, "late");
    ASSERT_FALSE(tagged.has_value());
    EXPECT_EQ(tagged.error().kind, ErrorKind::store);
    const auto trials = test::try_add_trials(store, run, like, 1);
    ASSERT_FALSE(trials.has_value());
    EXPECT_EQ(trials.error().kind, ErrorKind::not_found);
}

TEST_F(StoreTest, AReaderSeesOneMoment) {
    const auto reader = test::open_store(path, {OpenOptions::Mode::read_only, {}, 5000, {}});
    const auto seen = reader.read([&]() -> Result<void> {
        EXPECT_EQ(count_tags(reader, run), 0);
        EXPECT_TRUE(tag(store, "new").has_value());
        EXPECT_EQ(count_tags(reader, run), 0);
        return reader.read([&]() -> Result<void> {
            EXPECT_EQ(count_tags(reader, run), 0);
            return {};
        });
    });
    ASSERT_TRUE(seen.has_value());
    EXPECT_EQ(count_tags(reader, run), 1);
}

TEST_F(StoreTest, DataVersionTellsOfOthersOnly) {
    const auto other = test::open_store(path);
    const auto mine = store.data_version().value();
    const auto theirs = other.data_version().value();
    ASSERT_TRUE(tag(store, "new").has_value());
    EXPECT_EQ(store.data_version().value(), mine);
    EXPECT_NE(other.data_version().value(), theirs);
    EXPECT_EQ(other.data_version().value(), other.data_version().value());
}

TEST_F(StoreTest, AWriterThatWaitsTooLongSaysSo) {
    auto impatient = test::open_store(path, {OpenOptions::Mode::read_write, {}, 20, {}});
    const auto outer = store.write([&]() -> Result<void> {
        const auto written = tag(impatient, "late");
        EXPECT_FALSE(written.has_value());
        EXPECT_EQ(written.error().kind, ErrorKind::busy);
        EXPECT_EQ(written.error().where, path);
        EXPECT_FALSE(written.error().remedy.empty());
        EXPECT_EQ(count_tags(impatient, run), 0);  // reading goes on meanwhile
        return {};
    });
    EXPECT_TRUE(outer.has_value());
    EXPECT_TRUE(tag(impatient, "in time").has_value());
}

TEST_F(StoreTest, TwoWritersTakeTurnsWhileAThirdReads) {
    const auto write_run = [&](RunId of) {
        auto own = test::open_store(path);
        Syncer syncer(own);
        for (int i = 0; i < 100; ++i) {
            test::add_trials(own, of, like, 1);
            syncer.dirty();
        }
    };
    const RunId second = test::add_run(store, {});
    std::thread first_writer(write_run, run), second_writer(write_run, second);
    for (int i = 0; i < 50; ++i) EXPECT_EQ(check_store(store)->size(), 0U);
    first_writer.join();
    second_writer.join();
    EXPECT_EQ(get_run(store, run)->asked, 100);
    EXPECT_EQ(get_run(store, second)->asked, 100);
    EXPECT_EQ(check_store(store)->size(), 0U);
}

TEST_F(StoreTest, ManyCanMakeOneStoreAtOnce) {
    const std::string fresh = folder.file("fresh.db");
    std::vector<std::thread> makers;
    for (int i = 0; i < 4; ++i)
        makers.emplace_back([&] {
            auto own = test::open_store(fresh);
            test::add_run(own, {});
        });
    for (auto& maker : makers) maker.join();
    EXPECT_EQ(list_runs(test::open_store(fresh))->size(), 4U);
}

TEST_F(StoreTest, AStatementInUseCanBeUsedAgain) {
    ASSERT_TRUE(tag(store, "a").has_value());
    ASSERT_TRUE(tag(store, "b").has_value());
    constexpr std::string_view k_sql = "SELECT tag FROM tag ORDER BY tag";
    auto outer = store.prepare(k_sql);
    ASSERT_TRUE(outer.has_value());
    ASSERT_TRUE(outer->step().value());
    auto inner = store.prepare(k_sql);
    ASSERT_TRUE(inner.has_value());
    ASSERT_TRUE(inner->step().value());
    EXPECT_EQ(inner->text(0), "a");
    ASSERT_TRUE(outer->step().value());
    EXPECT_EQ(outer->text(0), "b");
}

TEST_F(StoreTest, SqlThatIsWrongIsAnInternalError) {
    const auto prepared = store.prepare("SELEKT 1");
    ASSERT_FALSE(prepared.has_value());
    EXPECT_EQ(prepared.error().kind, ErrorKind::internal);
    EXPECT_FALSE(store.execute("SELEKT 1").has_value());
}

TEST(StoreInMemory, IsAStoreOfItsOwn) {
    auto one = test::open_store();
    const auto other = test::open_store();
    test::add_run(one, {});
    EXPECT_EQ(list_runs(one)->size(), 1U);
    EXPECT_EQ(list_runs(other)->size(), 0U);
    Syncer syncer(one);  // has nothing to do
    syncer.dirty();
    EXPECT_TRUE(syncer.last_error().has_value());
    EXPECT_TRUE(one.sync().has_value());
}

}  // namespace
}  // namespace paretop::storage
