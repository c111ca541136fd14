#include "app/verbs/profile/show.h"

#include <fmt/format.h>

#include "app/profile_report.h"
#include "app/store_path.h"

namespace paretop::app {
namespace {

ProfileRows rows_named(const std::string& by) {
    if (by == "batch") return ProfileRows::batch;
    if (by == "worker") return ProfileRows::worker;
    return by == "function" ? ProfileRows::function : ProfileRows::op;
}

std::string nothing_by(ProfileRows rows) {
    switch (rows) {
        case ProfileRows::batch:
            return "no batches: the trace holds none, or its single records were not kept\n";
        case ProfileRows::function:
            return "no native functions: `paretop profile map` collects them\n";
        case ProfileRows::op:
        case ProfileRows::worker:
            break;
    }
    return "no records\n";
}

bool empty(const ProfileReport& report, ProfileRows rows) {
    switch (rows) {
        case ProfileRows::batch:
            return report.batches.empty();
        case ProfileRows::function:
            return report.functions.empty();
        case ProfileRows::worker:
            return report.lanes.empty();
        case ProfileRows::op:
            break;
    }
    return report.operations.empty();
}

}  // namespace

Result<ExitCode> perform(const ProfileShowCommand& command, Console& console) {
    PARETOP_TRY(const auto store, open_to_read(command.store));
    PARETOP_TRY(const auto id, storage::find_profile(store, command.profile));
    PARETOP_TRY(const auto report, ProfileReport::read(store, id));
    const auto rows = rows_named(command.by);
    if (command.json) {
        Json json;
        append_profile(json, report, rows);
        console.out(json.take() + "\n");
        return ExitCode::ok;
    }
    console.out(profile_head(report) + "\n");
    if (empty(report, rows))
        console.err(nothing_by(rows));
    else
        console.out(profile_table(report, rows, console.width()));
    return ExitCode::ok;
}

Result<ExitCode> perform(const ProfileDiffCommand& command, Console& console) {
    PARETOP_TRY(const auto store, open_to_read(command.store));
    PARETOP_TRY(const auto a, storage::find_profile(store, command.a));
    PARETOP_TRY(const auto b, storage::find_profile(store, command.b));
    PARETOP_TRY(const auto diff, profile::diff_profiles(store, a, b));
    if (command.json) {
        Json json;
        json.begin_object().field("a", a).field("b", b);
        append_diff(json, diff);
        console.out(json.end_object().take() + "\n");
    } else if (diff.changes.empty()) {
        console.err("neither of the profiles has operations\n");
    } else {
        console.out(fmt::format("A: profile {}   B: profile {}\n\n", a, b) + diff_table(diff, console.width()));
    }
    return ExitCode::ok;
}

}  // namespace paretop::app
