#include "views/charts/scale.h"

#include <gtest/gtest.h>

namespace paretop::views {
namespace {

std::string labels(const std::vector<Tick>& all) {
    std::string out;
    for (const Tick& tick : all) out += (out.empty() ? "" : " ") + tick.label;
    return out;
}

TEST(Scale, PlacesAndFindsValues) {
    const Scale linear{10, 20, false};
    EXPECT_DOUBLE_EQ(linear.place(15), 0.5);
    EXPECT_DOUBLE_EQ(linear.value(0.5), 15);
    const Scale logarithmic{0.01, 100, true};
    EXPECT_DOUBLE_EQ(logarithmic.place(1), 0.5);
    EXPECT_NEAR(logarithmic.value(0.75), 10, 1e-9);
    EXPECT_TRUE(std::isnan(logarithmic.place(-1)));
}

TEST(Scale, IsLogarithmicWhereThePositiveRangeIsWide) {
    EXPECT_TRUE(choose_scale({0.03, 2.1}).logarithmic);
    EXPECT_FALSE(choose_scale({1.88, 3.1}).logarithmic);
    EXPECT_FALSE(choose_scale({0, 1000}).logarithmic);
    EXPECT_FALSE(choose_scale({-5, 1000}).logarithmic);
}

TEST(Scale, LeavesAMargin) {
    const Scale scale = choose_scale({10, 20}, 0.1);
    EXPECT_DOUBLE_EQ(scale.low, 9);
    EXPECT_DOUBLE_EQ(scale.high, 21);
    const Scale logarithmic = choose_scale({1, 100}, 0.5);
    EXPECT_NEAR(logarithmic.low, 0.1, 1e-12);
    EXPECT_NEAR(logarithmic.high, 1000, 1e-9);
}

TEST(Scale, GivesASingleValueRoom) {
    for (const double value : {0.0, 5.0, -5.0, 1e-9}) {
        const Scale scale = choose_scale({value, value});
        EXPECT_LT(scale.low, value);
        EXPECT_GT(scale.high, value);
    }
    EXPECT_EQ(choose_scale({}), (Scale{0, 1, false})) << "nothing known yet";
}

TEST(Ticks, AreRound) {
    EXPECT_EQ(labels(ticks({0, 10, false}, 6)), "0 2 4 6 8 10");
    EXPECT_EQ(labels(ticks({1.88, 3.1, false}, 4)), "2.0 2.5 3.0");
    EXPECT_EQ(labels(ticks({-1, 1, false}, 5)), "−1.0 −0.5 0.0 0.5 1.0");
    EXPECT_EQ(labels(ticks({0.0301, 0.0349, false}, 3)), "0.032 0.034");
    EXPECT_EQ(labels(ticks({0, 1e9, false}, 3)), "0 5.0e+08 1.0e+09");
}

TEST(Ticks, OfLogarithmsAreOneTwoFiveOrDecades) {
    EXPECT_EQ(labels(ticks({0.03, 2.1, true}, 7)), "0.05 0.1 0.2 0.5 1 2");
    EXPECT_EQ(labels(ticks({0.03, 2.1, true}, 4)), "0.03 0.1 0.3 1");
    EXPECT_EQ(labels(ticks({0.001, 1000, true}, 7)), "0.001 0.01 0.1 1 10 100 1000");
    EXPECT_EQ(labels(ticks({0.001, 1000, true}, 4)), "0.01 1 100");
}

TEST(Ticks, AreNeverTooManyAndNeverEmpty) {
    for (const double low : {1e-12, 0.5, 3.0, 999.0}) {
        for (const double factor : {1.0001, 1.5, 40.0, 1e6}) {
            for (int most = 2; most < 12; ++most) {
                for (const bool logarithmic : {false, true}) {
                    const auto all = ticks({low, low * factor, logarithmic}, most);
                    EXPECT_LE(all.size(), static_cast<std::size_t>(most));
                    EXPECT_GE(all.size(), 1u) << low << " " << factor << " " << most;
                }
            }
        }
    }
}

TEST(Ticks, OfTimesAreWholeMinutesHoursDays) {
    EXPECT_EQ(labels(time_ticks({0, 50, false}, 6)), "0 10s 20s 30s 40s 50s");
    EXPECT_EQ(labels(time_ticks({0, 600, false}, 6)), "0 2m 4m 6m 8m 10m");
    EXPECT_EQ(labels(time_ticks({0, 9000, false}, 6)), "0 30m 1h 1h30m 2h 2h30m");
    EXPECT_EQ(labels(time_ticks({0, 86400 * 30.0, false}, 4)), "0 8d 16d 24d");
}

}  // namespace
}  // namespace paretop::views
