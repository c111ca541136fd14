// The frame around the screens: the line on top, the key bar with the messages, a stack of screens and what lies over them
// (questions, prompts, help, commands). Knows no event loop and no ncurses: run_shell connects it, tests drive it by hand.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "storage/base/clock.h"
#include "storage/base/result.h"
#include "views/shell/overlay.h"
#include "views/shell/requests.h"
#include "views/shell/screen.h"
#include "views/terminal/terminal.h"
#include "views/widgets/bars.h"

namespace paretop::views {

class Shell {
  public:
    static constexpr Size k_least{10, 40};  // smaller windows show what is needed instead

    // Both must outlive the shell.
    explicit Shell(Terminal& terminal, const Clock& clock = system_clock());
    ~Shell();
    Shell(const Shell&) = delete;
    Shell& operator=(const Shell&) = delete;

    // --- for screens ---
    // On top; in the place of what is there when that is of the same family.
    void push(std::unique_ptr<Screen> screen);
    void pop();  // the last one: quits
    void quit() { done_ = true; }
    void say(std::string text);       // at the bottom, until the next key
    void report(const Error& error);  // at the bottom, in one line; `e` shows the whole of it
    // Runs `yes` when the person agrees. `yes` acts on what it captured, whatever happened since.
    void confirm(Question question, std::function<void()> yes);
    void prompt(PromptRequest request);
    void show_text(std::string title, std::string text);  // a pager over everything
    void invalidate() { dirty_ = true; }                  // something shown has changed
    // Long work in small pieces: called again and again, ≤ 4 ms each, until it answers false. Keys go first, and frames are drawn
    // in between. Work belongs to `owner` (a screen: `this`) and is dropped when that screen goes; new work of the same owner and
    // name replaces the old.
    void work(const void* owner, std::string name, std::function<bool()> step);
    void stop_work(const void* owner);
    [[nodiscard]] std::vector<std::string> path() const;  // the titles on the line on top
    [[nodiscard]] const Clock& clock() const { return clock_; }
    // Right part of the line on top, for screens that have none of their own.
    void set_status(std::function<StyledText()> status) { status_ = std::move(status); }

    // --- for whoever drives it ---
    void key(const Key& key);
    void refresh();  // the store has changed
    void resized() { dirty_ = true; }
    bool draw();  // when something has changed; true: drawn
    [[nodiscard]] bool has_work() const { return !work_.empty(); }
    void do_work();  // one piece
    [[nodiscard]] bool done() const { return done_; }
    [[nodiscard]] Screen* top() const { return screens_.empty() ? nullptr : screens_.back().get(); }
    // All that can be done now: the screen's actions, then the shell's own.
    [[nodiscard]] std::vector<Action> actions();

  private:
    struct Work {
        const void* owner;
        std::string name;
        std::function<bool()> step;
    };
    void put_over(std::unique_ptr<Overlay> overlay);
    void overlay_key(const Key& key);
    void screen_key(const Key& key);
    bool act(const Key& key);
    void run(const Action& action);
    [[nodiscard]] std::vector<Action> own_actions(const std::vector<Action>& of_screen);
    void drop_top();
    void show_help();
    void show_commands();
    void show_story();
    void draw_frame(Surface window);
    void draw_bottom(Surface line);

    Terminal& terminal_;
    const Clock& clock_;
    std::vector<std::unique_ptr<Screen>> screens_;
    std::vector<std::unique_ptr<Screen>> gone_;  // popped while one of their own calls may be running; freed after the key
    std::vector<std::unique_ptr<Overlay>> overlays_;
    std::vector<Work> work_;
    const void* working_for_ = nullptr;  // the owner of the piece being done; null: dropped meanwhile
    std::function<StyledText()> status_;
    std::map<std::string, std::vector<std::string>, std::less<>> histories_;
    std::string message_;
    Role message_role_ = Role::normal;
    std::string story_;
    KeyBar bar_;
    Nanoseconds drawn_at_ = 0;
    bool dirty_ = true;
    bool done_ = false;
};

}  // namespace paretop::views
