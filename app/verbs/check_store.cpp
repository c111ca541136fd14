#include "app/verbs/check_store.h"

#include "app/json.h"
#include "app/store_path.h"

namespace paretop::app {
namespace {

std::string as_json(const std::string& path, const std::vector<std::string>& findings) {
    Json json;
    json.begin_object().field("store", path).field("ok", findings.empty()).key("findings").begin_array();
    for (const auto& finding : findings) json.text(finding);
    return json.end_array().end_object().take() + "\n";
}

}  // namespace

Result<ExitCode> perform(const CheckStoreCommand& command, Console& console) {
    PARETOP_TRY(const auto store, open_to_read(command.store));
    PARETOP_TRY(const auto findings, storage::check_store(store));
    if (command.json) {
        console.out(as_json(store.path(), findings));
    } else {
        for (const auto& finding : findings) console.out(console.shown(finding) + "\n");
        if (findings.empty()) console.out(console.shown(store.path()) + ": all is well\n");
    }
    return findings.empty() ? ExitCode::ok : ExitCode::store;
}

}  // namespace paretop::app
