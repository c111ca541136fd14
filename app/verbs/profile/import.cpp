#include "app/verbs/profile/import.h"

#include <fmt/format.h>

#include "app/interruption.h"
#include "app/profile_report.h"
#include "app/store_path.h"
#include "app/target.h"
#include "engine/profile/import.h"
#include "views/widgets/format.h"

namespace paretop::app {
namespace {

std::string as_json(const profile::Imported& imported) {
    Json json;
    append_profile_fields(json.begin_object(), imported.profile);
    json.key("omissions").begin_array();
    for (const auto& o : imported.omissions)
        json.begin_object().field("kind", o.kind).field("count", o.count).field("first", o.where).end_object();
    return json.end_array().end_object().take() + "\n";
}

void tell(const profile::Imported& imported, Console& console) {
    const auto& p = imported.profile;
    console.out(
        fmt::format("profile {}: {} of {} ({})\n", p.id, views::count_of(p.records, "record"), console.shown(p.name), p.format));
    for (const auto& remark : p.remarks) console.err("paretop: note: " + views::harmless(remark) + "\n");
    for (const auto& o : imported.omissions)
        console.err(fmt::format("paretop: note: {}: {}{}\n", o.kind, o.count,
                                o.where.empty() ? "" : ", first " + views::harmless(o.where)));
}

ExitCode tell_all(const ProfileImportCommand& command, const profile::Imported& imported, Console& console) {
    for (const auto id : imported.replaced)
        console.err(fmt::format("paretop: note: profile {}, an import of the same that was cut off, is removed\n", id));
    if (command.json)
        console.out(as_json(imported));
    else
        tell(imported, console);
    return ExitCode::ok;
}

}  // namespace

Result<ExitCode> perform(const ProfileImportCommand& command, Console& console) {
    PARETOP_TRY(const auto path, store_path(command.store));
    PARETOP_TRY(auto store, open_or_create(path));
    profile::ImportOptions options;
    options.format = command.format;
    options.name = command.name;
    options.raw = command.raw;
    if (!command.trial.empty()) {
        PARETOP_TRY(options.trial, find_trial(store, command.trial));
    }
    options.main = command.main;
    const Interruption interruption;
    options.stop = &interruption.came();
    const auto imported = profile::import_profile(store, command.paths, options, system_clock());
    if (!imported && interruption.came()) {
        console.err("paretop: interrupted: nothing of it was kept\n");
        return ExitCode::interrupted;
    }
    if (!imported) return tl::unexpected(imported.error());
    return tell_all(command, *imported, console);
}

}  // namespace paretop::app
