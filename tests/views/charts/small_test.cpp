#include "views/charts/small.h"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

#include "tests/views/render.h"

namespace paretop::views {
namespace {

constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();
using Values = std::vector<double>;

TEST(Sparkline, GoesFromTheSmallestToTheLargest) {
    EXPECT_EQ(sparkline(Values{1, 2, 3, 4, 5, 6, 7, 8}, 8), "▁▂▃▄▅▆▇█");
    EXPECT_EQ(sparkline(Values{-1, 0, 1}, 9), "▁▅█");
    EXPECT_EQ(sparkline(Values{5, 5}, 9), "▅▅");
    EXPECT_EQ(sparkline(Values{1, k_nan, 2}, 9), "▁ █");
    EXPECT_EQ(sparkline(Values{}, 9), "");
    EXPECT_EQ(sparkline(Values{1, 2}, 0), "");
}

TEST(Sparkline, KeepsTheLastOfEachShare) { EXPECT_EQ(sparkline(Values{9, 1, 9, 2, 9, 3}, 3), "▁▅█"); }

TEST(Bar, CountsEighths) {
    EXPECT_EQ(bar(0.62, 10), "██████▎");
    EXPECT_EQ(bar(1, 3), "███");
    EXPECT_EQ(bar(7, 3), "███");
    EXPECT_EQ(bar(0, 3), "");
    EXPECT_EQ(bar(-1, 3), "");
    EXPECT_EQ(bar(k_nan, 3), "");
}

TEST(Strip, ShowsRepeatsIntervalAndMedian) {
    const Values values{1, 4, 4.1, 5, 6, 9};
    const auto draw = [&](int columns, Charset charset) {
        return text_of(
            {1, columns},
            [&](Surface s) {
                draw_strip(s, {values, 3, 7, 5}, {0, 10, false});
            },
            charset);
    };
    EXPECT_EQ(draw(21, Charset::unicode), "  ·   ──•─│─·──   ·\n");
    EXPECT_EQ(draw(21, Charset::ascii), "  -   --*-|----   -\n");
    EXPECT_EQ(draw(1, Charset::unicode), "│\n");
    EXPECT_EQ(draw(0, Charset::unicode), "\n");
}

TEST(Strip, LeavesOutWhatIsBeyondTheScale) {
    const Values values{-100, 5, 100};
    EXPECT_EQ(text_of({1, 11}, [&](Surface s) { draw_strip(s, {values, 5, 5, 5}, {0, 10, false}); }), "     │\n");
    EXPECT_EQ(text_of({1, 11}, [&](Surface s) { draw_strip(s, {{}, 0, 0, 0}, {0, 10, false}); }), "\n");
}

}  // namespace
}  // namespace paretop::views
