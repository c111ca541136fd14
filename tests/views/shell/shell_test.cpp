#include "views/shell/shell.h"

#include <gtest/gtest.h>

#include "tests/views/fake_terminal.h"

namespace paretop::views {
namespace {

class Runs final : public Screen {
  public:
    Runs(Shell& shell, std::string title, std::vector<std::string>& log) : shell_(shell), title_(std::move(title)), log_(log) {}
    [[nodiscard]] std::string title() const override { return title_; }
    void draw(Surface surface) override {
        ++drawn;
        surface.rule(0, "runs", "2 of 2");
        surface.text({1, 0}, cursor_ == 0 ? "▸ 17" : "  17");
        surface.text({2, 0}, cursor_ == 1 ? "▸ 16" : "  16");
    }
    bool key(const Key& key) override {
        if (key.is(U'j'))
            cursor_ = 1;
        else if (key.is(U'k'))
            cursor_ = 0;
        else
            return false;
        return true;
    }
    std::vector<Action> actions() override {
        const int run = cursor_ == 0 ? 17 : 16;
        const std::string name = "run " + std::to_string(run);
        std::vector<Action> all;
        all.push_back({"open " + name, "enter", "open", "Shows it.", {}, [this, name] {
                           shell_.push(std::make_unique<Runs>(shell_, name, log_));
                       }});
        all.push_back({"pause " + name, "p", "pause", "Lets what is running finish.",
                       run == 16 ? name + " is paused already" : "", [this, name] { log_.push_back("pause " + name); }});
        all.push_back({"remove " + name, "d", "remove", "Deletes it.", {}, [this, name] {
                           shell_.confirm({"Remove " + name + "?", "This cannot be undone.", "remove"},
                                          [this, name] { log_.push_back("remove " + name); });
                       }});
        all.push_back({"filter", "/", "filter", "Shows some runs only.", {}, [this] {
                           shell_.prompt({"filter", "", "runs", [this](const std::string& t) { log_.push_back("~" + t); },
                                          [this](const std::string& t) { log_.push_back("=" + t); },
                                          [this] { log_.push_back("cancel"); }});
                       }});
        return all;
    }
    void resume() override { log_.push_back("resume " + title_); }
    void refresh() override { log_.push_back("refresh " + title_); }

    int drawn = 0;

  private:
    Shell& shell_;
    std::string title_;
    std::vector<std::string>& log_;
    int cursor_ = 0;
};

class ShellTest : public testing::Test {
  protected:
    ShellTest() {
        shell.push(std::make_unique<Runs>(shell, "runs", log));
        shell.set_status([] { return StyledText{{"lab.db · 2 live · 14:07", k_dim}}; });
    }
    std::string last_line() { return line_on(shell, terminal, terminal.size().lines - 1); }
    std::string first_line() { return line_on(shell, terminal, 0); }

    FakeTerminal terminal{{10, 72}};
    FakeClock clock;
    std::vector<std::string> log;
    Shell shell{terminal, clock};
};

TEST_F(ShellTest, FramesTheScreen) {
    EXPECT_EQ(text_on(shell, terminal), R"( paretop › runs                                 lab.db · 2 live · 14:07
 ── runs ─────────────────────────────────────────────────── 2 of 2 ───
 ▸ 17
   16





 enter open  p pause  d remove  / filter  : commands  ? help     q quit
)");
    EXPECT_EQ(terminal.grid.to_styles().substr(0, 72),
              " NNNNNNN d NNNN                                 dddddd d d dddd d ddddd\n");
}

TEST_F(ShellTest, SpeaksAscii) {
    FakeTerminal plain({10, 72}, Charset::ascii);
    Shell other(plain, clock);
    other.push(std::make_unique<Runs>(other, "runs", log));
    EXPECT_EQ(line_on(other, plain, 0), " paretop > runs");
    EXPECT_EQ(line_on(other, plain, 1), " -- runs --------------------------------------------------- 2 of 2 ---");
}

TEST_F(ShellTest, EnterGoesInEscGoesBack) {
    press(shell, "enter");
    EXPECT_EQ(first_line(), " paretop › run 17                               lab.db · 2 live · 14:07");
    press(shell, "enter");
    EXPECT_EQ(first_line().substr(0, 30), " paretop › run 17 › run 17");
    press(shell, "esc q");
    EXPECT_EQ(log, (std::vector<std::string>{"resume run 17", "resume runs"}));
    EXPECT_FALSE(shell.done());
    press(shell, "esc");
    EXPECT_FALSE(shell.done()) << "Esc does not leave the program";
    press(shell, "q");
    EXPECT_TRUE(shell.done());
}

class View final : public Screen {
  public:
    View(std::string title, std::string family) : title_(std::move(title)), family_(std::move(family)) {}
    [[nodiscard]] std::string title() const override { return title_; }
    [[nodiscard]] std::string family() const override { return family_; }
    void draw(Surface) override {}
    bool key(const Key&) override { return false; }
    std::vector<Action> actions() override {
        if (!filtered) return {};
        return {{"take the filter away", "esc", "unfilter", "", {}, [this] { filtered = false; }}};
    }
    bool filtered = false;

  private:
    std::string title_, family_;
};

TEST_F(ShellTest, ViewsOfOneThingTakeEachOthersPlace) {
    const auto show = [this](const std::string& title, const std::string& family) {
        shell.push(std::make_unique<View>(title, family));
        shell.work(shell.top(), "load", [] { return true; });
    };
    show("zstd › run 17 › front", "run 17");
    show("zstd › run 17 › trials", "run 17");
    EXPECT_EQ(shell.path(), (std::vector<std::string>{"zstd › run 17 › trials"}));
    show("zstd › run 17 › trial 5", "");
    show("gcc › run 18 › trials", "run 18");
    show("zstd › run 17 › front", "run 17");
    EXPECT_EQ(shell.path(), (std::vector<std::string>{"zstd › run 17 › trials", "trial 5", "gcc › run 18 › trials", "front"}));
    press(shell, "esc esc esc");
    EXPECT_EQ(shell.path(), (std::vector<std::string>{"zstd › run 17 › trials"}));
    press(shell, "esc");
    EXPECT_EQ(shell.top()->title(), "runs") << "the front gave its place to the trials";
    EXPECT_FALSE(shell.has_work()) << "what has gone works no more";
}

TEST_F(ShellTest, EscTakesAFilterAwayBeforeItLeaves) {
    auto view = std::make_unique<View>("trials", "");
    view->filtered = true;
    shell.push(std::move(view));
    shell.draw();
    EXPECT_NE(last_line().find("esc unfilter"), std::string::npos);
    EXPECT_NE(last_line().find("q back"), std::string::npos);
    press(shell, "esc");
    EXPECT_EQ(shell.top()->title(), "trials");
    EXPECT_NE(last_line().find("esc back"), std::string::npos);
    press(shell, "esc");
    EXPECT_EQ(shell.top()->title(), "runs");
}

TEST_F(ShellTest, DrawsOnlyWhenSomethingHasChanged) {
    EXPECT_TRUE(shell.draw());
    EXPECT_FALSE(shell.draw());
    shell.refresh();
    EXPECT_TRUE(shell.draw());
    EXPECT_FALSE(shell.draw());
    EXPECT_EQ(terminal.frames, 2);
}

TEST_F(ShellTest, DisabledActionsAreDimAndSayWhy) {
    press(shell, "j");
    EXPECT_EQ(
        terminal.grid.to_styles().substr(terminal.grid.to_styles().rfind("\n", terminal.grid.to_styles().size() - 2) + 1, 24),
        " NNNNN ....  d ddddd  N ");
    press(shell, "p");
    EXPECT_EQ(last_line(), " run 16 is paused already");
    EXPECT_TRUE(log.empty());
    press(shell, "k");
    EXPECT_NE(last_line().find("p pause"), std::string::npos) << "the message goes with the next key";
}

TEST_F(ShellTest, AQuestionKeepsItsTarget) {
    press(shell, "d");
    EXPECT_EQ(text_on(shell, terminal), R"( paretop › runs                                 lab.db · 2 live · 14:07
 ── runs ─────────────────────────────────────────────────── 2 of 2 ───
 ▸ 17
   16


 ── remove ────────────────────────────────────────────────────────────
    Remove run 17?
    This cannot be undone.
 y remove  n keep                                              esc back
)");
    shell.refresh();
    press(shell, "j n");
    EXPECT_EQ(log, (std::vector<std::string>{"refresh runs"}));
    press(shell, "d y");
    EXPECT_EQ(log.back(), "remove run 17") << "keys did not reach the screen below the question";
}

TEST_F(ShellTest, AQuestionSurvivesAResize) {
    press(shell, "d");
    for (const Size size : {Size{5, 20}, Size{10, 40}, Size{50, 160}}) {
        terminal.resize(size);
        shell.resized();
        shell.draw();
    }
    EXPECT_NE(terminal.grid.to_text().find("Remove run 17?"), std::string::npos);
    press(shell, "y");
    EXPECT_EQ(log, (std::vector<std::string>{"remove run 17"}));
}

TEST_F(ShellTest, PromptsAnswerWhileTypingAndRemember) {
    press(shell, "/");
    enter(shell, "ab");
    EXPECT_EQ(log, (std::vector<std::string>{"~a", "~ab", "=ab"}));
    log.clear();
    press(shell, "/ up");
    EXPECT_EQ(last_line(), " filter ab");
    ASSERT_NE(terminal.grid.cursor(), nullptr);
    EXPECT_EQ(*terminal.grid.cursor(), (Position{9, 10}));
    press(shell, "esc");
    EXPECT_EQ(log, (std::vector<std::string>{"~ab", "cancel"}));
    EXPECT_EQ(terminal.grid.cursor(), nullptr);
}

TEST_F(ShellTest, ErrorsAreOneLineAndEShowsTheWholeStory) {
    shell.report({ErrorKind::store, "the store is locked", "lab.db", "stop the other engine, or wait"});
    EXPECT_EQ(last_line(), " ✗ lab.db: the store is locked; stop the other engine, or wait  e more");
    press(shell, "e");
    EXPECT_NE(text_on(shell, terminal).find("What to do:  stop the other engine"), std::string::npos);
    press(shell, "esc");
    EXPECT_EQ(shell.top()->title(), "runs");
}

TEST_F(ShellTest, EveryCommandByName) {
    press(shell, ": p a u");
    EXPECT_EQ(text_on(shell, terminal).find("remove run 17"), std::string::npos);
    press(shell, "enter");
    EXPECT_EQ(log, (std::vector<std::string>{"pause run 17"}));
    press(shell, "j : p a u enter");
    EXPECT_EQ(last_line(), " run 16 is paused already");
}

TEST_F(ShellTest, HelpListsTheKeysOfThisScreen) {
    terminal.resize({24, 80});
    shell.resized();
    press(shell, "?");
    EXPECT_EQ(text_on(shell, terminal), R"( paretop › runs                                         lab.db · 2 live · 14:07
 ── runs ─────────────────────────────────────────────────────────── 2 of 2 ───
 ▸ 17
   16



 ── help ───────────────────────────────────────────────────────── 14 of 14 ───
    key        command              what it does
 ▸  enter      open run 17          Shows it.
    p          pause run 17         Lets what is running finish.
    d          remove run 17        Deletes it.
    /          filter               Shows some runs only.
    :          commands             Every command by name.
    ?          help                 What every key does here.
    e          show the last error  no error has been reported
    ctrl-l     redraw               Draws the window anew.
    ctrl-z     suspend              Back to the command line; fg returns.
    q          quit                 What runs goes on running.
    ↑↓ jk      move                 One line up or down; ←→ and h l sideways.
    pgup pgdn  move by pages        The wheel moves three lines.
    home end   first and last       g and G as well.
    tab        next pane            Shift-Tab goes to the one before.
 search                                                enter runs it · esc back
)");
}

TEST_F(ShellTest, ClicksOnTheKeyBarAreKeys) {
    press(shell, "");
    shell.key(Key::mouse(KeyKind::click, {9, 14}));
    EXPECT_EQ(log, (std::vector<std::string>{"pause run 17"}));
    shell.draw();
    shell.key(Key::mouse(KeyKind::double_click, {2, 3}));
    EXPECT_EQ(shell.top()->title(), "run 17") << "a double click the screen leaves is Enter";
}

TEST_F(ShellTest, TinyWindowsSayWhatIsNeeded) {
    terminal.resize({5, 20});
    shell.resized();
    EXPECT_EQ(text_on(shell, terminal), "\n    window 20×5\n    needs 40×10\n\n\n");
    for (int lines = 0; lines < 12; ++lines) {
        for (int columns = 0; columns < 44; ++columns) {
            terminal.resize({lines, columns});
            shell.resized();
            press(shell, "d esc ? esc");
        }
    }
    EXPECT_FALSE(shell.done());
}

TEST_F(ShellTest, WorkIsDoneInPiecesAndGoesWithItsScreen) {
    press(shell, "enter");
    int pieces = 0;
    shell.work(shell.top(), "bins", [&] { return ++pieces < 3; });
    shell.do_work();
    shell.do_work();
    EXPECT_TRUE(shell.has_work());
    shell.work(shell.top(), "bins", [&] { return ++pieces < 100; });
    shell.do_work();
    EXPECT_EQ(pieces, 3) << "the new work replaced the old";
    press(shell, "esc");
    EXPECT_FALSE(shell.has_work());
}

TEST_F(ShellTest, WorkDrawsAtMostTwentyFramesASecondAndOnceWhenDone) {
    shell.draw();
    int pieces = 0;
    shell.work(this, "scan", [&] { return ++pieces < 20; });
    int frames = 0;
    while (shell.has_work()) {
        clock.now += 10'000'000;
        shell.do_work();
        frames += shell.draw() ? 1 : 0;
    }
    EXPECT_EQ(frames, 4);
}

TEST_F(ShellTest, SuspendsAndRedrawsOnRequest) {
    press(shell, "ctrl-z ctrl-l");
    EXPECT_EQ(terminal.suspensions, 1);
    EXPECT_EQ(terminal.invalidations, 1);
}

}  // namespace
}  // namespace paretop::views
