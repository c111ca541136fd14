#include "app/verbs/profile/show.h"

#include <fmt/format.h>

#include "app/profile_report.h"
#include "app/store_path.h"

namespace paretop::app {
namespace {

ProfileRows rows_named(const std::string& by) {
    if (by == "batch") return ProfileRows::batch;
    if (by == "worker") return ProfileRows::worker;
    if (by == "call") return ProfileRows::call;
    return by == "function" ? ProfileRows::function : ProfileRows::op;
}

std::string nothing_by(ProfileRows rows) {
    switch (rows) {
        case ProfileRows::batch:
            return "no batches: the trace holds none, or its single records were not kept\n";
        case ProfileRows::function:
            return "no native functions: `paretop profile map` collects them\n";
        case ProfileRows::call:
            return "no calls by caller and callee: files of callgrind have them; stacks show as icicle and sandwich on the "
                   "screen\n";
        case ProfileRows::op:
        case ProfileRows::worker:
            break;
    }
    return "no records\n";
}

constexpr std::size_t k_most_on_a_terminal = 100;

std::size_t most_rows(const ProfileShowCommand& command, const Console& console) {
    if (command.top) return static_cast<std::size_t>(*command.top);
    return console.out_is_terminal() && !command.json ? k_most_on_a_terminal : 0;
}

}  // namespace

Result<ExitCode> perform(const ProfileShowCommand& command, Console& console) {
    PARETOP_TRY(const auto store, open_to_read(command.store));
    PARETOP_TRY(const auto id, storage::find_profile(store, command.profile));
    PARETOP_TRY(const auto report, ProfileReport::read(store, id));
    const auto rows = rows_named(command.by);
    if (command.json) {
        Json json;
        append_profile(json, report, rows, most_rows(command, console));
        console.out(json.take() + "\n");
        return ExitCode::ok;
    }
    console.out(profile_head(report) + "\n");
    if (rows_of(report, rows) == 0)
        console.err(nothing_by(rows));
    else
        console.out(profile_table(report, rows, console.width(), most_rows(command, console)));
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
