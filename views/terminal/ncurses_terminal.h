// The real terminal, through ncurses: it knows how to draw a difference and what the terminal understands; keys and the mouse
// are decoded by KeyDecoder. One a process.
#pragma once

#include <memory>
#include <vector>

#include "storage/base/result.h"
#include "views/terminal/terminal.h"

namespace paretop::views {

class NcursesTerminal final : public Terminal {
  public:
    // Takes the terminal on standard input and output; fails when there is none, or TERM is unknown or too simple. Sets LC_CTYPE
    // from the environment; from here on every way out of the process restores the terminal.
    static Result<std::unique_ptr<NcursesTerminal>> open();
    ~NcursesTerminal() override;
    NcursesTerminal(const NcursesTerminal&) = delete;
    NcursesTerminal& operator=(const NcursesTerminal&) = delete;

    [[nodiscard]] Size size() const override;
    [[nodiscard]] Charset charset() const override;
    void show(const Grid& grid) override;
    std::vector<Key> read_keys() override;
    void suspend() override;
    void invalidate() override;

    [[nodiscard]] int input() const;  // readable when something was typed
    [[nodiscard]] bool lost() const;  // the terminal is gone (its window was closed)
    void take_new_size();             // after SIGWINCH
    void take_again();                // after SIGCONT: modes and screen as they have to be

  private:
    struct State;
    explicit NcursesTerminal(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace paretop::views
