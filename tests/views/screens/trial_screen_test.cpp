#include "tests/views/screens/screen_fixture.h"

namespace paretop::views {
namespace {

class TrialScreenTest : public test::ScreenTest {
  protected:
    void open(storage::TrialNumber trial, const std::string& log = "compressing\nwrote 12 MiB\n") {
        auto like = test::encoded_run(30, "zstd-levels");
        like.executions = true;
        run = test::add_run(store, like);
        if (!log.empty())
            test::value_of(store.write([&] {
                return storage::put_artifact(store, {{run, trial}, "log", "log", log, static_cast<std::int64_t>(log.size())});
            }));
        show(context, make_trial_screen(context, {run, trial}));
    }
    storage::RunId run = 0;
};

TEST_F(TrialScreenTest, At80By24) {
    open(12);
    EXPECT_EQ(text(), R"( paretop › zstd-levels › run 1 › trial 12
 ── trial 12 · random ────────────────────────────────────────────── ✓ done ───
    parameter  value  baseline
 ▸  level         13         1    wall_s  0.654 ±0.008 s   +1052 %  ·     │   ·
    wlog          10        10    bytes    1.97 ±0.02  MiB   −35 %  ·       │ ·
    block          0         0

 ── 1 ▸log · 2 resources · 3 command · 4 about · 5 curves ──────── 1–2 of 2 ───
 compressing
 wrote 12 MiB













 a again  y command  i note  p profile  1 log  : commands  ? help        q quit
)");
}

TEST_F(TrialScreenTest, At160By50) {
    terminal.resize({18, 160});
    open(12);
    EXPECT_EQ(text(), R"( paretop › zstd-levels › run 1 › trial 12
 ── trial 12 · random ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────── ✓ done ───
    parameter  value  baseline
 ▸  level         13         1                                    wall_s  0.654 ±0.008 s   +1052 %    ·                                  │                  ·
    wlog          10        10                                    bytes    1.97 ±0.02  MiB   −35 %    ·                                            │        ·
    block          0         0

 ── 1 ▸log · 2 resources · 3 command · 4 about · 5 curves ──────────────────────────────────────────────────────────────────────────────────────── 1–2 of 2 ───
 compressing
 wrote 12 MiB







 a again  y command  i note  p profile  1 log  2 resources  3 command  4 about  5 curves  : commands  ? help                                             q quit
)");
}

TEST_F(TrialScreenTest, EveryPaneHasItsKey) {
    open(12);
    press("2");
    EXPECT_NE(text().find("repeat 3"), std::string::npos);
    EXPECT_NE(text().find("exit code 0"), std::string::npos);
    press("3");
    EXPECT_NE(text().find("# run"), std::string::npos);
    press("4");
    EXPECT_NE(text().find("proposed by random after 12 outcomes"), std::string::npos);
    press("5");
    EXPECT_NE(text().find("It reported no values on the way"), std::string::npos);
    press("1");
    EXPECT_NE(text().find("wrote 12 MiB"), std::string::npos);
}

TEST_F(TrialScreenTest, AFailedOneSaysWhy) {
    open(13, "");
    EXPECT_NE(line(1).find("✗ timeout after 30 s"), std::string::npos);
    EXPECT_NE(text().find("It printed nothing."), std::string::npos);
}

TEST_F(TrialScreenTest, TheLogIsSearched) {
    std::string log;
    for (int i = 0; i < 200; ++i) log += "line " + std::to_string(i) + "\n";
    open(12, log);
    press("/");
    enter(shell, "line 150");
    EXPECT_NE(text().find("line 150"), std::string::npos);
}

TEST_F(TrialScreenTest, NotesStay) {
    open(12);
    press("i");
    enter(shell, "too good");
    EXPECT_EQ(actions.asked, std::vector<std::string>{"note 12 too good"});
}

TEST_F(TrialScreenTest, MeasuresItAgain) {
    open(12);
    press("a");
    EXPECT_EQ(actions.asked, std::vector<std::string>{"again 1 12"});
}

TEST_F(TrialScreenTest, CurvesOfWhatWasReportedOnTheWay) {
    open(12);
    test::value_of(store.write([&] {
        std::vector<storage::IntermediateRecord> records;
        for (int step = 0; step < 20; ++step) records.push_back({29, 0, 0, step, 5.0 - step * 0.1});
        return storage::insert_intermediates(store, run, records);
    }));
    show(context, make_trial_screen(context, {run, 29}));
    press("5");
    EXPECT_NE(text().find("steps"), std::string::npos);
}

TEST_F(TrialScreenTest, OneThatIsNotThereIsAnError) {
    open(12);
    show(context, make_trial_screen(context, {run, 1000}));
    EXPECT_NE(last_line().find("there is no trial 1000"), std::string::npos);
}

}  // namespace
}  // namespace paretop::views
