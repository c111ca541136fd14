#include "views/widgets/pager.h"

#include <gtest/gtest.h>

#include "tests/views/render.h"

namespace paretop::views {
namespace {

std::string draw(Pager& pager, Size size = {3, 20}) {
    return text_of(size, [&](Surface s) { pager.draw(s); });
}

std::string draw_after(Pager& pager, const char* keys, Size size = {3, 20}) {
    for (const Key& key : parse_keys(keys)) EXPECT_TRUE(pager.key(key)) << key_name(key);
    return draw(pager, size);
}

std::string numbered(int lines) {
    std::string text;
    for (int i = 1; i <= lines; ++i) text += "line " + std::to_string(i) + "\n";
    return text;
}

TEST(Pager, ShowsEscapesTabsAndLoneReturnsHarmlessly) {
    Pager pager("\x1b[2Jred\r\na\tb\n10 %\r20 %\n");
    EXPECT_EQ(draw(pager, {5, 20}), "␛[2Jred\na       b\n10 %\n20 %\n\n");
}

TEST(Pager, Scrolls) {
    Pager pager(numbered(10));
    EXPECT_EQ(draw(pager), "line 1\nline 2\nline 3\n");
    EXPECT_EQ(draw_after(pager, "j down"), "line 3\nline 4\nline 5\n");
    EXPECT_EQ(draw_after(pager, "pgdn"), "line 5\nline 6\nline 7\n");
    EXPECT_EQ(draw_after(pager, "G"), "line 8\nline 9\nline 10\n");
    EXPECT_EQ(pager.place(), "8–10 of 10");
    EXPECT_EQ(draw_after(pager, "home k"), "line 1\nline 2\nline 3\n");
}

TEST(Pager, ScrollsSideways) {
    Pager pager("0123456789abcdefghijklmnopqrstuvwxyz");
    EXPECT_EQ(draw_after(pager, "l"), "89abcdefghijklmnopqr\n\n\n");
    EXPECT_EQ(draw_after(pager, "h h"), "0123456789abcdefghij\n\n\n");
}

TEST(Pager, FollowsATextThatGrowsOnlyAtItsEnd) {
    Pager pager(numbered(5));
    draw_after(pager, "end");
    pager.set_text(numbered(7));
    EXPECT_EQ(draw(pager), "line 5\nline 6\nline 7\n");
    draw_after(pager, "k");
    pager.set_text(numbered(9));
    EXPECT_EQ(draw(pager), "line 4\nline 5\nline 6\n");
}

TEST(Pager, SearchesAndGoesRound) {
    Pager pager(numbered(20) + "Error here\nerror there\n");
    draw(pager);
    EXPECT_EQ(draw_after(pager, "/ e r r"), "line 1\nline 2\n/err\n");
    EXPECT_EQ(draw_after(pager, "enter"), "line 20\nError here\nerror there\n");
    EXPECT_EQ(pager.place(), "20–22 of 22");
    draw_after(pager, "home / l i n e space 7 enter");
    EXPECT_EQ(draw(pager), "line 7\nline 8\nline 9\n");
    EXPECT_EQ(draw_after(pager, "n"), "line 7\nline 8\nline 9\n") << "the only one, found again";
}

TEST(Pager, CapitalsInThePatternMatter) {
    Pager pager("error\nError\n");
    const Grid grid = render({2, 10}, [&](Surface s) {
        for (const Key& key : parse_keys("/ E r r")) pager.key(key);
        pager.key(KeyKind::enter);
        pager.draw(s);
    });
    EXPECT_EQ(grid.to_styles(), ".....\n###..\n");
}

TEST(Pager, SaysWhenNothingIsFoundAndWhenThereIsNothing) {
    Pager pager("abc");
    EXPECT_EQ(draw_after(pager, "/ x enter"), "abc\n\nno “x” here\n");
    EXPECT_EQ(draw_after(pager, "/ esc"), "abc\n\n\n");
    EXPECT_FALSE(pager.key(parse_key("n"))) << "no pattern, no next";
    Pager empty;
    empty.set_empty("no log yet");
    EXPECT_EQ(draw(empty), "no log yet\n\n\n");
    EXPECT_EQ(empty.place(), "empty");
}

TEST(Pager, LeavesOtherKeysAlone) {
    Pager pager("abc");
    for (const char* name : {"esc", "q", "enter", "tab", "x"}) EXPECT_FALSE(pager.key(parse_key(name))) << name;
}

}  // namespace
}  // namespace paretop::views
