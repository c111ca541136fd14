#include "tests/views/screens/screen_fixture.h"

namespace paretop::views {
namespace {

class ProgressScreenTest : public test::ScreenTest {
  protected:
    void open(std::int64_t trials, storage::RunState state = storage::RunState::done) {
        run = add("zstd-levels", trials, state, 1000);
        show(context, make_progress_screen(context, run));
    }
    storage::RunId run = 0;
};

TEST_F(ProgressScreenTest, At80By24) {
    open(60);
    EXPECT_EQ(text(), R"( paretop › zstd-levels › run 1 › progress                ✓ 60/1000 done · 23:13
 ── best wall_s ─────────────────────── 0.0423 s · −25 % · trial 57, random ───
      │ a⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⡆
      │                                                                     ⡇
 0.05 ┤                                                                     ⡇
    s │                                                                     ⡇
      │                                                                     b⠤⠤
      └┬───────────┬───────────┬───────────┬──────────┬───────────┬───────────┬
       0          10          20          30         40          50   60 trials
 ── best bytes ──────────────────────── 1.60 MiB · −47 % · trial 17, random ───
   3 ┤ a⢲
     │  b⠒⠒⠦⠤⢤
 MiB │       ⠘⠒⠲⠤⣄⣀⣀
   2 ┤             ⢸⣀⣀⣀⣀⣀⣀⣀
     │                    ⠸⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤
     └┬───────────┬───────────┬───────────┬───────────┬───────────┬───────────┬
      0          10          20          30          40          50   60 trials
 ── who found it ───────────────────────────────────── 20 entered the front ───
   a baseline 1 · b random 19
    trial  proposed by  wall_s, s    bytes, MiB  hypervolume   after
 ▸b    59  random       0.131              2.58    +0.000556  600 ms
  b    57  random       0.0423 best        2.91    +0.00123   580 ms
  b    53  random       0.547              1.64    +0.000686  540 ms
 enter open  m time  f front  t trials  : commands  ? help               q quit
)");
}

TEST_F(ProgressScreenTest, At160By50) {
    terminal.resize({50, 160});
    open(60);
    const auto shown = text();
    EXPECT_NE(shown.find("best wall_s"), std::string::npos);
    EXPECT_NE(shown.find("best bytes"), std::string::npos);
    EXPECT_NE(shown.find("hypervolume"), std::string::npos);
}

TEST_F(ProgressScreenTest, ASmallWindowShowsOneAfterTheOther) {
    terminal.resize({12, 60});
    open(60);
    EXPECT_NE(line(1).find("best wall_s"), std::string::npos);
    press("j");
    EXPECT_NE(line(1).find("best bytes"), std::string::npos);
    press("j j j");
    EXPECT_NE(line(1).find("hypervolume"), std::string::npos);
    press("k k k k");
    EXPECT_NE(line(1).find("best wall_s"), std::string::npos);
}

TEST_F(ProgressScreenTest, TabGoesToWhatEnteredTheFrontAndEnterOpensIt) {
    open(60);
    EXPECT_EQ(disabled("open trial 59"), "there is no such action");
    press("tab");
    EXPECT_EQ(disabled("open trial 59"), "");
    press("j");
    EXPECT_EQ(disabled("open trial 57"), "");
    test::add_trials(store, run, test::encoded_run(0, "zstd-levels"), 100);
    shell.refresh();
    EXPECT_EQ(disabled("open trial 57"), "") << "others arrive above it";
    press("enter");
    EXPECT_NE(line(0).find("trial 57"), std::string::npos);
}

TEST_F(ProgressScreenTest, ArrowsGoFromStepToStepAndEnterOpensItsTrial) {
    open(60);
    text();
    EXPECT_EQ(disabled("open trial 57"), "") << "of the chart on top the newest step";
    press("left");
    EXPECT_EQ(disabled("open trial 0"), "");
    EXPECT_NE(line(1).find("trial 0, baseline"), std::string::npos) << line(1);
    EXPECT_NE(text().find("◉"), std::string::npos);
    press("j");
    EXPECT_EQ(disabled("open trial 17"), "") << "of the chart below it";
    press("home right");
    const auto second = line(9);
    EXPECT_NE(second.find("trial "), std::string::npos);
    EXPECT_EQ(second.find("trial 17"), std::string::npos) << second;
    press("end enter");
    EXPECT_NE(line(0).find("trial 17"), std::string::npos) << line(0);
}

TEST_F(ProgressScreenTest, ClicksChooseAStepOrAnImprovement) {
    open(60);
    text();
    shell.key(Key::mouse(KeyKind::click, {13, 70}));  // in the second chart, where trial 17 is the best
    EXPECT_EQ(disabled("open trial 17"), "") << text();
    shell.key(Key::mouse(KeyKind::click, {21, 8}));
    EXPECT_EQ(disabled("open trial 57"), "") << text();
    shell.key(Key::mouse(KeyKind::click, {20, 8}));
    shell.key(Key::mouse(KeyKind::double_click, {20, 8}));
    EXPECT_NE(line(0).find("trial 59"), std::string::npos) << line(0);
}

TEST_F(ProgressScreenTest, NamesWhoFoundItBesideOrAbove) {
    open(60);
    EXPECT_NE(text().find("a baseline 1 · b random 19"), std::string::npos) << text();
    terminal.resize({40, 120});
    shell.resized();
    EXPECT_NE(text().find("entered  best  hypervolume"), std::string::npos) << text();
}

TEST_F(ProgressScreenTest, AgainstTimeToo) {
    open(60);
    EXPECT_NE(text().find("trials"), std::string::npos);
    press("m");
    EXPECT_EQ(disabled("against trials"), "");
}

TEST_F(ProgressScreenTest, SaysWhyThereIsNothing) {
    open(0);
    EXPECT_NE(text().find("Nothing has been measured. r takes the run up."), std::string::npos);
}

TEST_F(ProgressScreenTest, GrowsWithTheRun) {
    open(10, storage::RunState::running);
    const auto before = text();
    test::add_trials(store, run, test::encoded_run(0, "zstd-levels"), 100);
    shell.refresh();
    EXPECT_NE(text(), before);
}

}  // namespace
}  // namespace paretop::views
