#include "app/verbs/import.h"

#include <fmt/format.h>

#include "app/json.h"
#include "app/launch.h"
#include "app/store_path.h"
#include "engine/exchange/file.h"
#include "engine/job/histories.h"

namespace paretop::app {
namespace {

Result<std::optional<spec::Spec>> experiment_of(const ImportCommand& command) {
    if (command.experiment.empty()) return std::nullopt;
    if (!command.name.empty())
        return fail(ErrorKind::usage, "the experiment file has a name already", "--name",
                    "leave it out, or change the name there");
    PARETOP_TRY(auto spec, read_experiment(command.experiment));
    PARETOP_CHECK(check_experiment(spec, command.overrides));
    return std::optional(std::move(spec));
}

std::string as_json(const job::Imported& imported, const exchange::History& history) {
    const auto& run = imported.record;
    Json json;
    json.begin_object().field("run", imported.run).field("name", history.name).field("trials", run.asked);
    json.field("done", run.done).field("failed", run.failed).field("front", run.front_size).key("remarks").begin_array();
    for (const auto& remark : imported.remarks) json.text(remark);
    return json.end_array().end_object().take() + "\n";
}

std::string as_text(const job::Imported& imported, const exchange::History& history, bool goes_on, const Console& console) {
    const auto& run = imported.record;
    auto text = fmt::format("run {}: {} trial{} of {} imported", imported.run, run.asked, run.asked == 1 ? "" : "s",
                            console.shown(history.name) + (run.asked == 1 ? " was" : " were"));
    if (run.failed > 0) text += fmt::format(", {} of them failed", run.failed);
    if (run.front_size > 0) text += fmt::format("; {} on the front", run.front_size);
    if (goes_on) text += fmt::format("; `paretop resume {}` goes on with {} more", imported.run, run.budget - run.asked);
    return text + "\n";
}

}  // namespace

Result<ExitCode> perform(const ImportCommand& command, Console& console) {
    PARETOP_TRY(const auto spec, experiment_of(command));
    PARETOP_TRY(auto history, exchange::read_file(command.file, command.study));
    if (!command.name.empty()) history.name = command.name;
    PARETOP_TRY(const auto path, store_path(command.store));
    PARETOP_TRY(auto store, open_or_create(path));
    PARETOP_TRY(const auto imported, job::import_history(store, history, spec, command.overrides, system_clock()));
    if (command.json) {
        console.out(as_json(imported, history));
        return ExitCode::ok;
    }
    console.out(as_text(imported, history, spec.has_value(), console));
    for (const auto& remark : imported.remarks) console.err("paretop: note: " + views::harmless(remark) + "\n");
    return ExitCode::ok;
}

}  // namespace paretop::app
