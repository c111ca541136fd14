// Gives the terminal back when the process dies of a bug. Everything is prepared beforehand, so that the signal handler only
// writes bytes and sets modes: both are async-signal-safe.
#pragma once

#include <string>

namespace paretop::views {

// From now on SEGV, ABRT, BUS, FPE, ILL, QUIT, std::terminate and exit() write `bytes` to `descriptor` and restore its modes as
// they are at this call; the signal then takes its usual way (a core dump stays possible). One terminal a process.
void arm_crash_restore(int descriptor, const std::string& bytes);
// The terminal is ours (true), or has been given back and must not be touched (false).
void set_terminal_taken(bool taken);

}  // namespace paretop::views
