#include "app/verbs/export.h"

#include "app/store_path.h"
#include "app/trial_export.h"

namespace paretop::app {
namespace {

constexpr std::size_t k_chunk = 64 * 1024;

// Prints what `add` appends for each trial, in pieces; ends early when nobody reads any more.
Result<void> each_trial(const storage::Store& store, storage::RunId run, Console& console, std::string& text,
                        const std::function<void(const storage::TrialRow&)>& add) {
    return storage::scan_trials(store, run, 0, [&](const storage::TrialRow& row) {
        add(row);
        if (text.size() < k_chunk) return true;
        console.out(text);
        text.clear();
        return !console.closed();
    });
}

Result<void> export_csv(const storage::Store& store, storage::RunId run, CsvExport rows, Console& console) {
    auto text = rows.head();
    PARETOP_CHECK(each_trial(store, run, console, text, [&](const storage::TrialRow& row) { text += rows.row(row); }));
    console.out(text);
    return {};
}

Result<void> export_json(const storage::Store& store, storage::RunId run, JsonExport rows, Console& console) {
    Json json;
    auto text = json.begin_array().take();
    PARETOP_CHECK(each_trial(store, run, console, text, [&](const storage::TrialRow& row) {
        rows.append(json.newline(), row);
        text += json.take();
    }));
    console.out(text + json.end_array().take() + "\n");
    return {};
}

}  // namespace

Result<ExitCode> perform(const ExportCommand& command, Console& console) {
    PARETOP_TRY(const auto store, open_to_read(command.store));
    PARETOP_TRY(const auto id, storage::find_run(store, command.run));
    PARETOP_TRY(const auto run, storage::get_run(store, id));
    PARETOP_TRY(auto experiment, model::Experiments(store).get(run.experiment));
    PARETOP_CHECK(command.format == "json" ? export_json(store, id, JsonExport(std::move(experiment)), console)
                                           : export_csv(store, id, CsvExport(std::move(experiment)), console));
    return ExitCode::ok;
}

}  // namespace paretop::app
