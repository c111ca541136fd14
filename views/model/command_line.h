// The commands of a trial as a person can paste them into a shell.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/spec/spec.h"

namespace paretop::model {

// As one word for a POSIX shell; what needs no quotes gets none.
[[nodiscard]] std::string shell_quote(std::string_view word);

// build, run and verify, as far as the experiment has them, each one line that works on its own. Folders that exist only while
// the engine measures ({work}, {build}) become fresh temporary ones: `work=$(mktemp -d)`. A program that takes its configuration
// from the environment gets the PARETOP_PARAM_ variables.
struct CommandLines {
    std::string build, run, verify;  // empty: there is none
};
[[nodiscard]] CommandLines command_lines(const spec::Spec& spec, const space::Configuration& configuration);

}  // namespace paretop::model
