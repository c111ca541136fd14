#include "engine/measure/pruning.h"

#include <gtest/gtest.h>

namespace paretop::measure {
namespace {

using Steps = std::vector<storage::IntermediateRecord>;

spec::Spec with(spec::Prune rule, spec::Goal goal = spec::Goal::minimize) {
    spec::Spec spec;
    spec.metrics.resize(2);
    spec.objectives.push_back({1, goal, {}, {}});
    spec.search.prune = rule;
    spec.search.prune_metric = 1;
    return spec;
}

// Reports of metric 1 in repeat 0 at steps 1, 2, 3, …
Steps steps(const std::vector<double>& values) {
    Steps made;
    for (std::size_t i = 0; i < values.size(); ++i) made.push_back({9, 1, 0, static_cast<std::int64_t>(i) + 1, values[i]});
    return made;
}

std::string first_reason(const StepHistory& history, const Steps& reported) {
    StepHistory::Watched watched;
    for (const auto& step : reported)
        if (auto reason = history.judge(step, watched); !reason.empty()) return reason;
    return "";
}

StepHistory after(const spec::Spec& spec, const std::vector<std::vector<double>>& trials) {
    StepHistory history(spec);
    for (const auto& trial : trials) history.learn(steps(trial), true);
    return history;
}

const std::vector<std::vector<double>> k_four{{9, 4, 1}, {9, 5, 2}, {9, 6, 3}, {9, 7, 4}};

TEST(Pruning, WorseThanTheMedianAtAStepEnds) {
    const auto history = after(with(spec::Prune::median), k_four);
    EXPECT_EQ(first_reason(history, steps({9, 6, 1})), "pruned at step 2: 6 above the median 5.5 of 4 trials");
    EXPECT_EQ(first_reason(history, steps({9, 5.5, 2.5})), "");
    EXPECT_EQ(first_reason(history, steps({9, 2, 8})), "") << "the best so far counts, not the latest";
    EXPECT_EQ(first_reason(history, steps({9, 5, 2.5, 99})), "") << "nobody has been at step 4";
}

TEST(Pruning, AMaximisedMetricIsPrunedFromBelow) {
    const auto history = after(with(spec::Prune::median, spec::Goal::maximize), k_four);
    EXPECT_EQ(first_reason(history, steps({9, 5})), "");
    EXPECT_EQ(first_reason(history, steps({8, 5})), "pruned at step 1: 8 below the median 9 of 4 trials");
}

TEST(Pruning, NothingEndsBeforeFourTrialsAreKnown) {
    auto trials = k_four;
    trials.pop_back();
    EXPECT_EQ(first_reason(after(with(spec::Prune::median), trials), steps({9, 99, 99})), "");
    EXPECT_EQ(first_reason(after(with(spec::Prune::halving), trials), steps({9, 99, 99})), "");
}

TEST(Pruning, OtherMetricsAndRepeatsAreNotJudged) {
    const auto history = after(with(spec::Prune::median), k_four);
    StepHistory::Watched watched;
    EXPECT_EQ(history.judge({9, 0, 0, 2, 99}, watched), "");
    EXPECT_EQ(history.judge({9, 1, 1, 2, 99}, watched), "");
    EXPECT_EQ(watched.reports, 0);
}

TEST(Pruning, HalvingJudgesAtItsRungsOnly) {
    const auto history = after(with(spec::Prune::halving), {{9, 4, 1, 1}, {9, 5, 2, 2}, {9, 6, 3, 3}, {9, 7, 4, 4}});
    EXPECT_EQ(first_reason(history, steps({99, 4.5, 99, 2.5})), "") << "the third report is no rung; 2.5 is third of five";
    EXPECT_EQ(first_reason(history, steps({99, 6.5})), "pruned at step 2: 6.5 is not in the better half of 5 trials");
    EXPECT_EQ(first_reason(history, steps({1, 4, 1, 3.5})), "pruned at step 4: 3.5 is not in the better half of 5 trials");
}

TEST(Pruning, HalvingCountsThosePrunedTheMedianDoesNot) {
    for (const auto rule : {spec::Prune::halving, spec::Prune::median}) {
        auto history = after(with(rule), k_four);
        for (int i = 0; i < 10; ++i) history.learn(steps({99, 99}), false);
        EXPECT_EQ(first_reason(history, steps({9, 6.5})).empty(), rule == spec::Prune::halving);
    }
}

TEST(Pruning, NoneIsNone) {
    const auto history = after(with(spec::Prune::none), k_four);
    EXPECT_FALSE(history.on());
    EXPECT_EQ(first_reason(history, steps({99, 99})), "");
}

}  // namespace
}  // namespace paretop::measure
