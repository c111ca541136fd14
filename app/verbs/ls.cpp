#include "app/verbs/ls.h"

#include "app/front_report.h"
#include "app/run_report.h"
#include "app/store_path.h"

namespace paretop::app {

Result<ExitCode> perform(const LsCommand& command, Console& console) {
    PARETOP_TRY(const auto store, open_to_read(command.store));
    PARETOP_TRY(auto runs, RunsReport::read(store));
    runs.filter(command.filter);
    if (command.json) {
        Json json;
        json.begin_array();
        for (const auto* line : runs.lines()) append_run(json.newline(), *line);
        console.out(json.end_array().take() + "\n");
    } else if (runs.lines().empty()) {
        console.err(command.filter.empty() ? "no runs yet: `paretop run FILE` makes one\n" : "no run matches\n");
    } else {
        console.out(runs_table(runs.lines(), console.width()));
    }
    return ExitCode::ok;
}

Result<ExitCode> perform(const FrontCommand& command, Console& console) {
    PARETOP_TRY(const auto store, open_to_read(command.store));
    PARETOP_TRY(const auto run, storage::find_run(store, command.run));
    PARETOP_TRY(const auto front, read_front(store, run));
    if (command.json) {
        Json json;
        append_front(json, front);
        console.out(json.take() + "\n");
    } else if (front.rows.empty()) {
        console.err("the front is empty: no trial has been measured that keeps all bounds\n");
    } else {
        console.out(front_table(front, console.width()));
    }
    return ExitCode::ok;
}

}  // namespace paretop::app
