#include "views/model/trial_feed.h"

#include <gtest/gtest.h>

#include <map>

#include "tests/views/model/model_fixture.h"

namespace paretop::model {
namespace {

using storage::TrialNumber;
using test::value_of;

struct Reader {
    storage::Store& store;
    TrialFeed feed;
    std::map<TrialNumber, int> times;
    std::map<TrialNumber, storage::TrialState> last;

    bool read(std::int64_t steps = 1000000) {
        auto budget = Budget::of_steps(steps);
        return value_of(feed.read(store, budget, [this](const storage::TrialRow& row) {
            ++times[row.number];
            last[row.number] = row.state;
        }));
    }
};

TEST(TrialFeed, DeliversEveryFinishedTrialOnceWhateverTheBudget) {
    auto store = test::open_store();
    const auto like = test::encoded_run(100);
    const auto run = test::add_run(store, like);
    Reader reader{store, TrialFeed(run), {}, {}};
    int calls = 1;
    while (reader.read(7)) ++calls;
    EXPECT_EQ(calls, 100 / 7 + 1);
    test::add_trials(store, run, like, 5);
    EXPECT_FALSE(reader.read());
    ASSERT_EQ(reader.times.size(), 105U);
    for (const auto& [number, times] : reader.times) EXPECT_EQ(times, 1) << number;
}

TEST(TrialFeed, LooksAgainAtWhatWasUnderWay) {
    auto store = test::open_store();
    const auto run = test::add_run(store, test::encoded_run(3));
    for (const TrialNumber number : {3, 4, 5, 6}) test::put_open_trial(store, {run, number});
    test::finish_trial(store, {run, 5}, {1, 2});
    Reader reader{store, TrialFeed(run), {}, {}};
    EXPECT_FALSE(reader.read());
    EXPECT_EQ(reader.feed.unfinished(), (std::vector<TrialNumber>{3, 4, 6}));
    test::finish_trial(store, {run, 4}, {1, 2});
    test::finish_trial(store, {run, 6}, {}, true);
    reader.read();
    EXPECT_EQ(reader.last[4], storage::TrialState::done);
    EXPECT_EQ(reader.last[6], storage::TrialState::failed);
    EXPECT_EQ(reader.times[5], 1);
    EXPECT_EQ(reader.feed.unfinished(), (std::vector<TrialNumber>{3}));
}

TEST(TrialFeed, WaitsForATrialThatWasTakenBackAndIsAskedAnew) {
    auto store = test::open_store();
    const auto run = test::add_run(store, test::encoded_run(2));
    test::put_open_trial(store, {run, 2}, storage::TrialState::asked);
    Reader reader{store, TrialFeed(run), {}, {}};
    reader.read();
    value_of(store.write([&] { return storage::remove_trial(store, {run, 2}); }));
    reader.read();
    test::put_open_trial(store, {run, 2});
    test::finish_trial(store, {run, 2}, {1, 2});
    reader.read();
    EXPECT_EQ(reader.last[2], storage::TrialState::done);
    EXPECT_TRUE(reader.feed.unfinished().empty());
}

}  // namespace
}  // namespace paretop::model
