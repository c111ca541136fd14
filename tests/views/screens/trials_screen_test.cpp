#include "tests/views/screens/screen_fixture.h"

namespace paretop::views {
namespace {

class TrialsScreenTest : public test::ScreenTest {
  protected:
    void open(std::int64_t trials, storage::RunState state = storage::RunState::done) {
        run = add("zstd-levels", trials, state, 1000);
        show(context, make_trials_screen(context, run));
    }
    storage::RunId run = 0;
};

TEST_F(TrialsScreenTest, At80By24) {
    open(30);
    EXPECT_EQ(text(), R"( paretop › zstd-levels › run 1 › trials                  ✓ 30/1000 done · 23:13
 ── trials ───────────────────────────────────────────────────────────── 30 ───
    ↓ #  state      wall_s, s  bytes, MiB  level  wlog  block  origin
 ▸   29  ✓ done        0.495         2.06     11    11      0  random
     28  ✓ done        0.487         1.99     10    11      0  random
     27  ✗ timeout after 30 s                  9    11      0  random
     26  ✓ done        0.476         2.38      8    11      0  random
     25  ✓ done        0.365         2.28      7    11      0  random
     24  ✓ done        0.183         2.27      6    11      0  random
     23  ✓ done        0.260         2.52      5    11      0  random
     22  ✓ done        0.238         2.86      4    11      0  random
     21  ✓ done        0.158         2.86      3    11      0  random
     20  ✗ timeout after 30 s                  2    11      0  random
     19  ✓ done        0.0580        3.18      1    11      0  random
     18  ✓ done        1.09          1.70     19    10      0  random
     17  ✓ done        0.836         1.60     18    10      0  random
     16  ✓ done        0.984         1.60     17    10      0  random
     15  ✓ done        0.802         1.87     16    10      0  random
     14  ✓ done        0.705         1.88     15    10      0  random
     13  ✗ timeout after 30 s                 14    10      0  random
     12  ✓ done        0.654         1.97     13    10      0  random
     11  ✓ done        0.647         2.12     12    10      0  random
     10  ✓ done        0.402         1.87     11    10      0  random
 enter open  / filter  o sort  a again  f front  : commands  ? help      q quit
)");
}

TEST_F(TrialsScreenTest, At160By50) {
    terminal.resize({12, 160});
    open(30);
    EXPECT_EQ(
        text(),
        R"( paretop › zstd-levels › run 1 › trials                                                                                                  ✓ 30/1000 done · 23:13
 ── trials ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────── 30 ───
    ↓ #  state      wall_s, s  bytes, MiB  level  wlog  block  origin
 ▸   29  ✓ done         0.495        2.06     11    11      0  random
     28  ✓ done         0.487        1.99     10    11      0  random
     27  ✗ timeout after 30 s                  9    11      0  random
     26  ✓ done         0.476        2.38      8    11      0  random
     25  ✓ done         0.365        2.28      7    11      0  random
     24  ✓ done         0.183        2.27      6    11      0  random
     23  ✓ done         0.260        2.52      5    11      0  random
     22  ✓ done         0.238        2.86      4    11      0  random
 enter open  / filter  o sort  a again  f front  v progress  i parameters  w events  p pause  x stop  : commands  ? help                                 q quit
)");
}

TEST_F(TrialsScreenTest, FiltersByExpression) {
    open(200);
    press("/");
    enter(shell, "level > 15 && state == 'done'");
    EXPECT_NE(line(1).find("trials · level > 15 && state == 'done'"), std::string::npos);
    EXPECT_EQ(text().find("✗"), std::string::npos);
    press("/");
    enter(shell, " && nonsense < 3");
    EXPECT_NE(last_line().find("there is no 'nonsense' here"), std::string::npos);
    EXPECT_NE(line(1).find("level > 15 && state == 'done'"), std::string::npos) << "the filter stays as it was";
}

TEST_F(TrialsScreenTest, SaysWhyNothingIsShown) {
    open(0);
    EXPECT_NE(text().find("No trials: the run has not begun. r takes it up."), std::string::npos);
    press("enter");
    EXPECT_NE(last_line().find("there is no trial here"), std::string::npos);
    test::add_trials(store, run, test::encoded_run(0, "zstd-levels"), 20);
    shell.refresh();
    press("/");
    enter(shell, "level > 1000");
    EXPECT_NE(text().find("No trial passes “level > 1000”. / changes the filter."), std::string::npos);
}

TEST_F(TrialsScreenTest, SortsByTheColumnsThatCanBe) {
    open(30);
    press("o o");
    EXPECT_NE(line(2).find("↑ wall_s"), std::string::npos);
    settle();
    EXPECT_EQ(terminal.grid.to_text().find("timeout"), std::string::npos);
    press("end");
    EXPECT_NE(text().find("timeout"), std::string::npos) << "the failed are last";
    for (int i = 0; i < 5; ++i) press("o");
    EXPECT_NE(line(2).find("↓ #"), std::string::npos) << "origin cannot be sorted by";
}

TEST_F(TrialsScreenTest, NewTrialsArriveAboveTheCursor) {
    open(30, storage::RunState::running);
    press("j j");
    EXPECT_NE(line(5).find("▸"), std::string::npos);
    test::add_trials(store, run, test::encoded_run(0, "zstd-levels"), 2);
    shell.refresh();
    EXPECT_NE(line(7).find("▸"), std::string::npos);
    EXPECT_NE(line(7).find("27"), std::string::npos);
}

TEST_F(TrialsScreenTest, MeasuresOneAgain) {
    open(30);
    press("j a");
    EXPECT_EQ(actions.asked, std::vector<std::string>{"again 1 28"});
}

TEST_F(TrialsScreenTest, ARunThatIsGoneIsAnError) {
    shell.push(make_events_screen(context, {}));
    show(context, make_trials_screen(context, 99));
    EXPECT_NE(last_line().find("99"), std::string::npos);
}

}  // namespace
}  // namespace paretop::views
