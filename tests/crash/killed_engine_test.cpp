// SIGKILL at random moments must leave no trace in what a run finds.
#include <gtest/gtest.h>

#include <csignal>
#include <random>
#include <thread>

#include "storage/store.h"
#include "tests/support/laboratory.h"

namespace paretop::test {
namespace {

using Protocol = Laboratory::Protocol;

void finish(const Laboratory& laboratory) {
    const auto engine = laboratory.start_engine();
    ASSERT_TRUE(ends_within(engine, std::chrono::seconds(100)));
    ASSERT_EQ(laboratory.run().state, storage::RunState::done);
}

// Kills engines until this many were killed, or one of them came to the end of the run.
int kill_engines(const Laboratory& laboratory, int kills, std::chrono::milliseconds longest) {
    std::mt19937 random(static_cast<unsigned>(kills));
    std::uniform_int_distribution<std::int64_t> moment(0, std::chrono::microseconds(longest).count());
    int killed = 0;
    for (; killed < kills; ++killed) {
        const auto engine = laboratory.start_engine();
        std::this_thread::sleep_for(std::chrono::microseconds(moment(random)));
        kill(engine, SIGKILL);
        if (wait_for(engine) >= 0) break;
    }
    return killed;
}

void expect_sound(const Laboratory& laboratory) {
    EXPECT_EQ(laboratory.paretop({"check-store"}).code, 0) << laboratory.paretop({"check-store"}).out;
    EXPECT_EQ(laboratory.leftovers(), 0);
}

TEST(KilledEngine, AHundredKillsLeaveTheHistoryOfAnUndisturbedRun) {
    Laboratory calm(Protocol::exec, 3000, 1, "nsga2"), disturbed(Protocol::exec, 3000, 1, "nsga2");
    calm.create();
    finish(calm);
    disturbed.create();
    EXPECT_EQ(kill_engines(disturbed, 100, std::chrono::milliseconds(60)), 100);
    finish(disturbed);
    EXPECT_EQ(disturbed.history(), calm.history());
    expect_sound(disturbed);
}

TEST(KilledEngine, WorkersThatStayUpAreNoExcuse) {
    Laboratory calm(Protocol::serve, 3000, 1, "nsga2"), disturbed(Protocol::serve, 3000, 1, "nsga2");
    calm.create();
    finish(calm);
    disturbed.create();
    EXPECT_GT(kill_engines(disturbed, 25, std::chrono::milliseconds(60)), 5);
    finish(disturbed);
    EXPECT_EQ(disturbed.history(), calm.history());
    expect_sound(disturbed);
}

// With several measurements at once the order of endings differs from run to run; what is found does not.
TEST(KilledEngine, TrialsInFlightAreMeasuredAgain) {
    Laboratory calm(Protocol::exec, 2000, 4, "random"), disturbed(Protocol::exec, 2000, 4, "random");
    calm.create();
    finish(calm);
    disturbed.create();
    EXPECT_GT(kill_engines(disturbed, 20, std::chrono::milliseconds(80)), 5);
    finish(disturbed);
    EXPECT_EQ(disturbed.outcomes(), calm.outcomes());
    expect_sound(disturbed);
}

}  // namespace
}  // namespace paretop::test
