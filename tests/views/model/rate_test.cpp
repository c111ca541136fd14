#include "views/model/rate.h"

#include <gtest/gtest.h>

namespace paretop::model {
namespace {

constexpr Nanoseconds k_second = 1'000'000'000;

TEST(Rate, IsUnknownBeforeTheFirstTrial) {
    Rate rate;
    EXPECT_FALSE(rate.per_minute());
    rate.add(5 * k_second, 0);
    EXPECT_FALSE(rate.per_minute());
    EXPECT_FALSE(rate.time_for(10));
}

TEST(Rate, OfASingleLookIsThatOfTheWholeRun) {
    Rate rate;
    rate.add(120 * k_second, 6);
    EXPECT_DOUBLE_EQ(*rate.per_minute(), 3);
    EXPECT_EQ(rate.time_for(6), 120 * k_second);
    EXPECT_EQ(rate.time_for(0), 0);
}

TEST(Rate, FollowsTheLastMinute) {
    Rate rate;
    std::int64_t finished = 0;
    for (int second = 0; second <= 600; ++second) rate.add(second * k_second, finished += second < 300 ? 1 : 4);
    EXPECT_NEAR(*rate.per_minute(), 240, 5);
}

TEST(Rate, OfSlowTrialsIsThatOfTheWholeRun) {
    Rate rate;
    for (int second = 0; second <= 3000; ++second) rate.add(second * k_second, second / 100);
    EXPECT_NEAR(*rate.per_minute(), 0.6, 0.01);
}

TEST(Rate, BeginsAnewWhenARunWasReplaced) {
    Rate rate;
    rate.add(100 * k_second, 100);
    rate.add(10 * k_second, 1);
    EXPECT_DOUBLE_EQ(*rate.per_minute(), 6);
}

}  // namespace
}  // namespace paretop::model
