#pragma once

#include <string>
#include <vector>

#include "app/console.h"
#include "app/exit_code.h"

namespace paretop::app {

// `paretop note RUN[/TRIAL] [TEXT]`: keeps a note, or prints the one there is. An empty text removes it.
struct NoteCommand {
    std::string store;
    std::string target;
    std::vector<std::string> text;  // words, joined with spaces; none: print
};
Result<ExitCode> perform(const NoteCommand& command, Console& console);

// `paretop tag RUN [+x -y]`: puts tags on a run and takes them off; without any, prints them.
struct TagCommand {
    std::string store;
    std::string run;
    std::vector<std::string> changes;
};
Result<ExitCode> perform(const TagCommand& command, Console& console);

}  // namespace paretop::app
