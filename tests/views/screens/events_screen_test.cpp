#include "tests/views/screens/screen_fixture.h"

namespace paretop::views {
namespace {

using storage::Level;

class EventsScreenTest : public test::ScreenTest {
  protected:
    void happen(std::optional<storage::RunId> run, std::optional<storage::TrialNumber> trial, Level level,
                const std::string& kind, const std::string& what) {
        test::value_of(store.write([&]() -> Result<void> {
            PARETOP_TRY([[maybe_unused]] const auto id,
                        storage::insert_event(store, {0, run, trial, clock.now, level, kind, what}));
            return {};
        }));
    }
};

TEST_F(EventsScreenTest, ShowsTheNewestFirst) {
    happen({}, {}, Level::info, "migrated", "from version 1");
    happen({}, {}, Level::warning, "slow", "the disk takes 300 ms to sync");
    happen({}, {}, Level::error, "failed", "the store is full");
    terminal.resize({10, 80});
    shell.push(make_events_screen(context, {}));
    EXPECT_EQ(text(), R"( paretop › events
 ── events ────────────────────────────────────────────────────────────── 3 ───
     time  level  run  trial  event     what
 ▸  23:13  ✗ error            failed    the store is full
    23:13  ‖ warning          slow      the disk takes 300 ms to sync
    23:13  ·                  migrated  from version 1



 enter open  / filter  space read  : commands  ? help                    q quit
)");
}

TEST_F(EventsScreenTest, AnEmptyOneSaysSo) {
    shell.push(make_events_screen(context, {}));
    EXPECT_NE(text().find("Nothing has happened yet."), std::string::npos);
    press("enter");
    EXPECT_NE(last_line().find("there is no event here"), std::string::npos);
}

TEST_F(EventsScreenTest, TheNewestIsFollowedOnlyFromTheTop) {
    for (int i = 0; i < 30; ++i) happen({}, {}, Level::info, "kind", "number " + std::to_string(i));
    shell.push(make_events_screen(context, {}));
    settle();
    happen({}, {}, Level::info, "kind", "newer");
    shell.refresh();
    EXPECT_NE(line(3).find("newer"), std::string::npos);
    EXPECT_NE(line(3).find("▸"), std::string::npos);
    press("j j");
    EXPECT_NE(line(5).find("▸"), std::string::npos);
    happen({}, {}, Level::info, "kind", "newest");
    shell.refresh();
    EXPECT_NE(line(6).find("▸"), std::string::npos) << "the cursor stays on its event";
}

TEST_F(EventsScreenTest, ReadsOlderOnesOnTheWayDown) {
    for (int i = 0; i < 1200; ++i) happen({}, {}, Level::info, "kind", "number " + std::to_string(i));
    shell.push(make_events_screen(context, {}));
    EXPECT_NE(line(1).find("and older ones"), std::string::npos);
    for (int i = 0; i < 10; ++i) {
        press("end");
        settle();
    }
    EXPECT_NE(text().find("number 0"), std::string::npos);
    EXPECT_NE(line(1).find("1200 "), std::string::npos);
}

TEST_F(EventsScreenTest, FiltersByWords) {
    happen({}, {}, Level::error, "failed", "the build broke");
    happen({}, {}, Level::info, "chose", "nsga2");
    shell.push(make_events_screen(context, {}));
    press("/");
    enter(shell, "error");
    EXPECT_NE(text().find("the build broke"), std::string::npos);
    EXPECT_EQ(text().find("nsga2"), std::string::npos);
    press("esc");
    EXPECT_NE(text().find("nsga2"), std::string::npos) << "Esc takes the filter away first";
}

TEST_F(EventsScreenTest, FromThoseOfARunItsOtherViewsAreOneKeyAway) {
    const auto run = add("zstd", 3);
    shell.push(make_runs_screen(context));
    shell.push(make_events_screen(context, run));
    press("t");
    EXPECT_NE(line(0).find("zstd › run 1 › trials"), std::string::npos) << line(0);
    press("w v esc");
    EXPECT_EQ(shell.top()->title(), "runs") << "siblings take each other's place";
}

TEST_F(EventsScreenTest, ALongOneCanBeReadWhole) {
    happen({}, {}, Level::error, "failed", "first line\nsecond line " + std::string(200, 'x') + " end");
    shell.push(make_events_screen(context, {}));
    press("space");
    EXPECT_NE(text().find("second line"), std::string::npos);
}

}  // namespace
}  // namespace paretop::views
