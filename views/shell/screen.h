// One thing a person looks at. A screen is small: it draws, moves its own cursors, and lists what can be done now.
// That list alone feeds the key bar, the `?` help, the `:` palette, and clicks on the key bar.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "views/surface/surface.h"
#include "views/terminal/key.h"

namespace paretop::views {

// Something that can be done here and now. Lists of actions are made anew at each key press, so `run` captures its target
// by value (run 17) and acts on that, however the list has re-sorted by the time a question about it is answered.
struct Action {
    std::string name = {};      // what `:` calls it, unique on a screen: "pause run 17"
    std::string key = {};       // "p", "enter", "space", "ctrl-l", as parse_key reads it; empty: through `:` only
    std::string title = {};     // in the key bar: "pause"; empty: not shown there
    std::string help = {};      // one sentence for `?`
    std::string disabled = {};  // why it cannot be done now: "run 17 is paused already"; empty: it can
    std::function<void()> run = {};
};

class Screen {
  public:
    virtual ~Screen() = default;
    // Its part of the line on top: "run 17". Drawn between " › ". May have parts of its own, "zstd › run 17 › trials":
    // what a screen beneath says already is not said again.
    [[nodiscard]] virtual std::string title() const = 0;
    // Views of one thing share its name, "run 17": opened from each other they take each other's place. Empty: of nothing.
    [[nodiscard]] virtual std::string family() const { return {}; }
    // At the right of the line on top; empty: the shell's own (store, live runs, time).
    [[nodiscard]] virtual StyledText status() const { return {}; }
    // The whole surface but the first and the last line of the window. Called only when something changed.
    virtual void draw(Surface surface) = 0;
    // Keys that move within the screen (cursors, panes, clicks). False: not for us — then the actions are tried, then the
    // shell's own keys (Esc and q go back, `?`, `:`).
    virtual bool key(const Key& key) = 0;
    // Most used first. The shell adds its own (commands, help, back or quit).
    virtual std::vector<Action> actions() = 0;
    // Becomes the top of the stack again, after the screens above it have gone. The data may have changed meanwhile.
    virtual void resume() {}
    // The store has changed: reload what is shown. Must be short; long work goes into Shell::work.
    virtual void refresh() {}
};

}  // namespace paretop::views
