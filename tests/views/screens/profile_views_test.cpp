// Icicle, sandwich, timeline and difference of profiles.
#include "tests/views/screens/profile_fixture.h"

namespace paretop::views {
namespace {

using test::value_of;

using ProfileViewsTest = test::ProfileScreenTest;

TEST_F(ProfileViewsTest, TheIcicleHasTheRootOnTop) {
    const auto id = add_profile("calls", 4.7);
    add_functions(id);
    add_calls(id);
    show(context, make_icicle_screen(context, id));
    EXPECT_EQ(text(), R"( paretop › profile 1 › icicle                                    calls · 126 ms
 ── calls ─────────────────────────────────────────────────────────────────────
 │all
 │main─────────────────────────────────────────────────────────────────────────
 │decode_mcu────────────────────────────────────────────────│memcpy────
 │jpeg_idct_islow───────│me…















 ──────────────────────────────────────────────────────────────────────────────
   all  1.00 s · 100 % of all
 enter zoom  - out  p operations  s sandwich  : commands  ? help         q quit
)");
    press("down down");
    EXPECT_NE(last_line().find("zoom"), std::string::npos);
    EXPECT_NE(text().find("decode_mcu libjpeg.so.62  0.750 s · 75 % of all"), std::string::npos) << text();
    press("enter");
    EXPECT_NE(line(1).find("zoomed"), std::string::npos);
    press("right");
    press("down right");
    EXPECT_NE(text().find("memcpy libc.so.6"), std::string::npos) << text();
    press("-");
    EXPECT_EQ(disabled("zoom out"), "");
}

TEST_F(ProfileViewsTest, WithoutStacksTheIcicleShowsOperationsAndTheirFunctions) {
    const auto id = add_profile("mapped", 4.7);
    add_functions(id);
    show(context, make_icicle_screen(context, id));
    EXPECT_NE(text().find("operations and their functions"), std::string::npos);
    EXPECT_NE(text().find("jpeg_idct_islow"), std::string::npos);
}

TEST_F(ProfileViewsTest, TheSandwichPutsAFunctionBetweenCallersAndCallees) {
    terminal.resize({24, 120});
    const auto id = add_profile("calls", 4.7);
    add_functions(id);
    add_calls(id);
    show(context, make_sandwich_screen(context, id));
    EXPECT_EQ(
        text(),
        R"( paretop › profile 1 › sandwich                                                                          calls · 126 ms
 ── functions ──────────────────────────── 4 ───  ── callers ──────────────────────────────────────────────────── 0 ───
    function          self  ↓ total              │   called by       share          of all  module
 ▸  main              10 %    100 %              │   Nothing calls it: it is a root.
    decode_mcu        40 %     75 %              │
    jpeg_idct_islow   30 %     30 %              │
    memcpy            20 %     20 %              │
                                                 │
                                                 │
                                                 │
                                                 │
                                                 │── main ───────────────────────────────── self 10 % · total 100 % ───
                                                 │   calls           share          of all  module
                                                 │▸  decode_mcu      █████▎   75 %    75 %  libjpeg.so.62
                                                 │   memcpy          █        15 %    15 %  libc.so.6
                                                 │
                                                 │
                                                 │
                                                 │
                                                 │
                                                 │
                                                 │
                                                 │
 enter open  o by self  p operations  i icicle  t timeline  d diff with…  : commands  ? help                     q quit
)");
    press("down tab tab enter");  // decode_mcu, among its callees
    EXPECT_NE(text().find("── jpeg_idct_islow"), std::string::npos) << text();
    EXPECT_NE(text().find("It calls nothing."), std::string::npos);
}

// callgrind: main (10 of its own) called parse (20, three times), which called scan (70) and itself.
TEST_F(ProfileViewsTest, TheSandwichKnowsCallersWhereOnlyEdgesAreTold) {
    terminal.resize({24, 120});
    storage::ProfileRecord record;
    record.name = "callgrind.out.7";
    record.format = "callgrind";
    auto writer = value_of(profile::ProfileWriter::begin(store, record));
    profile::FunctionTables tables;
    tables.functions = {{0, "scan", "prog", 0, 0, 70}, {1, "parse", "prog", 0, 0, 20}, {2, "main", "prog", 0, 0, 10}};
    tables.edges = {{2, 1, 3, 90}, {1, 0, 12, 70}, {1, 1, 2, 40}};
    writer.functions(tables);
    writer.remark("what is counted is Ir (instructions), simulated by valgrind, not measured");
    value_of(writer.commit(storage::ProfileState::complete));
    show(context, make_sandwich_screen(context, writer.id()));
    EXPECT_NE(text().find("── main ───────────────────────────────── self 10 % · total 100 % ───"), std::string::npos) << text();
    press("down");
    EXPECT_NE(text().find("── parse ───────────────────────────────── self 20 % · total 90 % ───"), std::string::npos) << text();
    EXPECT_NE(text().find("main            ███████ 100 %    90 %  prog"), std::string::npos) << text();
    EXPECT_NE(text().find("scan            █████▌   78 %    70 %  prog"), std::string::npos) << text();
    show(context, make_icicle_screen(context, writer.id()));
    EXPECT_NE(text().find("its source told no stacks"), std::string::npos);
    EXPECT_NE(text().find("100 Ir"), std::string::npos) << text();
}

TEST_F(ProfileViewsTest, TheTimelineHasALaneAWorkerAndMarksWhatCameEarly) {
    const auto id = add_profile("traced", 4.7);
    show(context, make_timeline_screen(context, id));
    EXPECT_EQ(settled(), R"( paretop › profile 1 › timeline                                 traced · 126 ms
 ── timeline ──────────────────────────────────────────────────────────────────
                 │███████████             ▂██████████              ██████████
                 │███████████             ███████████             ▄██████████▅
                 │███████████▁            ███████████▇            ████████████
 ▸worker 101     │aaaaaaaaaaab            aaaaaaaaaaab            aaaaaaaaaaab
                 │███████████             ▂██████████              ██████████
                 │███████████             ███████████             ▄██████████▅
                 │███████████▁            ███████████▇            ████████████
  worker 102     │aaaaaaaaaaab            aaaaaaaaaaab            aaaaaaaaaaab
                 │           ▆
                 │           █                       █                       ▂▄
                 │           █▁                      █▆                      ██
  main 100 waits │           WW                      WW                      WW
  out of order   │                                   ▴
                 │
                 │
                 │
                 └▴───────────────────────┬───────────────────────┬────────────
                  0 ms                  50 ms                  100 ms
  W BatchWait  a decode  b resize
 ──────────────────────────────────────────────────────────────────────────────
   0 s to 2.06 ms: longest decode  4.55 ms · batch 0 · began at 0 s
 + zoom  0 all  n next early  p operations  : commands  ? help           q quit
)");
    press("down down");
    press("n");
    EXPECT_NE(settled().find("batch 3 · out of order"), std::string::npos) << settled();
}

TEST_F(ProfileViewsTest, TheTimelineZoomsAroundItsCursorAndGoesAlong) {
    const auto id = add_profile("traced", 4.7);
    show(context, make_timeline_screen(context, id));
    const auto whole = settled();
    EXPECT_EQ(disabled("zoom out"), "everything is shown");
    press("+ + +");
    EXPECT_NE(settled(), whole);
    EXPECT_NE(line(1).find(" of "), std::string::npos) << line(1);
    const auto near = settled();
    press("pgdn");
    EXPECT_NE(settled(), near);
    press("0");
    EXPECT_EQ(settled(), whole);
}

TEST_F(ProfileViewsTest, TheTimelineGoesByPagesToItsEndsAndWhereItIsClicked) {
    const auto id = add_profile("traced", 4.7);
    show(context, make_timeline_screen(context, id));
    const auto begin = settled();
    press("end");
    EXPECT_NE(settled().find("to 126 ms:"), std::string::npos) << settled();
    press("home");
    EXPECT_EQ(settled(), begin);
    press("pgdn");
    EXPECT_NE(settled(), begin);
    press("pgup");
    EXPECT_EQ(settled(), begin);
    shell.key(Key::mouse(KeyKind::click, {7, 20}));
    EXPECT_NE(settled().find("▸worker 102"), std::string::npos) << settled();
    shell.key(Key::mouse(KeyKind::wheel_up, {7, 40}));
    EXPECT_EQ(disabled("zoom out"), "");
}

TEST_F(ProfileViewsTest, ManyBatchesAreReadWhileTheRowsAreDrawn) {
    auto writer = begin_profile("long");
    const auto main = writer.lane({100, 100, profile::Role::main, ""});
    const auto wait = writer.name("BatchWait", profile::Kind::wait);
    for (std::int64_t b = 0; b < 50'000; ++b)
        writer.record({wait, main, profile::Kind::wait, k_begin + b * k_ms, b % 2 == 0 ? profile::k_out_of_order_ns : 5000, b});
    value_of(writer.commit(storage::ProfileState::complete));
    show(context, make_timeline_screen(context, writer.id()));
    shell.draw();
    EXPECT_TRUE(shell.has_work());
    EXPECT_NE(settled().find("out of order   │▴▴▴▴▴▴"), std::string::npos) << settled();
    EXPECT_EQ(disabled("next out of order"), "");
}

TEST_F(ProfileViewsTest, OperationsWithinEachOtherAreNamedByTheInnermost) {
    auto writer = begin_profile("nested");
    const auto lane = writer.lane({101, 101, profile::Role::worker, ""});
    const auto inner = writer.name("read", profile::Kind::operation), outer = writer.name("load", profile::Kind::operation);
    writer.record({inner, lane, profile::Kind::operation, k_begin + 30 * k_ms, 60 * k_ms, -1});
    writer.record({outer, lane, profile::Kind::operation, k_begin, 100 * k_ms, -1});
    value_of(writer.commit(storage::ProfileState::complete));
    show(context, make_timeline_screen(context, writer.id()));
    const auto shown = settled();
    EXPECT_NE(shown.find("bbbbbaaaaa"), std::string::npos) << shown;
    EXPECT_NE(shown.find("aaaaabbb"), std::string::npos) << shown;
    EXPECT_NE(shown.find("a read  b load"), std::string::npos) << shown;
}

TEST_F(ProfileViewsTest, ViewsOfAProfileTakeEachOthersPlace) {
    const auto id = add_profile("traced", 4.7);
    shell.push(make_profiles_screen(context, {}));
    press("enter t i s p");
    EXPECT_EQ(shell.top()->title(), fmt::format("profile {} › operations", id));
    press("esc");
    EXPECT_EQ(shell.top()->title(), "profiles");
}

TEST_F(ProfileViewsTest, ATimelineWithoutTimesSaysSo) {
    auto writer = begin_profile("empty");
    value_of(writer.commit(storage::ProfileState::complete));
    show(context, make_timeline_screen(context, writer.id()));
    EXPECT_NE(text().find("It holds no timeline"), std::string::npos);
}

TEST_F(ProfileViewsTest, TheDifferenceTellsWhatChangedAppearedAndVanished) {
    terminal.resize({24, 120});
    const auto a = add_profile("before", 4.7), b = add_profile("after", 6.0, true);
    show(context, make_profile_diff_screen(context, a, b));
    EXPECT_EQ(text(), R"( paretop › profile 1 against 2
 ── operations ──────────────────────────────────────────────────────────────────── 137 ms to 180 ms in all · +32 % ───
   A  profile 1 · before · 126 ms
   B  profile 2 · after · 133 ms

    operation          mean A, ms  mean B, ms  change, ms   95 % interval         share of the change ↓      total
 ▸  decode                4.70        6.00         +1.30   +1.20 to +1.40  +28 %         │███████   72 %  +31.2 ms
  + flip                  –           0.500        +0.500        appeared                │██▊       28 %  +12.0 ms
  ~ resize                1.00        1.00          0              0 to 0   ±0 %         │           0 %       0 s
    BatchPreprocessed    22.8        30.0          +7.20   +7.20 to +7.20  +32 %                          +43.2 ms
    BatchConsumed         0.00100     0.00100       0              0 to 0   ±0 %                               0 s
    BatchWait             1.67        1.67          0      −1.05 to +1.05   ±0 %                               0 s









 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
   decode  takes longer in B · +31.2 ms in all · 24 to 24 records
 enter open  o sort  x exchange  a open A  b open B  : commands  ? help                                          q quit
)");
    press("x");
    EXPECT_NE(text().find("vanished"), std::string::npos) << text();
}

TEST_F(ProfileViewsTest, AtTheFrontTwoMarkedPointsAreComparedByOneKey) {
    const auto run = add("zstd-levels", 60);
    show(context, make_front_screen(context, run));
    text();
    EXPECT_EQ(disabled("diff the profiles of A and B"), "two are compared: mark them with space");
    press("space down space");
    EXPECT_NE(disabled("diff the profiles of A and B").find("has no profile: p makes one"), std::string::npos);
    for (const auto& each : value_of(storage::list_front(store, run)))
        add_profile(fmt::format("trial-{}", each.trial), 4.7, false, storage::TrialKey{run, each.trial});
    press("d");
    EXPECT_NE(line(0).find(" against "), std::string::npos) << line(0);
}

TEST_F(ProfileViewsTest, AtTheFrontOneKeyAsksForAProfile) {
    const auto run = add("zstd-levels", 60);
    show(context, make_front_screen(context, run));
    text();
    for (const auto& action : shell.actions())
        if (action.key == "p") {
            EXPECT_TRUE(action.name.starts_with("profile trial ")) << action.name;
            EXPECT_EQ(action.disabled, "") << action.disabled;
        }
    press("p");
    ASSERT_EQ(actions.asked.size(), 1U);
    EXPECT_TRUE(actions.asked[0].starts_with("profile 1 ")) << actions.asked[0];
}

}  // namespace
}  // namespace paretop::views
