// Repeats that are decided from outside: by a judge after each of them, and by who watches the reports while one runs.
#include "engine/measure/rounds.h"
#include "executor_fixture.h"

namespace paretop::executor {
namespace {

using Kind = spec::Source::Kind;

class JudgeTest : public ExecutorTest {
  protected:
    static std::vector<std::int64_t> repeats_of(const Evaluation& evaluation) {
        std::vector<std::int64_t> found;
        for (const auto& m : evaluation.measurements) found.push_back(m.repeat);
        return found;
    }
};

TEST_F(JudgeTest, AJudgeMayEndATrialOrProlongIt) {
    metric(Kind::stdout_regex, "([0-9]+)");
    shell("echo {x}");
    spec.command.warmups = 1;
    spec.command.repeats = {3, 3, 0};
    std::vector<std::optional<std::int64_t>> planned;
    adapt = [&](Job& job) {
        job.judge = [&](Evaluation& so_far, std::optional<std::int64_t> plan) -> std::optional<std::int64_t> {
            planned.push_back(plan);
            if (so_far.measurements.back().value == 1) {
                so_far.mark = "enough";
                return std::nullopt;
            }
            const auto repeat = so_far.measurements.back().repeat;
            return plan ? plan : repeat < measure::k_round ? std::optional(measure::k_round) : std::nullopt;
        };
    };
    const auto& ended = evaluate({1});
    EXPECT_EQ(repeats_of(ended), (std::vector<std::int64_t>{-1, 0}));
    EXPECT_EQ(ended.mark, "enough");
    EXPECT_FALSE(ended.failed);
    EXPECT_EQ(planned, (std::vector<std::optional<std::int64_t>>{1})) << "not asked after the warm-up";
    EXPECT_EQ(repeats_of(evaluate({2})), (std::vector<std::int64_t>{-1, 0, 1, 2, measure::k_round}));
}

TEST_F(JudgeTest, ALaterRoundHasWarmUpsThatAreNotKept) {
    metric(Kind::stdout_regex, "([0-9]+)");
    shell("echo {x}");
    spec.command.warmups = 2;
    spec.command.repeats = {3, 3, 0};
    adapt = [](Job& job) {
        job.first = 2 * measure::k_round;
        job.judge = [](Evaluation& so_far, std::optional<std::int64_t> plan) {
            EXPECT_EQ(plan, std::nullopt);
            const auto repeat = so_far.measurements.back().repeat;
            return measure::place_of(repeat) == 0 ? std::optional(repeat + 1) : std::nullopt;
        };
    };
    const auto& evaluation = evaluate({5});
    EXPECT_EQ(repeats_of(evaluation), (std::vector<std::int64_t>{2 * measure::k_round, 2 * measure::k_round + 1}));
    ASSERT_EQ(evaluation.executions.size(), 4U);
    EXPECT_EQ(evaluation.executions[0].phase, storage::Phase::warmup);
    EXPECT_EQ(evaluation.executions[0].repeat, -2);
    EXPECT_EQ(evaluation.executions[3].repeat, 2 * measure::k_round + 1);
}

// The program would run for an hour after its second report.
TEST_F(JudgeTest, WhoWatchesTheReportsMayEndTheProgram) {
    metric(Kind::report, "loss");
    shell(R"(for i in 1 2; do echo "{{\"metric\":\"loss\",\"value\":$i,\"step\":$i}}" >>$PARETOP_REPORT; done; exec sleep {x})");
    std::vector<double> seen;
    adapt = [&](Job& job) {
        job.watch = [&](std::span<const storage::IntermediateRecord> steps) {
            for (const auto& step : steps) seen.push_back(step.value);
            return std::string(seen.size() < 2 ? "" : "pruned at step 2: enough");
        };
    };
    integers({"x"});
    const auto& evaluation = evaluate({1000});
    EXPECT_TRUE(evaluation.failed);
    EXPECT_EQ(evaluation.reason, "pruned at step 2: enough");
    EXPECT_EQ(seen, (std::vector<double>{1, 2}));
    ASSERT_EQ(evaluation.intermediates.size(), 2U) << "each is stored once";
    EXPECT_EQ(evaluation.intermediates[1].step, 2);
    EXPECT_EQ(evaluation.executions.size(), 1U);
}

TEST_F(JudgeTest, WhoeverReportsAndEndsIsNotWatchedTwice) {
    metric(Kind::report, "loss");
    shell(R"(for i in 1 2 3; do echo "{{\"metric\":\"loss\",\"value\":$i,\"step\":$i}}" >>$PARETOP_REPORT; sleep 0.2; done)");
    adapt = [&](Job& job) { job.watch = [](auto) { return std::string(); }; };
    const auto& evaluation = evaluate();
    EXPECT_FALSE(evaluation.failed) << evaluation.reason;
    EXPECT_EQ(evaluation.intermediates.size(), 3U);
}

}  // namespace
}  // namespace paretop::executor
