#include "views/charts/line_chart.h"

#include <gtest/gtest.h>

#include <limits>

#include "tests/views/render.h"

namespace paretop::views {
namespace {

LineChart chart() {
    LineChart out;
    out.series = {{{{0, 0.11}, {4, 0.09}, {20, 0.07}, {50, 0.05}, {205, 0.031}}, k_accent, "best 0.031"}};
    out.x_unit = "trials";
    out.y_unit = "s";
    out.x_end = 300;
    return out;
}

std::string draw(const LineChart& c, Size size, Charset charset = Charset::unicode) {
    return text_of(
        size, [&](Surface s) { draw_line_chart(s, c); }, charset);
}

TEST(LineChart, DrawsStepsThatGoOnToTheEnd) {
    EXPECT_EQ(draw(chart(), {10, 60}), R"(     │⢲
0.10 ┤⢸
     │⠘⠒⠒⢲
     │   ⢸
     │   ⠈⠉⠉⠉⠉⠉⡇
0.05 ┤         ⣇⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀⣀
   s │                                    ⢸       best 0.031
     │                                    ⠸⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤
     └┬─────────────────┬────────────────┬─────────────────┬
      0                100              200       300 trials
)");
}

TEST(LineChart, SpeaksAscii) {
    EXPECT_EQ(draw(chart(), {8, 40}, Charset::ascii), R"(     |:
0.10 +:..
     |  :
   s |  ''':
0.05 +     '''''''''''''''''':best 0.031
     |                       :..........
     ++---------------------+-----------
      0                    200    trials
)");
}

TEST(LineChart, HasTimesBelow) {
    LineChart c = chart();
    c.x_is_time = true;
    c.x_unit = "";
    c.x_end = 9000;
    const std::string text = draw(c, {8, 60});
    EXPECT_NE(text.find("0                   1h                    2h"), std::string::npos) << text;
}

TEST(LineChart, SurvivesEverySizeAndNoData) {
    LineChart empty;
    LineChart gap = chart();
    gap.series[0].steps[2].y = std::numeric_limits<double>::quiet_NaN();
    for (int lines = 0; lines < 12; ++lines) {
        for (int columns = 0; columns < 30; ++columns) {
            draw(empty, {lines, columns});
            draw(chart(), {lines, columns});
            draw(gap, {lines, columns}, Charset::ascii);
        }
    }
    EXPECT_NE(draw(empty, {8, 40}).find("┤"), std::string::npos) << "axes stand also without curves";
}

}  // namespace
}  // namespace paretop::views
