#include "app/exit_code.h"

namespace paretop::app {

ExitCode exit_code_of(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::usage:
            return ExitCode::usage;
        case ErrorKind::not_found:
            return ExitCode::not_found;
        case ErrorKind::store:
            return ExitCode::store;
        case ErrorKind::busy:
            return ExitCode::busy;
        case ErrorKind::io:
        case ErrorKind::child:
            return ExitCode::io;
        case ErrorKind::internal:
            break;
    }
    return ExitCode::failed;
}

ExitCode exit_code_of(storage::RunState state) {
    if (state == storage::RunState::failed) return ExitCode::failed;
    return state == storage::RunState::paused ? ExitCode::interrupted : ExitCode::ok;
}

}  // namespace paretop::app
