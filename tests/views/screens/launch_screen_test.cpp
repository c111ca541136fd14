#include "engine/search/searcher.h"
#include "tests/support/storage/temporary_folder.h"
#include "tests/views/letters.h"
#include "tests/views/screens/screen_fixture.h"

namespace paretop::views {
namespace {

constexpr const char* k_file = test::k_letters;

class LaunchScreenTest : public test::ScreenTest {
  protected:
    LaunchScreenTest() {
        context.experiment_folders = {folder.path()};
        add("earlier", 5);
        shell.push(make_runs_screen(context));
    }
    test::TemporaryFolder folder;
};

TEST_F(LaunchScreenTest, ExplainsTheExperiment) {
    test::write_bytes(folder.file("letters.toml"), k_file);
    press("n");
    auto shown = text();
    shown.replace(shown.find(folder.path()), folder.path().size(), "FOLDER");
    EXPECT_EQ(shown, R"( paretop › new run                                      lab.db · 0 live · 23:13
 ── experiments ──────────────────────────────────────────────────── 1 file ───
    experiment    job   what it is about  file
 ▸  letters       tune  Counts letters.   FOLDER/letters.toml

 ── letters ───────────────────────────────────────────────────────────────────
   about           Counts letters.
   varied          level (1 to 19), mode (fast, slow)
   configurations  38, less what 1 constraint rules out
   run as          wc -c {level} {mode}
   measured        wall_s (s); 4 runs each, after 1 warm-up
   sought          least wall_s within +3%
   takes           at most 16m 40s, were every run to take the whole 10 s it
                   may




 ── this run ──────────────────────────────────────────────────────────────────
    trials    20                        how many configurations are tried in a…
    seed      1                         the same seed asks the same configurat…
    parallel  1                         measurements at once: they disturb eac…
    method    auto
 enter choose  s start  space read  : commands  ? help                 esc back
)");
}

TEST_F(LaunchScreenTest, StartsItWithWhatWasChanged) {
    test::write_bytes(folder.file("letters.toml"), k_file);
    press("n");
    settle();
    press("enter");
    EXPECT_NE(text().find("enter starts it"), std::string::npos);
    press("0 down down down right");
    press("enter");
    ASSERT_EQ(actions.asked.size(), 1U);
    EXPECT_EQ(actions.asked[0], "launch 200 " + std::string(search::methods()[1].name));
}

TEST_F(LaunchScreenTest, AValueThatWillNotDoIsNotStarted) {
    test::write_bytes(folder.file("letters.toml"), k_file);
    press("n");
    settle();
    press("enter backspace backspace enter");
    EXPECT_TRUE(actions.asked.empty());
    EXPECT_NE(last_line().find("trials: a whole number above 0 is needed"), std::string::npos);
    press("esc");
    EXPECT_EQ(disabled("start the run"), "trials: a whole number above 0 is needed");
}

TEST_F(LaunchScreenTest, ABrokenFileSaysWhatIsWrongAndIsNotStarted) {
    test::write_bytes(folder.file("broken.toml"), "[experiment]\nname = \"x\"\nkindd = \"tune\"\n");
    press("n");
    EXPECT_NE(text().find("kindd"), std::string::npos);
    press("enter");
    EXPECT_NE(last_line().find("broken cannot be run"), std::string::npos);
    press("s");
    EXPECT_TRUE(actions.asked.empty());
}

TEST_F(LaunchScreenTest, WithoutFilesItSaysWhereTheyAreLookedFor) {
    press("n");
    EXPECT_NE(text().find("No experiment files. `paretop init` writes one"), std::string::npos);
}

}  // namespace
}  // namespace paretop::views
