#include "engine/job/repeat_judge.h"

#include <gtest/gtest.h>

namespace paretop::job {
namespace {

spec::Spec one_objective(std::int64_t repeats) {
    spec::Spec spec;
    spec.metrics.resize(1);
    spec.metrics[0].name = "time";
    spec.objectives.push_back({0, spec::Goal::minimize, {}, {}});
    spec.command.repeats = {repeats, repeats, 0};
    return spec;
}

std::vector<storage::MeasurementRecord> repeats_of(storage::TrialNumber trial, const std::vector<double>& values,
                                                   std::int64_t first = 0) {
    std::vector<storage::MeasurementRecord> rows;
    for (std::size_t i = 0; i < values.size(); ++i) rows.push_back({trial, 0, first + static_cast<std::int64_t>(i), values[i]});
    return rows;
}

class RepeatJudgeTest : public ::testing::Test {
  protected:
    RepeatJudgeTest() { put(0, {10, 10.1, 9.9, 10, 10.1}); }

    void put(storage::TrialNumber trial, const std::vector<double>& values) {
        ledger.judge(trial, false, "", false, repeats_of(trial, values), 0, 0);
    }
    executor::Evaluation evaluation(std::vector<storage::MeasurementRecord> rows) {
        executor::Evaluation made;
        made.number = rows.front().trial;
        made.measurements = std::move(rows);
        return made;
    }

    spec::Spec spec = one_objective(5);
    Ledger ledger{spec, {}};
};

TEST_F(RepeatJudgeTest, ATrialThatIsClearlyWorseIsNotRepeated) {
    RepeatJudge judge(spec, ledger);
    auto so_far = evaluation(repeats_of(1, {30, 30.1}));
    EXPECT_EQ(judge(so_far, 2), std::nullopt);
    EXPECT_EQ(so_far.mark, "raced out after 2 of 5 repeats");
    auto near = evaluation(repeats_of(2, {10.2, 10.1}));
    EXPECT_EQ(judge(near, 2), 2);
    EXPECT_EQ(near.mark, "");
}

TEST_F(RepeatJudgeTest, WithoutRacingItGoesOn) {
    spec.search.race = false;
    RepeatJudge judge(spec, ledger);
    auto so_far = evaluation(repeats_of(1, {30, 30.1}));
    EXPECT_EQ(judge(so_far, 2), 2);
}

TEST_F(RepeatJudgeTest, TheBaselineIsMeasuredAsPlanned) {
    RepeatJudge judge(spec, ledger);
    auto so_far = evaluation(repeats_of(0, {30, 30.1}));
    EXPECT_EQ(judge(so_far, 2), 2);
    so_far = evaluation(repeats_of(0, {1, 1.1, 1, 1, 1}));
    EXPECT_EQ(judge(so_far, std::nullopt), std::nullopt);
}

TEST_F(RepeatJudgeTest, OneThatWouldEnterTheFrontIsMeasuredAgain) {
    RepeatJudge judge(spec, ledger);
    auto rows = repeats_of(1, {9.5, 9.6, 9.5, 9.4, 9.5});
    auto so_far = evaluation(rows);
    const auto confirm = measure::first_of(measure::Round::confirm);
    EXPECT_EQ(judge.status(), "");
    ASSERT_EQ(judge(so_far, std::nullopt), confirm);
    EXPECT_EQ(judge.status(), "measured again: repeat 1 of 5");
    for (std::int64_t i = 0; i < 4; ++i) {
        so_far.measurements.push_back({1, 0, confirm + i, 9.9 + 0.1 * static_cast<double>(i)});
        EXPECT_EQ(judge(so_far, std::nullopt), confirm + i + 1);
    }
    so_far.measurements.push_back({1, 0, confirm + 4, 9.9});
    EXPECT_EQ(judge(so_far, std::nullopt), std::nullopt);
    EXPECT_EQ(so_far.mark, "");
    EXPECT_DOUBLE_EQ(ledger.score(so_far.measurements)->objectives[0], 10.0) << "only the confirming repeats count";
}

TEST_F(RepeatJudgeTest, OneThatWasLuckyIsNotConfirmed) {
    RepeatJudge judge(spec, ledger);
    auto so_far = evaluation(repeats_of(1, {9.5, 9.6, 9.5, 9.4, 9.5}));
    const auto confirm = *judge(so_far, std::nullopt);
    so_far.measurements.push_back({1, 0, confirm, 20});
    EXPECT_EQ(judge(so_far, std::nullopt), confirm + 1) << "one repeat decides nothing";
    so_far.measurements.push_back({1, 0, confirm + 1, 20.05});
    EXPECT_EQ(judge(so_far, std::nullopt), std::nullopt);
    EXPECT_EQ(so_far.mark, "not confirmed: dominated after 2 of 5 further repeats");
}

TEST_F(RepeatJudgeTest, NoConfirmationWhereItIsOffOrNothingVariesOrNothingIsWon) {
    auto so_far = evaluation(repeats_of(1, {9, 9, 9, 9, 9}));
    EXPECT_EQ(RepeatJudge(spec, ledger)(so_far, std::nullopt), std::nullopt);
    auto behind = evaluation(repeats_of(1, {10.5, 10.4, 10.5, 10.6, 10.5}));
    EXPECT_EQ(RepeatJudge(spec, ledger)(behind, std::nullopt), std::nullopt);
    spec.search.confirm = 0;
    auto better = evaluation(repeats_of(1, {9.5, 9.6, 9.5, 9.4, 9.5}));
    EXPECT_EQ(RepeatJudge(spec, ledger)(better, std::nullopt), std::nullopt);
    spec.search.confirm = 2;
    EXPECT_EQ(RepeatJudge(spec, ledger)(better, std::nullopt), measure::first_of(measure::Round::confirm));
}

TEST_F(RepeatJudgeTest, TheLedgerKnowsTheFrontAndTheNoise) {
    put(1, {9, 9.1, 9, 8.9, 9});
    ASSERT_EQ(ledger.members().size(), 1U);
    EXPECT_EQ(ledger.members().begin()->first, 1);
    EXPECT_EQ(ledger.measured(), 10);
    EXPECT_GT(*ledger.noise(), 0);
    EXPECT_EQ(ledger.baseline()->objectives[0], 10);
    EXPECT_FALSE(ledger.would_enter(*ledger.score(repeats_of(2, {9}))));
    EXPECT_TRUE(ledger.would_enter(*ledger.score(repeats_of(2, {8.99}))));
}

}  // namespace
}  // namespace paretop::job
