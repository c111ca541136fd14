#include "engine/measure/race.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "engine/measure/statistics.h"
#include "engine/measure/welch.h"

namespace paretop::measure {
namespace {

Score score(std::vector<std::vector<double>> repeats) {
    Score made;
    for (const auto& values : repeats) made.objectives.push_back(median(values));
    made.repeats = std::move(repeats);
    return made;
}

// Student's sleep data (Biometrika 6, 1908), which R's t.test gives as t = 1.8608, df = 17.776.
TEST(Welch, AgreesWithStudentsSleepData) {
    const std::vector<double> a{0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};
    const std::vector<double> b{1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};
    const auto means = mean_difference(a, b);
    EXPECT_NEAR(means.estimate / means.error, 1.8608, 1e-4);
    EXPECT_NEAR(means.freedom, 17.776, 1e-3);
    EXPECT_NEAR(means.estimate + means.reach(0.025), 3.3655, 1e-4);
    EXPECT_TRUE(means.clearly_larger(0.05));
    EXPECT_FALSE(means.clearly_larger(0.025));
}

TEST(Race, OneRepeatDecidesNothing) {
    EXPECT_FALSE(clearly_dominated(score({{1, 1, 1}}), score({{100}})));
    EXPECT_FALSE(clearly_dominated(score({{1}}), score({{100, 100}})));
}

TEST(Race, GrossDifferencesShowAfterTwo) {
    const auto member = score({{1.00, 1.01, 0.99, 1.00, 1.01}});
    EXPECT_TRUE(clearly_dominated(member, score({{3.00, 3.01}})));
    EXPECT_FALSE(clearly_dominated(member, score({{1.03, 1.04}}))) << "two repeats know too little of their noise";
    EXPECT_TRUE(clearly_dominated(member, score({{1.30, 1.31, 1.30, 1.31, 1.30}})));
    EXPECT_FALSE(clearly_dominated(member, score({{0.5, 0.5}})));
}

TEST(Race, RepeatsThatNeverDifferDecideAtOnce) {
    EXPECT_TRUE(clearly_dominated(score({{7, 7}}), score({{8, 8}})));
    EXPECT_FALSE(clearly_dominated(score({{7, 7}}), score({{7, 7}}))) << "equal is not worse";
}

TEST(Race, EveryObjectiveMustBeNoBetter) {
    const auto member = score({{1, 1.01, 0.99}, {5, 5, 5}});
    EXPECT_TRUE(clearly_dominated(member, score({{3, 3.01}, {5, 5}}))) << "worse in one, equal in the other";
    EXPECT_FALSE(clearly_dominated(member, score({{3, 3.01}, {4, 4}})));
    EXPECT_TRUE(clearly_dominated(member, score({{3, 3.01}, {9, 9}})));
    const auto noisy = score({{1, 1.01, 0.99}, {5, 5.01, 4.99}});
    EXPECT_FALSE(clearly_dominated(noisy, score({{3, 3.01}, {5.001, 5.009}}))) << "the second may be better";
}

// An equal configuration, looked at after every repeat from the second to the tenth, is given up in at most 1 % of all cases.
TEST(Race, EqualConfigurationsAreHardlyEverRacedOut) {
    std::mt19937_64 random(3);
    std::normal_distribution<double> noise(1, 0.005);
    const auto draw = [&](std::size_t n) {
        std::vector<double> values(n);
        for (double& value : values) value = noise(random);
        return values;
    };
    int lost = 0;
    for (int i = 0; i < 2000; ++i) {
        const auto member = score({draw(10)});
        const auto all = draw(10);
        for (std::ptrdiff_t n = 2; n <= 10; ++n)
            if (clearly_dominated(member, score({{all.begin(), all.begin() + n}}))) {
                ++lost;
                break;
            }
    }
    EXPECT_LE(lost, 20);
}

}  // namespace
}  // namespace paretop::measure
