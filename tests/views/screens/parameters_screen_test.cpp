#include "tests/views/screens/screen_fixture.h"

namespace paretop::views {
namespace {

class ParametersScreenTest : public test::ScreenTest {
  protected:
    void open(std::int64_t trials, storage::RunState state = storage::RunState::done) {
        run = add("zstd-levels", trials, state, 1000);
        shell.push(make_runs_screen(context));
        show(context, make_parameters_screen(context, run));
    }
    storage::RunId run = 0;
};

TEST_F(ParametersScreenTest, At80By24) {
    open(200);
    EXPECT_EQ(text(), R"( paretop › zstd-levels › run 1 › parameters             ✓ 200/1000 done · 23:13
 ── importance ───────────── R² 0.84 ───  ── wall_s by level ─── 172 trials ───
    parameter  wall_s ↓     bytes        │  1 ┤                           ⢀ ●⠠
 ▸  level      ████▊  95 %  ████▉  97 %  │    │                 ⢀ ⡄⢀ ••••••••●•
    wlog               1 %          0 %  │    │            ⢠ ⡂·⠅●••••●·⠃●·● ●⠈
    block              0 %          0 %  │    │       ⢀ ⡄••••••●● ⠁
                                         │    │     ·⡆••• ●●
                                         │    │   ••••⠐ ●
                                         │0.1 ┤  ● ● ●
                                         │    │ ●⠸
                                         │  s │•●
                                         │    │ ◉
                                         │    └────────────────┬───────────────
                                         │                    10
 ── front 21 ──────────────────────────────── 2 of 3 parameters · trial 171 ───
   level                  wlog                 ↓ wall_s                ↓ bytes
    19                     20                   1.03 s                3.09 MiB
     │⣿⣯⣶⣶⣶⣶⣒⣒⣤⣤⡤⠤⠤⢄⣀⣀⣀⣀⣤⢀⣀⡠◉⣀⣀⣶⣤⣤⣄⣀⣀⣀⣀⣠⣤⡤⠤⠤⠤⠴⢶⣖⣒⣺⣿│⣶⣦⣤⣀⡀            ⣀⡠⠤⠒⠊◉
     │⣙⣛⣿⣿⣿⣯⣭⣽⣿⣷⣾⣿⢀⣀⡠⠤⠒⠒⠉⠁⣭⣭│⣭⣛⠉⠑⠒⠢⠤⣀⣀⣿⣿⣿⣿⣿⣿⣿⣿⣿⡿⠿⢿⣭│⣽⣿⣿⣿⣿⣿⣶⣦⣤⣀⢀⣀⡠⠤⠒⠊⠉⣛⡻⠷⠯⠭│
     │⣾⣛⣛⡻⢿⢀⣀⠤⠤⠒⠊⠉⠁⣟⣛⣿⡽⠿⣿⣿⣿⠶│⢶⣿⣿⡯⠭⠽⢿⣷⣿⠉⠑⠒⠢⠤⢄⣀⣶⣾⣟⣛⣿⠶│⢶⣚⣻⣿⢀⣀⠤⠔⠒⠉⠁⠛⠻⠿⢿⣿⣿⣯⣽⣿⣟⣛│
     ◉⠤⠤⠒⠊⠉⠁⠭⠭⠭⠭⢕⣒⣛⣛⣛⣒⣒⣒⣦⣤⣤⣭│⣥⡶⠶⠶⠯⠭⠛⠓⠒⠒⠊⠉⠉⠉⠉⠁⠉⠉⠒⠢⠤⢄◉⠤⠔⠒⠉⠁           ⠉⠉⠛⠻⠿⢿│
     1                     10                  0.0310 s               1.52 MiB
     1                     19                  0.0310 s               3.09 MiB
 enter charts  o sort  m total  f freeze  : commands  ? help           esc back
)");
}

TEST_F(ParametersScreenTest, At160By50HasBothChartsAndTheFront) {
    terminal.resize({50, 160});
    open(200);
    const auto shown = text();
    EXPECT_NE(shown.find("wall_s by level"), std::string::npos);
    EXPECT_NE(shown.find("bytes by level"), std::string::npos);
    EXPECT_NE(shown.find("front 21"), std::string::npos);
    EXPECT_NE(shown.find("↓ bytes"), std::string::npos);
    EXPECT_NE(shown.find("R² 0."), std::string::npos);
}

TEST_F(ParametersScreenTest, TheCursorChoosesTheParameterOfTheCharts) {
    open(200);
    text();
    press("down");
    EXPECT_EQ(text().find("wall_s by level"), std::string::npos);
    EXPECT_NE(text().find("wall_s by "), std::string::npos);
    press("enter");
    EXPECT_EQ(text().find("importance"), std::string::npos) << "the charts alone";
    EXPECT_NE(text().find("bytes by "), std::string::npos);
}

TEST_F(ParametersScreenTest, SortsByTheNextObjectiveAndDrawsItFirst) {
    open(200);
    EXPECT_NE(line(1).find("wall_s by level"), std::string::npos);
    press("o");
    EXPECT_NE(line(1).find("bytes by level"), std::string::npos);
}

TEST_F(ParametersScreenTest, TabGoesToTheFrontWhereArrowsChooseAndEnterOpens) {
    open(200);
    const auto first = text();
    press("tab right");
    EXPECT_NE(text(), first);
    EXPECT_EQ(disabled("open trial 149"), "there is no such action");
    press("enter");
    EXPECT_NE(line(0).find("trial "), std::string::npos) << line(0);
}

TEST_F(ParametersScreenTest, InAsciiEverythingIsAscii) {
    terminal.grid = Grid({24, 80}, Charset::ascii);
    open(200);
    const auto shown = text();
    EXPECT_TRUE(std::all_of(shown.begin(), shown.end(), [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); })) << shown;
}

TEST_F(ParametersScreenTest, SaysWhyThereIsNothing) {
    open(0);
    EXPECT_NE(text().find("Nothing has been measured"), std::string::npos);
    EXPECT_NE(text().find("too few trials"), std::string::npos);
}

TEST_F(ParametersScreenTest, AFewLinesShowOnePaneAfterTheOther) {
    terminal.resize({14, 50});
    open(200);
    EXPECT_NE(text().find("importance"), std::string::npos);
    press("tab");
    EXPECT_NE(text().find("front 21"), std::string::npos);
}

TEST_F(ParametersScreenTest, GrowsWithTheRunUnlessFrozen) {
    open(60, storage::RunState::running);
    const auto before = text();
    press("f");
    test::add_trials(store, run, test::encoded_run(0, "zstd-levels"), 100);
    shell.refresh();
    EXPECT_NE(text().find("52 trials"), std::string::npos);
    press("f");
    EXPECT_NE(text().find("138 trials"), std::string::npos);
}

TEST_F(ParametersScreenTest, LeadsToTheTrialsOfAValue) {
    open(200);
    press("T");
    EXPECT_NE(line(0).find("› trials"), std::string::npos) << line(0);
    EXPECT_NE(line(1).find("trials · level == 1 ─"), std::string::npos) << line(1);
    EXPECT_NE(line(1).find(" 11 of 200 ─"), std::string::npos) << line(1);
}

}  // namespace
}  // namespace paretop::views
