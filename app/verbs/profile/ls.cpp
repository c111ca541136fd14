#include "app/verbs/profile/ls.h"

#include <fmt/format.h>

#include "app/figures.h"
#include "app/profile_report.h"
#include "app/store_path.h"
#include "app/target.h"
#include "app/text_table.h"
#include "storage/profiles.h"

namespace paretop::app {
namespace {

TextRow row_of(const storage::ProfileRecord& profile) {
    return {std::to_string(profile.id),
            profile.name,
            profile.trial ? fmt::format("{}/{}", profile.trial->run, profile.trial->number) : "–",
            profile.format,
            std::string(state_word(profile)),
            std::to_string(profile.records),
            duration_text(profile.last_ns - profile.first_ns)};
}

std::string table_of(const std::vector<storage::ProfileRecord>& profiles, int width) {
    std::vector<TextRow> rows;
    for (const auto& profile : profiles) rows.push_back(row_of(profile));
    return text_table({{"#", Align::right},
                       {"name", Align::left, true},
                       {"of", Align::left},
                       {"format", Align::left},
                       {"state", Align::left},
                       {"records", Align::right},
                       {"span", Align::right}},
                      rows, width);
}

}  // namespace

Result<ExitCode> perform(const ProfileLsCommand& command, Console& console) {
    PARETOP_TRY(const auto store, open_to_read(command.store));
    PARETOP_TRY(const auto profiles, storage::list_profiles(store));
    if (command.json) {
        Json json;
        json.begin_array();
        for (const auto& profile : profiles) {
            append_profile_fields(json.newline().begin_object(), profile);
            json.end_object();
        }
        console.out(json.end_array().take() + "\n");
    } else if (profiles.empty()) {
        console.err("no profiles yet: `paretop profile import PATH` takes one in\n");
    } else {
        console.out(table_of(profiles, console.width()));
    }
    return ExitCode::ok;
}

Result<ExitCode> perform(const ProfileRemoveCommand& command, Console& console) {
    PARETOP_TRY(auto store, open_to_write(command.store));
    for (const auto& word : command.profiles) {
        PARETOP_TRY(const auto id, storage::find_profile(store, word));
        PARETOP_CHECK(storage::erase_profile(store, id));
        console.out(fmt::format("profile {}: removed\n", id));
    }
    return ExitCode::ok;
}

}  // namespace paretop::app
