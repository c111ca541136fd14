#include "views/charts/scatter.h"

#include <gtest/gtest.h>

#include <limits>

#include "tests/views/fake_terminal.h"
#include "tests/views/render.h"

namespace paretop::views {
namespace {

class ScatterTest : public testing::Test {
  protected:
    ScatterTest() {
        for (int i = 0; i < 40; ++i) points.push_back({1.0 + i * 7 % 40, 3.0 + i * 11 % 37});
        scatter.set_source([this](std::size_t i) { return points[i]; }, "s", "MiB");
        scatter.set_count(points.size());
        layers.front = {{1, 20}, {6, 9}, {20, 3}, {39, 1}};
        scatter.set_layers(layers);
    }
    std::string draw(Size size = {12, 50}, Charset charset = Charset::unicode) {
        return text_of(
            size, [&](Surface s) { scatter.draw(s); }, charset);
    }
    void finish() {
        while (scatter.work(clock)) clock.now += 1;
    }

    std::vector<PlotPoint> points;
    Scatter::Layers layers;
    Scatter scatter;
    FakeClock clock;
};

TEST_F(ScatterTest, DrawsTheFrontThroughTheDots) {
    EXPECT_EQ(draw(), R"(    │          ⡀                 ⡀⡀     ⢄   ⠠
    │              ⠁  ⠠ ⢀          ⠂⠤    ⠒  ⠈⢡
    │  ●⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⢹ ⢀        ⠂⠄   ⠉   ⢁
 10 ┤                     ⢸   ⠁       ⠠    ⢑  ⠐
    │                     ●⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⢹       ⠄
    │                           ⠁      ⢸       ⠄
    │  ⠠                               ●⠤⠤⠤⠤⠤⠤⠤⡄
    │                                          ⡇
MiB │                                          ⡇
  1 ┤                                          ●
    └──┬───────────┬────────────┬───────────┬─────
       1           3           10          30    s
)");
}

TEST_F(ScatterTest, ShowsCursorMarksBaselineAndThresholds) {
    layers.cursor = layers.front[2];
    layers.marks = {{layers.front[0], "A"}, {layers.front[3], "B"}};
    layers.baseline = PlotPoint{30, 30};
    layers.x_threshold = 35;
    layers.y_threshold = 5;
    scatter.set_layers(layers);
    EXPECT_EQ(draw(), R"(    │          ⡀                 ⡀⡀     ⢄   ⠠╎
    │              ⠁  ⠠ ⢀          ⠂⠤    ⠒  ○⢡
    │  A⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⢹ ⢀        ⠂⠄   ⠉  ╎⢁
 10 ┤                     ⢸   ⠁       ⠠    ⢑ ╎⠐
    │                     ●⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⢹     ╎ ⠄
    │╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌⠁╌╌╌╌╌╌⢸╌╌╌╌╌╌╌⠄╌╌
    │┈┈⠠┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈◉⠤⠤⠤⠤⠤⠤⠤⡄
    │                                  ┊     ╎ ⡇
MiB │                                  ┊     ╎ ⡇
  1 ┤                                  ┊     ╎ B
    └──┬───────────┬────────────┬───────────┬─────
       1           3           10          30    s
)");
}

TEST_F(ScatterTest, SpeaksAscii) {
    EXPECT_EQ(draw({8, 30}, Charset::ascii), R"(    |     .  .      ... :.'.
    | *'''''''''':.   ': '.:.
 10 +            *'''''': ' .
    |               '   : . '
MiB | '                 *''':
  1 +                       *
    +-+-------------+---------
      1            10        s
)");
}

TEST_F(ScatterTest, FrontStepsRunOnTheDominatedSide) {
    Scatter maximised;
    maximised.set_source([](std::size_t i) { return PlotPoint{static_cast<double>(i), 10.0 - static_cast<double>(i)}; }, "", "");
    maximised.set_count(11);
    Scatter::Layers l;
    l.front = {{2, 8}, {8, 2}};
    l.less_x_is_better = l.less_y_is_better = false;
    maximised.set_layers(l);
    EXPECT_EQ(text_of({8, 24}, [&](Surface s) { maximised.draw(s); }), R"(10 ┤ ⠂ ⡀
   │    ● ⢀
   │    ⢸   ⠂ ⡀
   │    ⢸      ⠠
   │    ⠸⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤●
 0 ┤                ⠈ ⠠
   └─┬────────────────┬─
     0               10
)");
}

TEST_F(ScatterTest, PointsThatComeLaterAreAddedWithoutBinningTheOthersAgain) {
    draw();
    std::size_t asked = 0;
    scatter.set_source(
        [&](std::size_t i) {
            ++asked;
            return points[i];
        },
        "s", "MiB");
    scatter.set_count(40);
    draw();
    asked = 0;
    points.push_back({20, 20});
    scatter.set_count(41);
    draw();
    EXPECT_EQ(asked, 2u) << "once for the range, once for the dot";
    draw();
    EXPECT_EQ(asked, 2u);
}

TEST_F(ScatterTest, AMillionPointsAreBinnedInPieces) {
    std::size_t asked = 0;
    scatter.set_source(
        [&](std::size_t i) {
            ++asked;
            clock.now += 100;
            return PlotPoint{static_cast<double>(i % 1000), static_cast<double>(i / 1000)};
        },
        "s", "MiB");
    scatter.set_count(1'000'000);
    draw();
    EXPECT_LT(asked, 20'000u) << "a frame does not wait for them";
    const Nanoseconds before = clock.now;
    EXPECT_TRUE(scatter.work(clock));
    EXPECT_LT(clock.now - before, 5'000'000);
    finish();
    EXPECT_FALSE(scatter.pending());
    EXPECT_EQ(asked, 2'000'000u + 0u) << "each once for the range, once for the dot";
}

TEST_F(ScatterTest, TheScalesGrowWithThePoints) {
    draw();
    points.push_back({400, 20});
    scatter.set_count(points.size());
    draw();
    finish();
    const std::string text = draw();
    EXPECT_NE(text.find("100"), std::string::npos) << "now logarithmic\n" << text;
}

TEST_F(ScatterTest, ZoomsAroundAPointAndBack) {
    const std::string whole = draw();
    scatter.zoom(0.25, {6, 9});
    EXPECT_TRUE(scatter.zoomed());
    EXPECT_EQ(draw(), R"(    │                     ⢸
    │                     ⢸
    │                     ⢸
 10 ┤                     ⢸
    │                     ●⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉
    │                                       ⠂
    │
    │                                           ⢀
MiB │
  5 ┤
    └──────────────┬────────────────────────────┬─
                   5                          10 s
)");
    scatter.pan(0.5, 0);
    draw();
    scatter.zoom(100, {6, 9});
    EXPECT_FALSE(scatter.zoomed()) << "beyond the whole there is nothing";
    scatter.reset_zoom();
    EXPECT_EQ(draw(), whole);
    for (int i = 0; i < 2000; ++i) scatter.zoom(0.5, {6, 9});
    draw();
}

TEST_F(ScatterTest, FindsWhatTheMousePointsAt) {
    draw();
    EXPECT_FALSE(scatter.point_at({0, 0})) << "on the labels";
    const auto at = scatter.point_at({8, 26});
    ASSERT_TRUE(at);
    EXPECT_EQ(scatter.nearest(layers.front, *at), 1u);
    EXPECT_EQ(scatter.nearest({}, *at), std::nullopt);
}

TEST_F(ScatterTest, LeavesOutWhatIsNoNumber) {
    points[3] = {std::numeric_limits<double>::quiet_NaN(), 1};
    points[4] = {1, std::numeric_limits<double>::infinity()};
    EXPECT_NE(draw().find("┤"), std::string::npos);
}

TEST_F(ScatterTest, SurvivesEverySizeAndNoPoints) {
    Scatter empty;
    empty.set_source([](std::size_t) { return PlotPoint{}; }, "s", "MiB");
    for (int lines = 0; lines < 14; ++lines) {
        for (int columns = 0; columns < 30; ++columns) {
            draw({lines, columns});
            text_of({lines, columns}, [&](Surface s) { empty.draw(s); });
        }
    }
    EXPECT_FALSE(empty.pending());
}

}  // namespace
}  // namespace paretop::views
