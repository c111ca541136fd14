#include "views/surface/surface.h"

#include <gtest/gtest.h>

#include "tests/views/render.h"

namespace paretop::views {
namespace {

TEST(Surface, DrawsTextAndSaysWhereItEnds) {
    int end = 0;
    EXPECT_EQ(text_of({1, 11}, [&](Surface s) { end = s.text({0, 2}, "a预b"); }), "  a预b\n");
    EXPECT_EQ(end, 6);
}

TEST(Surface, CutsTextAtItsEdges) {
    EXPECT_EQ(text_of({2, 5},
                      [](Surface s) {
                          s.text({0, 3}, "runs");
                          s.text({5, 0}, "below");
                          s.text({1, -2}, "runs");
                      }),
              "   ru\nns\n");
}

TEST(Surface, DrawsNoHalfOfAWideGlyph) {
    EXPECT_EQ(text_of({1, 3}, [](Surface s) { s.text({0, 0}, "预处"); }), "预\n");
    EXPECT_EQ(text_of({1, 4}, [](Surface s) { s.columns_from(0, 3).text({0, 2}, "预"); }), "\n") << "at the edge of a part";
}

TEST(Surface, OverwritingHalfOfAWideGlyphBlanksTheOther) {
    EXPECT_EQ(text_of({1, 4},
                      [](Surface s) {
                          s.text({0, 0}, "预处");
                          s.text({0, 1}, "x");
                      }),
              " x处\n");
    EXPECT_EQ(text_of({1, 4},
                      [](Surface s) {
                          s.text({0, 0}, "预");
                          s.text({0, 0}, "x");
                          s.text({0, 2}, "y");
                      }),
              "x y\n");
}

TEST(Surface, PartsHaveTheirOwnCoordinatesAndCutWhatLeavesThem) {
    EXPECT_EQ(text_of({3, 8},
                      [](Surface s) {
                          const Surface part = s.sub({{1, 2}, {1, 4}});
                          EXPECT_EQ(part.area(), (Rect{{1, 2}, {1, 4}}));
                          part.text({0, 0}, "abcdef");
                          part.text({1, 0}, "below");
                          part.sub({{0, 3}, {5, 5}}).text({0, 0}, "XY");
                      }),
              "\n  abcX\n\n");
}

TEST(Surface, SetsTitlesIntoRules) {
    EXPECT_EQ(text_of({1, 34}, [](Surface s) { s.rule(0, "runs", "5 of 5"); }), "── runs ─────────────── 5 of 5 ───\n");
    EXPECT_EQ(text_of({1, 10}, [](Surface s) { s.rule(0); }), "──────────\n");
}

TEST(Surface, ShortensTheTitlesOfNarrowRules) {
    EXPECT_EQ(text_of({1, 14}, [](Surface s) { s.rule(0, "preprocess", "5 of 5"); }), "── prepr… ────\n");
    EXPECT_EQ(text_of({1, 3}, [](Surface s) { s.rule(0, "runs", "5"); }), "───\n");
}

TEST(Surface, StylesAreRolesNotColours) {
    const Grid grid = render({2, 20}, [](Surface s) {
        s.text({0, 0}, {{"● ", k_good}, {"running", k_normal}, {" 9", k_dim}, {" !", k_bad.with_bold()}});
        s.text({1, 0}, {{"a", k_accent}, {"w", k_warning}, {"x", k_bold}, {" ", k_caret}});
    });
    EXPECT_EQ(grid.to_text(), "● running 9 !\nawx\n");
    EXPECT_EQ(grid.to_styles(), "g ....... d B\nawN#\n");
}

TEST(Surface, RestylesWithoutTouchingTheText) {
    const Grid grid = render({1, 6}, [](Surface s) {
        s.text({0, 0}, "abcdef");
        s.columns_from(2, 2).restyle(k_dim);
    });
    EXPECT_EQ(grid.to_text(), "abcdef\n");
    EXPECT_EQ(grid.to_styles(), "..dd..\n");
}

TEST(Surface, AlignsToTheRight) {
    EXPECT_EQ(text_of({2, 10},
                      [](Surface s) {
                          s.text_right(0, 10, "14:07");
                          s.text_right(1, 10, {{"2 ", k_good}, {"live", k_dim}});
                      }),
              "     14:07\n    2 live\n");
}

TEST(Grid, EqualFramesAreEqual) {
    const auto draw = [](Surface s) { s.rule(0, "runs"); };
    EXPECT_EQ(render({1, 30}, draw), render({1, 30}, draw));
    EXPECT_FALSE(render({1, 30}, draw) == render({1, 30}, [](Surface s) { s.rule(0, "rums"); }));
}

TEST(Grid, ShowsACursorOnlyWhereOneIsSet) {
    Grid grid({2, 5});
    EXPECT_EQ(grid.cursor(), nullptr);
    Surface(grid).lines_from(1).show_cursor({0, 3});
    ASSERT_NE(grid.cursor(), nullptr);
    EXPECT_EQ(*grid.cursor(), (Position{1, 3}));
}

TEST(Grid, SurvivesAnEmptySize) {
    EXPECT_EQ(text_of({0, 0}, [](Surface s) { s.rule(0, "runs", "1"); }), "");
    EXPECT_EQ(text_of({-1, 5}, [](Surface s) { s.fill("x"); }), "");
}

TEST(Grid, TranslatesForTerminalsWithoutUtf8) {
    EXPECT_EQ(text_of(
                  {1, 20}, [](Surface s) { s.rule(0, "größe"); }, Charset::ascii),
              "-- gro?e -----------\n");
}

}  // namespace
}  // namespace paretop::views
