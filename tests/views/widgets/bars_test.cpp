#include "views/widgets/bars.h"

#include <gtest/gtest.h>

#include "tests/views/render.h"

namespace paretop::views {
namespace {

std::string title(int columns, std::vector<std::string> path) {
    return text_of({1, columns}, [&](Surface s) { draw_title_bar(s, path, {{"2 live · 14:07", k_dim}}); });
}

TEST(TitleBar, SaysWhereAndWhat) {
    EXPECT_EQ(title(56, {"zstd-levels", "run 17"}), " paretop › zstd-levels › run 17          2 live · 14:07\n");
}

TEST(TitleBar, GivesUpTheStatusThenTheLongestNames) {
    EXPECT_EQ(title(40, {"zstd-levels", "run 17"}), " paretop › zstd-levels › run 17\n");
    EXPECT_EQ(title(26, {"zstd-levels", "run 17"}), " paretop › zstd… › run 17\n");
    EXPECT_EQ(title(10, {"zstd-levels", "run 17"}), " paretop ›\n");
}

std::string keys(KeyBar& bar, int columns) {
    return text_of({1, columns}, [&](Surface s) {
        bar.draw(s, {{"enter", "open"}, {"p", "pause", false}, {"x", "stop"}}, {{"?", "help"}}, {{"q", "quit"}});
    });
}

TEST(KeyBar, ShowsTheFirstOnesThatFitAndAlwaysHelp) {
    KeyBar bar;
    EXPECT_EQ(keys(bar, 50), " enter open  p pause  x stop  ? help       q quit\n");
    EXPECT_EQ(keys(bar, 40), " enter open  p pause  ? help     q quit\n");
    EXPECT_EQ(keys(bar, 20), " ? help      q quit\n");
}

TEST(KeyBar, DisabledOnesAreDim) {
    KeyBar bar;
    const Grid grid = render({1, 30}, [&](Surface s) { bar.draw(s, {{"n", "new"}, {"p", "pause", false}}, {}, {}); });
    EXPECT_EQ(grid.to_styles(), " N ...  d ddddd\n");
}

TEST(KeyBar, KnowsWhatWasClicked) {
    KeyBar bar;
    keys(bar, 50);
    EXPECT_EQ(bar.key_at({0, 1}), "enter");
    EXPECT_EQ(bar.key_at({0, 10}), "enter");
    EXPECT_EQ(bar.key_at({0, 12}), std::nullopt);
    EXPECT_EQ(bar.key_at({0, 13}), "p");
    EXPECT_EQ(bar.key_at({0, 45}), "q");
    keys(bar, 20);
    EXPECT_EQ(bar.key_at({0, 1}), "?") << "what is not shown cannot be clicked";
}

TEST(MessageLine, IsCutBeforeTheWayToTheWholeStory) {
    const auto message = [](int columns) {
        return text_of({1, columns}, [](Surface s) { draw_message(s, "lab.db: the store is locked", Role::bad, true); });
    };
    EXPECT_EQ(message(60), " ✗ lab.db: the store is locked  e more\n");
    EXPECT_EQ(message(30), " ✗ lab.db: the store…  e more\n");
}

}  // namespace
}  // namespace paretop::views
