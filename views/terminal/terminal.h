// The seam between the program and whatever shows it: ncurses, or a grid in a test.
#pragma once

#include <vector>

#include "views/surface/surface.h"
#include "views/terminal/key.h"

namespace paretop::views {

class Terminal {
  public:
    virtual ~Terminal() = default;
    [[nodiscard]] virtual Size size() const = 0;
    [[nodiscard]] virtual Charset charset() const = 0;
    // Shows the grid, which is of size(). What is on the screen already is not written again: an equal grid costs no byte.
    virtual void show(const Grid& grid) = 0;
    // Everything typed since the last call, in order. Does not wait (at most 25 ms to tell Esc from the start of a sequence).
    virtual std::vector<Key> read_keys() = 0;
    // Gives the terminal back to the shell, stops this process, and takes the terminal again once it is continued.
    virtual void suspend() = 0;
    // Draws everything anew with the next show(): after garbage on the screen.
    virtual void invalidate() = 0;
};

}  // namespace paretop::views
