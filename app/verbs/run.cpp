#include "app/verbs/run.h"

#include <fmt/format.h>

#include "app/figures.h"
#include "app/front_report.h"
#include "app/launch.h"
#include "app/run_report.h"
#include "app/run_reporter.h"
#include "app/store_path.h"

namespace paretop::app {
namespace {

Result<storage::RunId> create(const RunCommand& command, const std::string& path) {
    PARETOP_TRY(const auto spec, read_experiment(command.file));
    PARETOP_TRY(auto store, open_or_create(path));
    return create_run(store, spec, command.overrides);
}

std::string summary(const model::RunLine& line, const job::RunEnd& end) {
    const auto& run = line.record;
    auto text = fmt::format("run {} of {}: {}, {} of {} trials in {}", run.id, views::harmless(line.name()),
                            views::harmless(end.reason), line.finished(), run.budget, duration_text(run.active_ns));
    if (run.failed > 0) text += fmt::format(", {} failed", run.failed);
    if (end.state == storage::RunState::paused) text += fmt::format("; `paretop resume {}` goes on here", run.id);
    return text + "\n";
}

Result<void> conclude(const std::string& path, storage::RunId run, const job::RunEnd& end, bool as_json, Console& console) {
    PARETOP_TRY(const auto store, open_existing(path, storage::OpenOptions::Mode::read_only));
    PARETOP_TRY(auto runs, RunsReport::read(store));
    PARETOP_TRY(const auto details, runs.details(run));
    PARETOP_TRY(const auto front, read_front(store, run));
    if (as_json) {
        Json json;
        json.begin_object().key("run");
        append_run(json, *details.first);
        json.key("front");
        append_front(json, front);
        console.out(json.end_object().take() + "\n");
        return {};
    }
    if (!front.rows.empty()) console.out(front_table(front, console.width()));
    console.out(summary(*details.first, end));
    return {};
}

}  // namespace

Result<ExitCode> perform(const RunCommand& command, Console& console) {
    PARETOP_TRY(const auto guardian, process::Guardian::start());
    PARETOP_TRY(const auto path, store_path(command.store));
    PARETOP_TRY(const auto run, create(command, path));
    PARETOP_TRY(const auto end, drive_here(*guardian, path, run, console, command.json));
    PARETOP_CHECK(conclude(path, run, end, command.json, console));
    return exit_code_of(end.state);
}

}  // namespace paretop::app
