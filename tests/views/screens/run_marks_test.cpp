#include "views/screens/run_marks.h"

#include <gtest/gtest.h>

namespace paretop::views {
namespace {

model::TrialLine line(storage::TrialState state, std::string reason = "") {
    model::TrialLine out;
    out.state = state;
    out.reason = std::move(reason);
    return out;
}

TEST(RunMarks, TellWhatRacingConfirmingAndPruningMadeOfATrial) {
    using storage::TrialState;
    EXPECT_EQ(mark_of(line(TrialState::done)).text(), "✓ done");
    EXPECT_EQ(mark_of(line(TrialState::done, "raced out after 2 of 5 repeats")).text(), "▾ raced out");
    EXPECT_EQ(mark_of(line(TrialState::done, "not confirmed: dominated after 2 of 5 further repeats")).text(), "▾ not confirmed");
    EXPECT_EQ(mark_of(line(TrialState::failed, "pruned at step 3: loss 0.9")).text(), "▾ pruned");
    EXPECT_EQ(mark_of(line(TrialState::failed, "timeout after 30 s")).text(), "✗ failed");
    auto confirmed = line(TrialState::done);
    confirmed.rounds.confirm = 5;
    EXPECT_EQ(mark_of(confirmed).text(), "◆ re-measured");
    confirmed.feasible = false;
    EXPECT_EQ(mark_of(confirmed).text(), "‖ bound");
}

TEST(RunMarks, CountRepeatsByRound) {
    EXPECT_EQ(repeats_of({}, 5), "");
    EXPECT_EQ(repeats_of({5, 0, 0}, 5), "5");
    EXPECT_EQ(repeats_of({2, 0, 0}, 5), "2/5");
    EXPECT_EQ(repeats_of({5, 3, 0}, 5), "5 +3");
    EXPECT_EQ(repeats_of({5, 3, 20}, 5), "5 +3 +20");
}

}  // namespace
}  // namespace paretop::views
