// Standard output and standard error, and what is behind them: a person at a terminal, or a program at the end of a pipe.
#pragma once

#include <string>
#include <string_view>

#include "storage/base/result.h"
#include "views/surface/text.h"

namespace paretop::app {

class Console {
  public:
    // Descriptors stay the caller's. SIGPIPE must be ignored: a reader that went away is a state here, not a signal.
    explicit Console(int out = 1, int err = 2);

    void out(std::string_view text);  // as it is: bytes of ours, or data for a program
    void err(std::string_view text);
    void error(const Error& error);  // "paretop: where: what; remedy", harmless; a line for each line of `what`

    // Text from outside (names, output of children): made harmless where a terminal would see it, unchanged otherwise.
    [[nodiscard]] std::string shown(std::string_view text) const;

    [[nodiscard]] bool out_is_terminal() const { return out_terminal_; }
    [[nodiscard]] bool err_is_terminal() const { return err_terminal_; }
    [[nodiscard]] bool in_is_terminal() const;
    [[nodiscard]] bool colour() const;  // of standard output: a terminal, NO_COLOR unset, TERM not dumb
    [[nodiscard]] int width() const;    // columns of the terminal now; 0: not a terminal
    [[nodiscard]] views::Charset charset() const { return charset_; }
    [[nodiscard]] bool closed() const { return closed_; }  // nobody reads standard output any more
    // An error when something could not be written, other than to a reader that went away.
    [[nodiscard]] Result<void> written() const;

  private:
    int out_, err_;
    bool out_terminal_, err_terminal_;
    views::Charset charset_;
    bool closed_ = false;
    int error_ = 0;
};

}  // namespace paretop::app
