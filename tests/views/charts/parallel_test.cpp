#include "views/charts/parallel.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/views/render.h"

namespace paretop::views {
namespace {

ParallelChart chart() {
    ParallelChart out;
    out.axes = {{"level", "1", "19", "4"}, {"wlog", "10", "27", "27"}, {"↓ wall_s", "0.03 s", "2 s", "0.09 s"}};
    out.lines = {{0, 0.5, 1}, {0.2, 1, 0.1}, {1, 0.5, 0}};
    out.chosen = 1;
    return out;
}

std::string draw(const ParallelChart& c, Size size, Charset charset = Charset::unicode) {
    return text_of(
        size, [&](Surface s) { draw_parallel(s, c); }, charset);
}

TEST(ParallelChart, DrawsALineForEachPointAndRingsTheChosenOne) {
    EXPECT_EQ(draw(chart(), {10, 34}), R"(  level       wlog       ↓ wall_s
   19          27           2 s
    │⠒⠤⣀      ⡠⠒◉⠤⡀      ⣀⡠⠔⠊│
    │   ⠉⠒⠤⣀⠔⠉  │ ⠈⠢⢄⡠⠔⠒⠉    │
    │   ⢀⠤⠊ ⠈⠑⠢⢄│⠤⠒⠉⠁⠑⢄⡀     │
    │ ⡠⠒⠁  ⢀⡠⠔⠊⠁│⠉⠒⠤⣀  ⠈⠢⣀   │
    ◉⠉ ⢀⡠⠔⠊⠁    │    ⠉⠒⠢⢄⡀⠑⢄⡀│
    │⠔⠊⠁        │        ⠈⠑⠢⠈◉
    1          10         0.03 s
    4          27         0.09 s
)");
}

TEST(ParallelChart, SpeaksAscii) {
    const auto shown = draw(chart(), {10, 34}, Charset::ascii);
    EXPECT_EQ(shown.find_first_not_of(
                  "\n !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~"),
              std::string::npos)
        << shown;
    EXPECT_NE(shown.find('@'), std::string::npos) << "the chosen one has a shape of its own";
}

TEST(ParallelChart, BreaksALineWhereItHasNoValue) {
    auto broken = chart();
    broken.chosen.reset();
    broken.lines = {{0.5, std::nan(""), 0.5}};
    const auto shown = draw(broken, {10, 34});
    EXPECT_EQ(shown.find("⠤"), std::string::npos);
    EXPECT_EQ(shown.find("◉"), std::string::npos);
}

TEST(ParallelChart, ASingleAxisAndTooFewLinesDoNoHarm) {
    ParallelChart one{{{"level", "1", "19", ""}}, {{0.5}}, 0};
    EXPECT_NE(draw(one, {10, 20}).find("level"), std::string::npos);
    EXPECT_EQ(draw(one, {3, 20}), "\n\n\n");
    EXPECT_EQ(draw({}, {10, 20}), std::string(10, '\n'));
}

TEST(ParallelChart, KnowsHowManyAxesCanBeToldApart) {
    EXPECT_EQ(axes_that_fit(80), 8U);
    EXPECT_EQ(axes_that_fit(160), 17U);
    EXPECT_EQ(axes_that_fit(10), 2U);
}

}  // namespace
}  // namespace paretop::views
