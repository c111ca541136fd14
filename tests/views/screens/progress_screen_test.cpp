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
 ── best wall_s ─────────────────────────────── 0.0423 s · −25 % · trial 57 ───
      │ ⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⠒⡆
      │                                                                     ⡇
      │                                                                     ⡇
 0.05 ┤                                                                     ⡇
      │                                                                     ⡇
      │                                                                     ⡇
    s │                                                                     ⡇
      │                                                                     ⠧⠤⠤
      └┬───────────┬───────────┬───────────┬──────────┬───────────┬───────────┬
       0          10          20          30         40          50   60 trials
 ── best bytes ──────────────────────────────── 1.60 MiB · −47 % · trial 17 ───
   3 ┤ ⠒⢲
     │  ⢸
     │  ⠈⠉⠉⠧⠤⢤
     │       ⢸⣀⣀
     │         ⠈⠉⠧⠤⢤
   2 ┤             ⢸
 MiB │             ⠈⠉⠉⠉⠉⠉⠉⢹
     │                    ⠘⠒⠦⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤
     └┬───────────┬───────────┬───────────┬───────────┬───────────┬───────────┬
      0          10          20          30          40          50   60 trials
 m time  f front  t trials  w events  p pause  : commands  ? help        q quit
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
    press("tab j j");
    EXPECT_NE(line(1).find("hypervolume"), std::string::npos);
    press("k k k k");
    EXPECT_NE(line(1).find("best wall_s"), std::string::npos);
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
