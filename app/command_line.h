// The command line as plain values.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "app/exit_code.h"
#include "app/verbs/check.h"
#include "app/verbs/check_store.h"
#include "app/verbs/compare.h"
#include "app/verbs/doctor.h"
#include "app/verbs/engine.h"
#include "app/verbs/export.h"
#include "app/verbs/import.h"
#include "app/verbs/importance.h"
#include "app/verbs/init.h"
#include "app/verbs/log.h"
#include "app/verbs/ls.h"
#include "app/verbs/note.h"
#include "app/verbs/pause.h"
#include "app/verbs/plot.h"
#include "app/verbs/profile/export.h"
#include "app/verbs/profile/import.h"
#include "app/verbs/profile/ls.h"
#include "app/verbs/profile/map.h"
#include "app/verbs/profile/run.h"
#include "app/verbs/profile/show.h"
#include "app/verbs/remove.h"
#include "app/verbs/resume.h"
#include "app/verbs/run.h"
#include "app/verbs/screen.h"
#include "app/verbs/search.h"
#include "app/verbs/show.h"
#include "app/verbs/start.h"

namespace paretop::app {

using Command =
    std::variant<ScreenCommand, RunCommand, StartCommand, EngineCommand, LsCommand, ShowCommand, FrontCommand, LogCommand,
                 ExportCommand, ImportCommand, PlotCommand, ImportanceCommand, CompareCommand, PauseCommand, ResumeCommand,
                 StopCommand, AgainCommand, RemoveCommand, NoteCommand, TagCommand, CheckCommand, InitCommand, CheckStoreCommand,
                 DoctorCommand, SearchCommand, ProfileFileCommand, ProfileRunCommand, ProfileLsCommand, ProfileRemoveCommand,
                 ProfileMapCommand, ProfileImportCommand, ProfileShowCommand, ProfileDiffCommand, ProfileExportCommand>;

struct Parsed {
    std::optional<Command> command;
    std::string text;            // help or the version, for standard output
    std::optional<Error> error;  // when there is neither
};

// `arguments` without the program's name.
Parsed parse_command_line(const std::vector<std::string>& arguments);
std::vector<std::string> verb_names();

}  // namespace paretop::app
