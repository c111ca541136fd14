#include "tests/views/screens/screen_fixture.h"

namespace paretop::views {
namespace {

using storage::RunState;

class RunsScreenTest : public test::ScreenTest {
  protected:
    void open() { shell.push(make_runs_screen(context)); }
    void add_three() {
        add("zstd-levels", 60, RunState::done);
        add("gcc-flags", 20, RunState::paused, 100);
        add("zstd-levels", 40, RunState::running, 100);
        open();
    }
};

TEST_F(RunsScreenTest, At80By24) {
    add_three();
    EXPECT_EQ(text(), R"( paretop › runs                                         lab.db · 1 live · 23:13
 ── runs ─────────────────────────────────────────────────────────── 3 of 3 ───
    ↓ #  experiment    state      trials    left  front  hypervolume
 ▸    3  zstd-levels   ● running  40/100  600 ms     11  ▁▅▆▆▇▇████  0.976
      2  gcc-flags     ‖ paused   20/100       –      7  ▁▄▆▇▇█████  0.947
      1  zstd-levels   ✓ done      60/60       –     12  ▁▄▆▆▇█████  0.984










 ── zstd-levels · run 3 ───────────────────────────────────────────────────────
   baseline  all defaults                                 0.0568 s   3.05 MiB
   fastest   all defaults                                 0.0568 s   3.05 MiB
   smallest  level 18                                      0.836 s   1.60 MiB
   started 22:13, seed 1, method auto → random
   last improvement 59 min ago (trial 39)
   failed 5: timeout after 30 s
 enter open  n new  p pause  x stop  / filter  : commands  ? help        q quit
)");
}

TEST_F(RunsScreenTest, At160By50) {
    terminal.resize({16, 160});
    add_three();
    EXPECT_EQ(
        text(),
        R"( paretop › runs                                                                                                                         lab.db · 1 live · 23:13
 ── runs ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────── 3 of 3 ───
    ↓ #  experiment    job   state      trials  per min    left  failed  front  hypervolume        best
 ▸    3  zstd-levels   tune  ● running  40/100     6000  600 ms       5     11  ▁▅▆▆▇▇████  0.976  0.0568 s · 1.60 MiB
      2  gcc-flags     tune  ‖ paused   20/100        –       –       2      7  ▁▄▆▇▇█████  0.947  0.0568 s · 1.60 MiB
      1  zstd-levels   tune  ✓ done      60/60        –       –       8     12  ▁▄▆▆▇█████  0.984  0.0423 s · 1.60 MiB





 ── zstd-levels · run 3 ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
   baseline  all defaults                                                                   0.0568 s   3.05 MiB    started 22:13, seed 1, method auto → random
   fastest   all defaults                                                                   0.0568 s   3.05 MiB    last improvement 59 min ago (trial 39)
   smallest  level 18                                                                        0.836 s   1.60 MiB    failed 5: timeout after 30 s
 enter open  n new  p pause  x stop  / filter  o sort  space mark  d delete  t trials  v progress  i parameters  w events  : commands  ? help            q quit
)");
}

TEST_F(RunsScreenTest, SaysHowToFillAnEmptyStore) {
    open();
    EXPECT_EQ(text(), R"( paretop › runs                                         lab.db · 0 live · 23:13
 ── runs ─────────────────────────────────────────────────────────── 0 of 0 ───
    ↓ #  experiment    state      trials  left  front  hypervolume
    No runs yet. n starts one from an experiment file.



















 n new  p pause  x stop  / filter  o sort  : commands  ? help            q quit
)");
    press("p");
    EXPECT_NE(last_line().find("there is no run here: n starts one"), std::string::npos);
}

TEST_F(RunsScreenTest, InTheSmallestWindowTheRunsAreStillThere) {
    terminal.resize({10, 40});
    add_three();
    EXPECT_EQ(text(), R"( paretop › runs
 ── runs ─────────────────── 3 of 3 ───
    ↓ #  experiment    state       tria
 ▸    3  zstd-levels   ● running   40/1
      2  gcc-flags     ‖ paused    20/1
      1  zstd-levels   ✓ done      60/6



 : commands  ? help              q quit
)");
}

TEST_F(RunsScreenTest, PausesResumesAndStopsTheRunUnderTheCursor) {
    add_three();
    press("p p x");
    EXPECT_EQ(actions.asked, (std::vector<std::string>{"pause 3", "pause 3", "stop 3"}));
    EXPECT_EQ(disabled("resume run 3"), "run 3 is running");
    press("j r");
    EXPECT_EQ(actions.asked.back(), "start 2");
    EXPECT_EQ(disabled("pause run 2"), "run 2 is paused");
    press("j");
    EXPECT_EQ(disabled("resume run 1"), "run 1 is done: b gives it more trials");
    EXPECT_EQ(disabled("stop run 1"), "run 1 is done");
}

TEST_F(RunsScreenTest, ARunThatWasCutOffCanBeTakenUpAgain) {
    add_three();
    owned.clear();
    shell.refresh();
    EXPECT_NE(text().find("✗ cut off"), std::string::npos);
    press("r");
    EXPECT_EQ(actions.asked, std::vector<std::string>{"start 3"});
}

TEST_F(RunsScreenTest, MarkedRunsAreTreatedTogetherWhateverTheCursor) {
    add_three();
    press("space space");
    press("end p");
    EXPECT_EQ(actions.asked, std::vector<std::string>{"pause 3"});
    press("r");
    EXPECT_EQ(actions.asked.back(), "start 2");
    EXPECT_EQ(disabled("change the budget of 2 runs"), "the budget is changed of one run at a time");
}

TEST_F(RunsScreenTest, DeletingAsksAndKeepsItsTarget) {
    add_three();
    press("j d");
    EXPECT_NE(text().find("Delete run 2 with 20 trials?"), std::string::npos);
    add("newer", 5);
    shell.refresh();
    press("y");
    EXPECT_EQ(actions.asked, std::vector<std::string>{"remove 2"});
    press("home j");
    EXPECT_EQ(disabled("delete run 3"), "run 3 is running: x stops it first");
}

TEST_F(RunsScreenTest, TheBudgetIsChangedAndADoneRunGoesOn) {
    add_three();
    press("b");
    for (int i = 0; i < 3; ++i) press("backspace");
    enter(shell, "500");
    EXPECT_EQ(actions.asked, std::vector<std::string>{"budget 3 500"});
    press("end b");
    enter(shell, "0");  // 60 becomes 600
    EXPECT_EQ(actions.asked, (std::vector<std::string>{"budget 3 500", "budget 1 600", "start 1"}));
    press("b");
    enter(shell, "x");
    EXPECT_NE(last_line().find("is no number of trials"), std::string::npos);
}

TEST_F(RunsScreenTest, FiltersWhileOneTypes) {
    add_three();
    press("/ g c c");
    EXPECT_NE(text().find("1 of 3"), std::string::npos);
    press("esc");
    EXPECT_NE(text().find("3 of 3"), std::string::npos);
    press("/");
    enter(shell, "nothing");
    EXPECT_NE(text().find("No run matches “nothing”. / changes the filter."), std::string::npos);
}

TEST_F(RunsScreenTest, SortsByColumnAndHeaderAndTheCursorKeepsItsRun) {
    add_three();
    press("j");
    press("o");
    EXPECT_NE(line(2).find("experiment ↑"), std::string::npos);
    EXPECT_NE(line(3).find("▸"), std::string::npos);
    EXPECT_NE(line(3).find("gcc-flags"), std::string::npos) << "run 2 is on top now, and still chosen";
    press("O");
    EXPECT_NE(line(2).find("experiment ↓"), std::string::npos);
    EXPECT_NE(line(5).find("▸"), std::string::npos);
}

TEST_F(RunsScreenTest, ARefusalIsReported) {
    add_three();
    actions.refuse = Error{ErrorKind::store, "the disk is full", "lab.db", "free some space"};
    press("p");
    EXPECT_NE(last_line().find("lab.db: the disk is full; free some space"), std::string::npos);
}

}  // namespace
}  // namespace paretop::views
