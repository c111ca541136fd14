#include "app/verbs/export.h"

#include <fmt/format.h>

#include "app/store_path.h"
#include "app/trial_export.h"
#include "app/write_file.h"
#include "engine/exchange/optuna.h"
#include "engine/exchange/tables.h"
#include "engine/job/histories.h"

namespace paretop::app {
namespace {

constexpr std::size_t k_chunk = 64 * 1024;

using Sink = std::function<bool(std::string_view text)>;  // false: nobody reads any more

// Gives away what `add` appends for each trial, in pieces.
Result<void> each_trial(const storage::Store& store, storage::RunId run, const Sink& sink, std::string& text,
                        const std::function<Result<void>(const storage::TrialRow&)>& add) {
    Result<void> added;
    PARETOP_CHECK(storage::scan_trials(store, run, 0, [&](const storage::TrialRow& row) {
        added = add(row);
        if (!added) return false;
        if (text.size() < k_chunk) return true;
        const bool more = sink(text);
        text.clear();
        return more;
    }));
    return added;
}

Result<void> export_csv(const storage::Store& store, storage::RunId run, CsvExport rows, const Sink& sink) {
    auto text = rows.head();
    PARETOP_CHECK(each_trial(store, run, sink, text, [&](const storage::TrialRow& row) -> Result<void> {
        text += rows.row(row);
        return {};
    }));
    (void)sink(text);
    return {};
}

Result<void> export_json(const storage::Store& store, storage::RunId run, JsonExport rows, const Sink& sink) {
    Json json;
    auto text = json.begin_array().take();
    PARETOP_CHECK(each_trial(store, run, sink, text, [&](const storage::TrialRow& row) -> Result<void> {
        auto appended = rows.append(json.newline(), row);
        text += json.take();
        return appended;
    }));
    (void)sink(text + json.end_array().take() + "\n");
    return {};
}

// The forms of other tuners, which are made whole.
Result<void> export_history(const exchange::History& history, const ExportCommand& command, Console& console) {
    const bool to_file = command.output != "-";
    if (command.format == "optuna") {
        if (!to_file)
            return fail(ErrorKind::usage, "a storage of Optuna is an SQLite file", "--format optuna", "name it with -o study.db");
        PARETOP_CHECK(storage::optuna::write_study(command.output, exchange::to_optuna(history)));
    } else {
        const auto text = command.format == "t4" ? exchange::to_t4(history) : exchange::to_kernel_tuner(history);
        if (!to_file) console.out(text);
        if (to_file) PARETOP_CHECK(write_file(command.output, text));
    }
    if (to_file) console.out(fmt::format("wrote {}: {} trials\n", console.shown(command.output), history.trials.size()));
    return {};
}

Result<void> export_rows(const storage::Store& store, storage::RunId id, const std::string& format, const Sink& sink) {
    PARETOP_TRY(const auto run, storage::get_run(store, id));
    PARETOP_TRY(auto experiment, model::Experiments(store).get(run.experiment));
    return format == "json" ? export_json(store, id, JsonExport(store, id, std::move(experiment)), sink)
                            : export_csv(store, id, CsvExport(std::move(experiment)), sink);
}

}  // namespace

Result<ExitCode> perform(const ExportCommand& command, Console& console) {
    PARETOP_TRY(const auto store, open_to_read(command.store));
    PARETOP_TRY(const auto id, storage::find_run(store, command.run));
    if (command.format != "csv" && command.format != "json") {
        PARETOP_TRY(const auto history, job::read_history(store, id));
        PARETOP_CHECK(export_history(history, command, console));
        return ExitCode::ok;
    }
    const bool to_file = command.output != "-";
    std::string kept;
    const Sink sink = [&](std::string_view text) {
        if (to_file) kept += text;
        if (!to_file) console.out(text);
        return !console.closed();
    };
    PARETOP_CHECK(export_rows(store, id, command.format, sink));
    if (to_file) PARETOP_CHECK(write_file(command.output, kept));
    return ExitCode::ok;
}

}  // namespace paretop::app
