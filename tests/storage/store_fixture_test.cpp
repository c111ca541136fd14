#include "tests/support/storage/store_fixture.h"

#include <gtest/gtest.h>

#include "tests/support/storage/temporary_folder.h"

namespace paretop::storage {
namespace {

TEST(StoreFixture, MakesARunWithoutFaults) {
    auto store = test::open_store();
    test::SyntheticRun like;
    like.trials = 230;
    like.repeats = 3;
    like.executions = true;
    const RunId run = test::add_run(store, like);

    const auto findings = check_store(store);
    ASSERT_TRUE(findings.has_value());
    EXPECT_EQ(*findings, std::vector<std::string>{});
    const auto record = get_run(store, run);
    EXPECT_EQ(record->asked, 230);
    EXPECT_EQ(record->failed, 4);
    EXPECT_GT(record->front_size, 3);
    EXPECT_EQ(list_measurements(store, {run, 7})->size(), 6U);
    EXPECT_EQ(list_executions(store, {run, 7})->size(), 3U);
}

TEST(StoreFixture, GrowsARunAsIfItHadBeenMadeAtOnce) {
    auto grown = test::open_store();
    auto whole = test::open_store();
    test::SyntheticRun like;
    like.trials = 40;
    const RunId run = test::add_run(grown, like);
    test::add_trials(grown, run, like, 60);
    like.trials = 100;
    test::add_run(whole, like);
    EXPECT_EQ(get_run(grown, run)->front_size, get_run(whole, 1)->front_size);
    EXPECT_EQ(list_front(grown, run)->size(), list_front(whole, 1)->size());
    EXPECT_EQ(check_store(grown)->size(), 0U);
}

}  // namespace
}  // namespace paretop::storage
