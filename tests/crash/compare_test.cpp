// `paretop compare --measure` with real engines: measured in turns, and killed in between.
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <thread>

#include "engine/measure/turns.h"
#include "storage/store.h"
#include "tests/support/laboratory.h"

namespace paretop::test {
namespace {

std::int64_t turns(const Laboratory& laboratory, storage::TrialNumber trial, std::int64_t round) {
    const auto store = storage::Store::open(laboratory.store_path());
    if (!store) return -1;
    const auto measurements = *storage::list_measurements(*store, {1, trial});
    return std::count_if(measurements.begin(), measurements.end(), [&](const auto& m) {
        return m.metric == 0 && measure::is_comparing(m.repeat) && measure::round_of(m.repeat) == round;
    });
}

// Two trials that did not fail.
std::vector<std::string> compare(const Laboratory& laboratory, const std::string& repeats) {
    std::vector<std::string> words{"compare"};
    const auto store = storage::Store::open(laboratory.store_path());
    for (storage::TrialNumber number = 0; words.size() < 3; ++number)
        if (storage::get_trial(*store, {1, number})->state == storage::TrialState::done)
            words.push_back("1/" + std::to_string(number));
    words.insert(words.end(), {"--measure", "--repeats", repeats});
    return words;
}

TEST(CompareInTurns, MeasuresBothAndTells) {
    for (const auto protocol : {Laboratory::Protocol::exec, Laboratory::Protocol::serve}) {
        const Laboratory laboratory(protocol, 6, 1, "random");
        ASSERT_EQ(laboratory.paretop({"run", laboratory.experiment()}).code, 0);
        const auto words = compare(laboratory, "4");
        const auto ended = laboratory.paretop(words);
        EXPECT_EQ(ended.code, 0) << ended.err;
        EXPECT_NE(ended.out.find("in turns"), std::string::npos) << ended.out;
        EXPECT_EQ(turns(laboratory, std::stoll(words[1].substr(2)), 3), 4);
        EXPECT_EQ(turns(laboratory, std::stoll(words[2].substr(2)), 3), 4);
        EXPECT_EQ(laboratory.run().state, storage::RunState::done);
        EXPECT_EQ(laboratory.paretop({"check-store"}).code, 0);
    }
}

TEST(CompareInTurns, AKilledOneIsMadeUpFor) {
    const Laboratory laboratory(Laboratory::Protocol::exec, 6, 1, "random");
    ASSERT_EQ(laboratory.paretop({"run", laboratory.experiment()}).code, 0);
    const auto words = compare(laboratory, "60");
    const auto a = std::stoll(words[1].substr(2)), b = std::stoll(words[2].substr(2));
    auto store = *storage::Store::open(laboratory.store_path());
    auto stopped = laboratory.run();
    stopped.state = storage::RunState::stopped;
    stopped.reason = "stopped by request";
    ASSERT_TRUE(store.write([&]() -> Result<void> {
        PARETOP_CHECK(storage::update_run(store, stopped));
        PARETOP_CHECK(
            storage::insert_request(store, {0, 1, 1, "compare", std::to_string(a) + " " + std::to_string(b) + " 60", {}, {}}));
        return {};
    }));
    const auto engine = laboratory.start_engine();
    while (turns(laboratory, a, 3) < 5) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    kill(engine, SIGKILL);
    if (wait_for(engine) >= 0) GTEST_SKIP() << "it was too quick to be killed";
    EXPECT_EQ(laboratory.paretop({"check-store"}).code, 0);
    EXPECT_EQ(laboratory.paretop(compare(laboratory, "2")).code, 0);  // whoever comes next does both
    EXPECT_EQ(turns(laboratory, a, 3), 60);
    EXPECT_EQ(turns(laboratory, b, 3), 60);
    EXPECT_EQ(turns(laboratory, a, 4), 2);
    EXPECT_EQ(laboratory.run().state, storage::RunState::stopped);
    EXPECT_EQ(laboratory.run().reason, "stopped by request");
    EXPECT_EQ(laboratory.leftovers(), 0);
}

}  // namespace
}  // namespace paretop::test
