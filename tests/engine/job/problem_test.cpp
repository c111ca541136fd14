// What a searcher is told of an experiment.
#include <gtest/gtest.h>

#include "engine/job/create.h"

namespace paretop::job {
namespace {

TEST(ProblemOf, KnowsThatTablesAnswerWithoutNoise) {
    spec::Spec spec;
    spec.objectives.resize(2);
    spec.search.trials = 70;
    EXPECT_TRUE(problem_of(spec).noisy);
    EXPECT_EQ(problem_of(spec).objectives, 2U);
    EXPECT_EQ(problem_of(spec).budget, 70);
    spec.command.table = "known.csv";
    EXPECT_FALSE(problem_of(spec).noisy);
}

}  // namespace
}  // namespace paretop::job
