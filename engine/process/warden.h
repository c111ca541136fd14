// The guardian's side of the socket: a single-threaded loop in a process of its own.
#pragma once

namespace paretop::process {

// Never returns. Serves the engine at the other end of `socket` until that end is closed; then kills every child and descendant.
[[noreturn]] void run_warden(int socket);

}  // namespace paretop::process
