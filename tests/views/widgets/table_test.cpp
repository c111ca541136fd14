#include "views/widgets/table.h"

#include <gtest/gtest.h>

#include "tests/views/render.h"

namespace paretop::views {
namespace {

std::vector<Column> columns() {
    return {{.title = "#", .align = Align::right},
            {.title = "experiment", .max_width = 14},
            {.title = "job", .importance = 3},
            {.title = "state"},
            {.title = "trials", .align = Align::right, .importance = 1},
            {.title = "wall, s", .align = Align::decimal, .importance = 2}};
}

TableRow row(std::int64_t i) {
    switch (i) {
        case 0:
            return {{{"17"}, {"zstd-levels"}, {"tune"}, {"● running", k_good}, {"212/300"}, {"0.031"}}, "A", {}};
        case 1:
            return {{{"16"}, {"preprocess-images"}, {"profile"}, {"● 7 of 20 runs", k_good}}, "", {}};
        case 2:
            return {{{"9"}, {"预处理"}, {"tune"}, {"✗ failed", k_bad}, {"3/500"}, {"12.3", {}, " ±0.1"}}, "", {}};
        default:
            return {{{std::to_string(i)}, {"gcc"}, {"tune"}, {"◌ waiting", k_dim}, {"0/9"}, {"–"}}, "", {}};
    }
}

Table table(std::int64_t count) {
    Table t(columns(), row);
    t.set_count(count);
    return t;
}

std::string draw(Table& t, Size size, Charset charset = Charset::unicode) {
    return text_of(
        size, [&](Surface s) { t.draw(s); }, charset);
}

TEST(Table, AlignsNumbersOnThePointAndLetsTextRunOnOverEmptyCells) {
    Table t = table(4);
    t.move_to(2);
    EXPECT_EQ(draw(t, {6, 80}), R"(    #  experiment      job      state       trials  wall, s
 A 17  zstd-levels     tune     ● running  212/300   0.031
   16  preprocess-im…  profile  ● 7 of 20 runs
▸   9  预处理          tune     ✗ failed     3/500  12.3   ±0.1
    3  gcc             tune     ◌ waiting      0/9   –

)");
}

TEST(Table, LeavesOutTheLessImportantColumnsWhereItIsNarrow) {
    Table t = table(3);
    EXPECT_EQ(draw(t, {4, 52}), R"(    #  experiment      state       trials
▸A 17  zstd-levels     ● running  212/300
   16  preprocess-im…  ● 7 of 20 runs
    9  预处理          ✗ failed     3/500
)");
    EXPECT_EQ(draw(t, {3, 20}), R"(    #  exp…  state
▸A 17  zst…  ● runn…
   16  pre…  ● 7 of…
)");
}

TEST(Table, SpeaksAsciiToo) {
    Table t = table(2);
    EXPECT_EQ(draw(t, {3, 60}, Charset::ascii), R"(    #  experiment      job      state       trials  wall, s
>A 17  zstd-levels     tune     * running  212/300    0.031
   16  preprocess-im~  profile  * 7 of 20 runs
)");
}

TEST(Table, TheSelectionIsBoldWithAnAccentEdgeOnlyWhereTheFocusIs) {
    Table t = table(3);
    t.move_to(2);
    const auto styles = [&](bool focused) { return render({4, 40}, [&](Surface s) { t.draw(s, focused); }).to_styles(); };
    EXPECT_EQ(styles(true), R"(    d  dddddddddd      ddddd
 A ..  ...........     g ggggggg
   ..  ..............  g g gg gg gggg
a   N  NNNNNN          B BBBBBB
)");
    EXPECT_EQ(styles(false), R"(    d  dddddddddd      ddddd
 A ..  ...........     g ggggggg
   ..  ..............  g g gg gg gggg
d   .  ......          b bbbbbb
)");
}

TEST(Table, AsksForVisibleRowsOnly) {
    std::vector<std::int64_t> asked;
    Table t({{.title = "n", .align = Align::right}}, [&](std::int64_t i) {
        asked.push_back(i);
        return TableRow{{{std::to_string(i)}}, "", {}};
    });
    t.set_count(1'000'000'000);
    t.move_to(999'999'999);
    EXPECT_EQ(draw(t, {4, 20}), "           n\n   999999997\n   999999998\n▸  999999999\n");
    EXPECT_EQ(asked, (std::vector<std::int64_t>{999'999'997, 999'999'998, 999'999'999}));
    EXPECT_EQ(t.visible().first, 999'999'997);
    EXPECT_EQ(t.visible().count, 3);
}

TEST(Table, MovesByKeys) {
    Table t = table(100);
    draw(t, {11, 60});
    const auto after = [&](const char* keys) {
        for (const Key& key : parse_keys(keys)) EXPECT_TRUE(t.key(key));
        return t.cursor();
    };
    EXPECT_EQ(after("j down j"), 3);
    EXPECT_EQ(after("k up"), 1);
    EXPECT_EQ(after("pgdn"), 10);
    EXPECT_EQ(after("end"), 99);
    EXPECT_EQ(after("pgup"), 90);
    EXPECT_EQ(after("g"), 0);
    EXPECT_EQ(after("k"), 0);
    EXPECT_EQ(after("G j"), 99);
    EXPECT_FALSE(t.key(parse_key("x")));
    EXPECT_FALSE(t.key(parse_key("ctrl-j")));
}

TEST(Table, ScrollsOnlyWhenTheCursorLeavesTheWindow) {
    Table t = table(100);
    t.move_to(50);
    draw(t, {11, 60});
    EXPECT_EQ(t.top(), 41);
    t.move_to(45);
    draw(t, {11, 60});
    EXPECT_EQ(t.top(), 41);
    t.move_to(40);
    draw(t, {11, 60});
    EXPECT_EQ(t.top(), 40);
    draw(t, {101, 60});
    EXPECT_EQ(t.top(), 0) << "a larger window shows more, not blank lines";
}

TEST(Table, TheCursorStaysOnARowWhenRowsGo) {
    Table t = table(10);
    t.move_to(9);
    t.set_count(4);
    EXPECT_EQ(t.cursor(), 3);
    t.set_count(0);
    EXPECT_EQ(t.cursor(), 0);
}

TEST(Table, SaysWhyItIsEmpty) {
    Table t = table(0);
    t.set_empty("no runs yet; n starts one");
    EXPECT_EQ(draw(t, {3, 40}), "   #  experiment  state  trials  wall, s\n   no runs yet; n starts one\n\n");
}

TEST(Table, ListensToTheMouse) {
    Table t = table(10);
    const Grid grid = render({12, 60}, [&](Surface s) { t.draw(s.lines_from(2)); });
    EXPECT_TRUE(t.key(Key::mouse(KeyKind::click, {5, 10})));
    EXPECT_EQ(t.cursor(), 2);
    EXPECT_TRUE(t.key(Key::mouse(KeyKind::wheel_down, {5, 10})));
    EXPECT_EQ(t.cursor(), 5);
    EXPECT_FALSE(t.key(Key::mouse(KeyKind::wheel_down, {1, 10}))) << "not over the table";
    EXPECT_FALSE(t.key(Key::mouse(KeyKind::double_click, {4, 10}))) << "for the screen: Enter";
    EXPECT_EQ(t.cursor(), 1);
    EXPECT_EQ(t.header_at({2, 8}), 1u);
    EXPECT_EQ(t.header_at({3, 8}), std::nullopt);
    EXPECT_EQ(t.row_at({1, 8}), std::nullopt);
}

TEST(Table, TheHeaderShowsTheOrder) {
    Table t = table(1);
    t.set_sorted(4, true);
    EXPECT_EQ(draw(t, {1, 60}), "   #  experiment  job  state  ↓ trials  wall, s\n");
    t.set_sorted(1, false);
    EXPECT_NE(draw(t, {1, 60}).find("experiment ↑"), std::string::npos);
}

TEST(Table, ElasticColumnsGiveFirst) {
    Table t({{.title = "time"}, {.title = "path", .max_width = 60, .elastic = true, .cut_middle = true}, {.title = "level"}},
            [](std::int64_t) {
                return TableRow{{{"14:02"}, {"/srv/experiments/lab.db"}, {"warning"}}, "", {}};
            });
    t.set_count(1);
    EXPECT_EQ(draw(t, {2, 50}), "   time   path                     level\n▸  14:02  /srv/experiments/lab.db  warning\n");
    EXPECT_EQ(draw(t, {2, 30}), "   time   path         level\n▸  14:02  /srv/…ab.db  warning\n");
}

TEST(Table, SurvivesEverySize) {
    Table t = table(50);
    for (int lines = 0; lines < 6; ++lines)
        for (int columns = 0; columns < 30; ++columns) draw(t, {lines, columns});
    EXPECT_EQ(t.cursor(), 0);
}

}  // namespace
}  // namespace paretop::views
