// `paretop profile …`: a verb with verbs of its own.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

#include "app/command_line.h"

namespace paretop::app {

// Adds `profile` and its subcommands; the one that was called is handed to `choose`, without its store.
void add_profile_verbs(CLI::App& app, const std::function<void(const Command&)>& choose);

}  // namespace paretop::app
