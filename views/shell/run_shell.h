// Joins a shell, a terminal and an event loop, and runs until the person leaves.
#pragma once

#include <functional>
#include <string>

#include "views/shell/shell.h"
#include "views/terminal/event_loop.h"
#include "views/terminal/ncurses_terminal.h"

namespace paretop::views {

// Returns when the shell is done, on SIGTERM, SIGHUP and SIGINT, and when the terminal goes away. `store_path`: watched for
// changes. `ticking`: asked after each refresh whether something is live, that is whether the time on the screen goes on.
void run_shell(Shell& shell, NcursesTerminal& terminal, EventLoop& loop, const std::string& store_path,
               const std::function<bool()>& ticking);

}  // namespace paretop::views
