#include "views/charts/value_chart.h"

#include <gtest/gtest.h>

#include "tests/views/render.h"

namespace paretop::views {
namespace {

ValueChart chart() {
    ValueChart out;
    for (int i = 0; i < 8; ++i) out.points.push_back({(i + 0.5) / 8, 10.0 + i});
    out.expected = {{0, 0.5, 12, 1}, {0.5, 1, 16, 0.5}};
    out.x_labels = {{0.25, "fast"}, {0.75, "slow"}};
    out.y_unit = "s";
    return out;
}

std::string draw(const ValueChart& c, Size size, Charset charset = Charset::unicode) {
    return text_of(
        size, [&](Surface s) { draw_value_chart(s, c); }, charset);
}

TEST(ValueChart, DrawsTrialsAndWhatAModelExpects) {
    EXPECT_EQ(draw(chart(), {12, 30}), R"(   │                        ⠄
   │             •••••••••••••
   │             ·············
15 ┤                 ⠈
   │              ⠐
   │···········⠄·
   │•••••••••••••
   │
 s │·····⠁·······
10 ┤ ⠐
   └──────┬────────────┬──────
        fast         slow
)");
}

TEST(ValueChart, PutsTheFrontOverThemAndRingsTheChosenOne) {
    auto with = chart();
    with.front = {{0.1, 10}, {0.9, 17}};
    with.chosen = with.front[1];
    const auto shown = draw(with, {12, 30});
    EXPECT_NE(shown.find("●"), std::string::npos);
    EXPECT_NE(shown.find("◉"), std::string::npos);
    EXPECT_NE(draw(with, {12, 30}, Charset::ascii).find('@'), std::string::npos);
}

TEST(ValueChart, AWildExpectationDoesNotFlattenTheTrials) {
    auto wild = chart();
    wild.expected = {{0, 1, 1e9, 1}};
    auto without = chart();
    without.expected.clear();
    EXPECT_EQ(draw(wild, {12, 30}), draw(without, {12, 30}));
}

}  // namespace
}  // namespace paretop::views
