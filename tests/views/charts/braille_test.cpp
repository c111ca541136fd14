#include "views/charts/braille.h"

#include <gtest/gtest.h>

#include <limits>

#include "tests/views/render.h"

namespace paretop::views {
namespace {

std::string draw(const DotGrid& dots, Charset charset = Charset::unicode) {
    return text_of(
        dots.cells(), [&](Surface s) { dots.draw(s, k_dim); }, charset);
}

TEST(DotGrid, HasEightDotsACell) {
    DotGrid dots({1, 2});
    EXPECT_EQ(dots.width(), 4);
    EXPECT_EQ(dots.height(), 4);
    dots.set(0, 0);
    dots.set(3, 3);
    EXPECT_EQ(draw(dots), "⡀⠈\n");
    for (int x = 0; x < 4; ++x)
        for (int y = 0; y < 4; ++y) dots.set(x, y);
    EXPECT_EQ(draw(dots), "⣿⣿\n");
    dots.clear();
    EXPECT_EQ(draw(dots), "\n");
}

TEST(DotGrid, IgnoresWhatIsOutside) {
    DotGrid dots({1, 1});
    for (const int far : {-1000, -1, 4, 1000}) {
        dots.set(far, 0);
        dots.set(0, far);
    }
    EXPECT_EQ(draw(dots), "\n");
    DotGrid none;
    none.set(0, 0);
    EXPECT_EQ(draw(none), "");
}

TEST(DotGrid, DrawsLines) {
    DotGrid dots({2, 6});
    dots.line(0, 0, 11, 7);
    EXPECT_EQ(draw(dots), "   ⣀⠔⠊\n⡠⠔⠉\n");
    DotGrid steps({2, 4});
    steps.line(0, 7, 4, 7);
    steps.line(4, 7, 4, 0);
    EXPECT_EQ(draw(steps), "⠉⠉⡇\n  ⡇\n");
}

TEST(DotGrid, SpeaksAsciiToo) {
    DotGrid dots({1, 3});
    dots.set(0, 3);
    dots.set(2, 0);
    dots.line(4, 0, 4, 3);
    EXPECT_EQ(draw(dots, Charset::ascii), "'.:\n");
}

TEST(Projection, GoesFromValuesToDotsAndBack) {
    const Projection p({0, 10, false}, {1, 100, true}, {3, 5});
    EXPECT_EQ(p.cell({0, 1}), (Position{2, 0}));
    EXPECT_EQ(p.cell({10, 100}), (Position{0, 4}));
    EXPECT_EQ(p.cell({5, 10}), (Position{1, 2}));
    EXPECT_NEAR(p.point({1, 2}).x, 5, 1e-9);
    EXPECT_NEAR(p.point({1, 2}).y, 10, 1e-9);
}

TEST(Projection, KnowsWhatIsInside) {
    const Projection p({1, 10, true}, {0, 1, false}, {3, 5});
    EXPECT_TRUE(p.contains({1, 0}));
    EXPECT_TRUE(p.contains({10, 1}));
    EXPECT_FALSE(p.contains({0.99, 0.5}));
    EXPECT_FALSE(p.contains({-1, 0.5}));
    EXPECT_FALSE(p.contains({5, std::numeric_limits<double>::quiet_NaN()}));
    EXPECT_LE(std::abs(p.dot({1e300, -1e300}).x), 20) << "far away stays drawable";
}

}  // namespace
}  // namespace paretop::views
