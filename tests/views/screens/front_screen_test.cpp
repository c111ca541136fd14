#include <fmt/format.h>

#include "engine/job/comparing.h"
#include "engine/measure/turns.h"
#include "tests/views/screens/screen_fixture.h"

namespace paretop::views {
namespace {

class FrontScreenTest : public test::ScreenTest {
  protected:
    void open(std::int64_t trials, storage::RunState state = storage::RunState::done) {
        run = add("zstd-levels", trials, state, 1000);
        shell.push(make_runs_screen(context));
        show(context, make_front_screen(context, run));
    }
    void grow(std::int64_t trials) {
        test::add_trials(store, run, test::encoded_run(0, "zstd-levels"), trials);
        shell.refresh();
    }
    storage::RunId run = 0;
};

TEST_F(FrontScreenTest, At80By24) {
    open(200);
    EXPECT_EQ(text(), R"( paretop › zstd-levels › run 1 › front                  ✓ 200/1000 done · 23:13
 ── wall_s against bytes ─────────────────────  ── front 21 ───────────────────
     │ ⠠                                       │   wall_s, s  bytes, MiB  level
     │       ⠠                                 │▸     0.0310        3.09      1
     │┈◉⠤⢤   ○    ⠈⢀                           │      0.0399        2.90      1
 3.0 ┤ ┊ ⢸   ⢂ ⠄                               │      0.0458        2.88      1
     │ ┊ ●⠒●⠤●⠤⠤⠤⠤⠤⡄⠐ ⠂ ⡀   ⢀                  │      0.0566        2.87      1
     │ ┊           ⡇⢀⡀  ⠄ ⠐                    │      0.0959        2.67      2
     │ ┊           ●⣀⡀⢄⠁⠂⠄                     │      0.120         2.63      3
     │ ┊             ●⠄⠠⢈ ⢈⠄⠴ ⠨⠈ ⡀             │      0.122         2.47      4
 2.5 ┤ ┊             ●⠤⠤⠤⢤⠁⠐ ⢱ ⠁ ⠂ ⢀           │      0.183         2.27      6
     │ ┊                 ⢸  ⠐ ⠠  ⡈⠨⠠           │      0.255         2.18      8
     │ ┊                 ●⣀⣀⣀⡀ ⠠⣠⠠  ⠈⠠         │      0.266         2.14      7
     │ ┊                     ● ⠐⡨⠜   ⠠⠠        │      0.376         1.98     10
     │ ┊                     ●⠉⠉⠉⡇ ⢀⡀ ⢐⠁       │      0.402         1.87     11
 2.0 ┤ ┊                         ●⠊⠠⠐⠈⢀⠁⡀      │      0.445         1.86     11
     │ ┊                         ●●⡀⠛⠢⢄⡠⡀⡂     │      0.451         1.72     14
     │ ┊                           ⡇⠄⠠⣠⠠⢂⢈⢁    │      0.499         1.72     16
     │ ┊                           ●●●⠄⠂⡀⡐⠃ ⢄  │      0.547         1.64     16
 MiB │ ┊                             ●●⣀⣀⣀⡀⠄   │
 1.5 ┤ ┊                                  ●●   │  trial 171 · 3 repeats
     └─┬───────────┬──────────┬────────────┬── │  0.03102 ±0.00014 s  −45 %
     0.03         0.1        0.3           1 s │  3.09 ±0.03 MiB    +1.2 %
 enter open  space mark  c compare  p profile  : commands  ? help      esc back
)");
}

TEST_F(FrontScreenTest, At160By50) {
    terminal.resize({50, 160});
    open(200);
    EXPECT_EQ(
        text(),
        R"( paretop › zstd-levels › run 1 › front                                                                                                  ✓ 200/1000 done · 23:13
 ── wall_s against bytes ─────────────────────────────────────────────────────────────────────  ── front 21 ───────────────────────────────────────────────────
     │                                                                                         │   wall_s, s  bytes, MiB  level  wlog  block
     │   ⠐                                                                                     │▸     0.0310        3.09      1    19      0
     │                                                                                         │      0.0399        2.90      1    20      0
 3.2 ┤                 ⠂                                                                       │      0.0458        2.88      1    16      0
     │                            ⠄                                                            │      0.0566        2.87      1    18      0
     │┈┈◉⣀⣀⣀⣀⣀⣀                                                                                │      0.0959        2.67      2    10      0
     │  ┊     ⢸       ○             ⡀                                                          │      0.120         2.63      3    20      0
 3.0 ┤  ┊     ⢸      ⠠                                                                         │      0.122         2.47      4    13      0
     │  ┊     ⢸          ⠠                                                                     │      0.183         2.27      6    11      0
     │  ┊     ⢸       ⠈                                                                        │      0.255         2.18      8    19      0
     │  ┊     ●⠒⠒●⣀⣀⣀⣀⣀     ⡀ ⠠       ⠄   ⠂                                                    │      0.266         2.14      7    18      0
     │  ┊             ●⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⢹           ⠂        ⠐                                       │      0.376         1.98     10    18      0
 2.8 ┤  ┊                         ⢸ ⠂              ⠠                                           │      0.402         1.87     11    10      0
     │  ┊                         ⢸   ⡀ ⡀    ⠈                                                 │      0.445         1.86     11    14      0
     │  ┊                         ⢸        ⠐                                                   │      0.451         1.72     14    12      0
     │  ┊                         ⢸    ⠈ ⠐    ⠁ ⠠                                              │      0.499         1.72     16    15      0
     │  ┊                         ●⠉⠉⠉⠉●⡀  ⠁   ⡀   ⡀           ⠄                               │      0.547         1.64     16    12      0
 2.6 ┤  ┊                               ⡇⡀  ⢀       ⢀   ⠂   ⡁                                  │      0.551         1.67     18    14      0
     │  ┊                               ⡇⠈    ⢀   ⢀⠂   ⠊         ⢀                             │      0.580         1.62     17    14      0
     │  ┊                               ⡇             ⡀  ⠐   ⠈   ⠠                             │      0.616         1.56     18    13      0
     │  ┊                               ●⠤⠤⠤⠤⠤⠤⠤⠤⡄       ⠠⠈                                    │      0.909         1.53     19    17      0
     │  ┊                                        ⡇     ⢀  ⠈        ⠠ ⢀ ⠁                       │      1.03          1.52     18    16      0
 2.4 ┤  ┊                                        ⡇                   ⡀                         │
     │  ┊                                        ⡇   ⢀ ⠄    ⠈    ⠠     ⠁                       │
     │  ┊                                        ⡇       ⠐                ⠁ ⡀                  │
     │  ┊                                        ●⠤⠤⠤⠤⠤⠤⠤⡄    ⠁⠠ ⠂ ⠈                           │
     │  ┊                                                ⡇       ⠃⠐⡀                           │
 2.2 ┤  ┊                                                ●⡀   ⠁⠁ ⠢⢀⠁       ⠠  ⠄                │
     │  ┊                                                 ●⠤⠤⠤⠤⠤⠤⠤⡄                            │
     │  ┊                                                         ⡇           ⠉                │
     │  ┊                                                         ⡇⠐   ⠠⠄⡀    ⡀                │
     │  ┊                                                         ⡇ ⡀⠐      ⠁  ⠁               │
 2.0 ┤  ┊                                                         ●⢤   ⠒  ⠁   ⢀   ⡀            │
     │  ┊                                                          ⢸  ⠆⡀ ⡢⣀        ⡀           │
     │  ┊                                                          ⢸      ⠐⢀ ⠠  ⡀              │
     │  ┊                                                          ●⠒●⡆       ⠃⠐⠁ ⠂⠂ ⠠         │
 1.8 ┤  ┊                                                             ⡇ ⢀       ⢀⠄  ⠁          │
     │  ┊                                                             ⡇    ⠐⠠ ⠃   ⢀   ⠠        │
     │  ┊                                                             ●⣀●⣀⣀         ⠈⡈         │
     │  ┊                                                                 ⢸  ⡀ ⠉ ⡀  ⡀⠈    ⠐⡀   │
     │  ┊                                                                 ●⠉⡇ ⠠⠄ ⢀             │
 1.6 ┤  ┊                                                                   ●⡆      ⡀ ⠠ ⠄      │
     │  ┊                                                                    ●⠤⠤⠤⠤⠤⠤⠤⠤⡄        │
 MiB │  ┊                                                                             ●⠒⠒●     │
     │  ┊                                                                                      │  trial 171 · 3 repeats
     └─────────────┬───────────────┬───────────────┬────────────────────┬───────────────┬───── │  0.03102 ±0.00014 s  −45 % vs baseline
                 0.05             0.1             0.2                  0.5              1    s │  3.09 ±0.03 MiB    +1.2 % vs baseline
 enter open  space mark  c compare  p profile  d diff profiles  f freeze  x axes  + zoom  t trials  v progress  i parameters  : commands  ? help       esc back
)");
}

TEST_F(FrontScreenTest, InTheSmallestWindowTheTableIsLeft) {
    terminal.resize({10, 40});
    open(200);
    EXPECT_NE(line(1).find("front"), std::string::npos);
    EXPECT_EQ(text().find("against"), std::string::npos);
}

TEST_F(FrontScreenTest, TheCursorMovesAlongTheFrontOnBoth) {
    open(200);
    const auto before = text();
    press("right");
    EXPECT_NE(text(), before);
    EXPECT_NE(line(4).find("▸"), std::string::npos);
    press("left");
    EXPECT_EQ(text(), before);
}

TEST_F(FrontScreenTest, ComparesTwoWithIntervals) {
    open(200);
    press("c");
    EXPECT_NE(last_line().find("two are compared: mark them with space"), std::string::npos);
    press("space end space");
    EXPECT_NE(line(22).find("A against B ── "), std::string::npos);
    press("c");
    const auto shown = text();
    EXPECT_NE(shown.find("A · trial"), std::string::npos);
    EXPECT_NE(shown.find("is better"), std::string::npos);
    terminal.resize({24, 120});
    shell.resized();
    EXPECT_NE(text().find("difference (99.7 %)"), std::string::npos) << "three repeats a side";
    terminal.resize({24, 80});
    shell.resized();
    press("c");
    EXPECT_EQ(text().find("A · trial"), std::string::npos);
}

TEST_F(FrontScreenTest, AFrozenFrontWaitsForItsThaw) {
    open(100, storage::RunState::running);
    EXPECT_NE(line(1).find("live"), std::string::npos);
    press("f");
    EXPECT_NE(line(1).find("frozen"), std::string::npos);
    const auto before = text();
    grow(300);
    EXPECT_EQ(text(), before);
    press("f");
    EXPECT_NE(text(), before);
    EXPECT_NE(line(0).find("400/1000"), std::string::npos);
}

TEST_F(FrontScreenTest, AxesTurnRound) {
    open(200);
    EXPECT_NE(line(1).find("wall_s against bytes"), std::string::npos);
    press("x");
    EXPECT_NE(line(1).find("bytes against wall_s"), std::string::npos);
    EXPECT_EQ(disabled("stop run 1"), "run 1 is done") << "through the palette only: x is taken";
    EXPECT_TRUE(actions.asked.empty());
}

TEST_F(FrontScreenTest, ZoomsAroundTheCursor) {
    open(200);
    const auto before = text();
    press("+ +");
    EXPECT_NE(line(1).find("zoomed"), std::string::npos);
    press("0");
    EXPECT_EQ(text(), before);
}

TEST_F(FrontScreenTest, AClickInTheChartChoosesTheNearest) {
    open(200);
    press("end");
    settle();
    shell.key(Key::mouse(KeyKind::click, {3, 8}));
    EXPECT_NE(line(3).find("▸"), std::string::npos) << "the first one is at the upper left";
}

TEST_F(FrontScreenTest, EnterShowsTheTrial) {
    open(200);
    press("enter");
    EXPECT_NE(line(0).find("front › trial"), std::string::npos);
}

TEST_F(FrontScreenTest, SaysWhyItIsEmpty) {
    open(0);
    EXPECT_NE(text().find("Nothing has been measured. r takes the"), std::string::npos);
    press("enter");
    EXPECT_NE(last_line().find("nothing is on the front yet"), std::string::npos);
    grow(50);
    EXPECT_NE(text().find("▸"), std::string::npos);
}

// Two marked points are measured again in turns; the comparison shows how far that is and then what it says.
TEST_F(FrontScreenTest, PausingHasAKeyAndIsFoundByName) {
    open(20, storage::RunState::running);
    text();
    press("ctrl-p");
    EXPECT_EQ(actions.asked, std::vector<std::string>{"pause 1"});
    press("? p a u s");
    EXPECT_NE(text().find("ctrl-p     pause run 1"), std::string::npos) << text();
    press("esc : p a u s enter");
    EXPECT_EQ(actions.asked, (std::vector<std::string>{"pause 1", "pause 1"}));
}

TEST_F(FrontScreenTest, MeasuresTheMarkedInTurns) {
    open(200);
    EXPECT_EQ(disabled("measure A and B in turns"), "two are measured in turns: mark them with space");
    press("space end space c");
    press("m");
    ASSERT_EQ(actions.asked.size(), 1U);
    EXPECT_EQ(actions.asked[0].substr(0, 10), "compare 1 ");
    const auto argument = actions.asked[0].substr(10);
    const auto turns = *job::turns_in(argument);
    EXPECT_EQ(turns.repeats, 20);
    std::vector<storage::MeasurementRecord> made;
    for (std::int64_t i = 0; i < 3; ++i)
        for (const auto trial : {turns.a, turns.b})
            made.push_back({trial, 0, measure::first_of(measure::Round::compare) + i, trial == turns.a ? 0.5 : 0.25});
    ASSERT_TRUE(store.write([&]() -> Result<void> {
        PARETOP_CHECK(storage::insert_request(store, {0, run, 1, "compare", argument, {}, {}}));
        return storage::insert_measurements(store, run, made);
    }));
    shell.refresh();
    EXPECT_NE(text().find("A against B, in turns: 6 of 40 measurements"), std::string::npos) << text();
    EXPECT_NE(text().find("−50 %"), std::string::npos) << text();
    EXPECT_NE(text().find("B is better"), std::string::npos) << text();
}

TEST_F(FrontScreenTest, NothingIsComparedBesideARunningSearch) {
    open(200, storage::RunState::running);
    press("space end space");
    EXPECT_EQ(disabled("measure A and B in turns"), "run 1 is running: pause it first");
}

// A member that the last round shows to be dominated is marked, named with who outdoes it, and not drawn as front.
TEST_F(FrontScreenTest, MarksWhoIsOutdone) {
    open(200);
    settle();
    const auto members = storage::list_front(store, run);
    ASSERT_TRUE(members);
    const auto worse = members->front().trial, other = members->back().trial;
    const auto last = measure::first_of(measure::Round::last);
    ASSERT_TRUE(store.write([&] {
        return storage::insert_measurements(
            store, run,
            std::vector<storage::MeasurementRecord>{
                {worse, 0, last, 5.0}, {worse, 1, last, 9e6}, {other, 0, last, 0.3}, {other, 1, last, 2e6}});
    }));
    shell.refresh();
    press("end");
    EXPECT_NE(text().find("front 20 · 1 outdone"), std::string::npos) << text();
    EXPECT_NE(text().find("×"), std::string::npos) << text();
    EXPECT_NE(text().find(fmt::format("outdone by {}", other)), std::string::npos) << text();
}

}  // namespace
}  // namespace paretop::views
