#include "app/verbs/profile/run.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/control.h"
#include "app/json.h"
#include "app/launch.h"
#include "app/run_reporter.h"
#include "app/store_path.h"
#include "app/target.h"
#include "engine/job/profile_taker.h"
#include "storage/profiles.h"

namespace paretop::app {
namespace {

constexpr Nanoseconds k_second = 1'000'000'000;

std::string line_of(const storage::ProfileRecord& profile) {
    return fmt::format("profile {} of trial {}/{}: {} records; `paretop profile show {}`\n", profile.id, profile.trial->run,
                       profile.trial->number, profile.records, profile.id);
}

void print(std::vector<storage::ProfileRecord> profiles, bool as_json, Console& console) {
    std::sort(profiles.begin(), profiles.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    Json json;
    json.begin_array();
    for (const auto& profile : profiles) {
        if (!as_json) console.out(line_of(profile));
        json.begin_object().field("profile", profile.id).field("name", profile.name).field("run", profile.trial->run);
        json.field("trial", profile.trial->number).field("records", profile.records).end_object();
    }
    if (as_json) console.out(json.end_array().take() + "\n");
}

// Those of a run or of a trial that are newer than `after`.
Result<std::vector<storage::ProfileRecord>> made_since(const storage::Store& store, const Target& target,
                                                       storage::ProfileId after) {
    PARETOP_TRY(auto profiles, storage::list_profiles(store));
    std::erase_if(profiles, [&](const auto& profile) {
        return profile.id <= after || !profile.trial || profile.trial->run != target.run ||
               (target.trial && profile.trial->number != *target.trial);
    });
    return profiles;
}

Result<storage::ProfileId> newest(const storage::Store& store) {
    PARETOP_TRY(const auto profiles, storage::list_profiles(store));
    return profiles.empty() ? 0 : profiles.front().id;
}

Result<storage::RunId> create(const ProfileFileCommand& command, const std::string& path) {
    PARETOP_TRY(const auto spec, read_experiment(command.file));
    if (spec.kind != spec::k_profile)
        return fail(ErrorKind::usage, fmt::format("it is of kind {}", spec.kind), command.file,
                    "write kind = \"profile\", or run it and profile a trial: paretop profile run RUN/TRIAL");
    PARETOP_TRY(auto store, open_or_create(path));
    return create_run(store, spec, {});
}

Result<std::string> await_profile(const storage::Store& store, std::int64_t request, storage::RunId run) {
    while (true) {
        PARETOP_TRY(const auto answer, await_answer(store, request, k_second));
        if (answer) return *answer;
        if (storage::RunLock::owner(store.path(), run) != 0) continue;
        PARETOP_TRY(const auto last, await_answer(store, request, k_second));  // it may have ended meanwhile
        return last.value_or(fmt::format("its engine has ended before; `paretop resume {}` makes up for it", run));
    }
}

}  // namespace

Result<ExitCode> perform(const ProfileFileCommand& command, Console& console) {
    PARETOP_TRY(const auto guardian, process::Guardian::start());
    PARETOP_TRY(const auto path, store_path(command.store));
    PARETOP_TRY(const auto run, create(command, path));
    PARETOP_TRY(const auto end, drive_here(*guardian, path, run, console, command.json));
    PARETOP_TRY(const auto store, open_existing(path, storage::OpenOptions::Mode::read_only));
    PARETOP_TRY(auto made, made_since(store, {run, {}}, 0));
    print(std::move(made), command.json, console);
    return exit_code_of(end.state);
}

Result<ExitCode> perform(const ProfileRunCommand& command, Console& console) {
    PARETOP_TRY(auto store, open_to_write(command.store));
    PARETOP_TRY(const auto trial, find_trial(store, command.trial));
    PARETOP_TRY(const auto before, newest(store));
    PARETOP_TRY(const auto run, storage::get_run(store, trial.run));
    PARETOP_TRY(const auto request, post_request(store, trial.run, "profile", std::to_string(trial.number)));
    PARETOP_CHECK(wake_engine(store, run, command.wait));
    if (!command.wait) {
        console.out(fmt::format("{} will be profiled\n", name_of(trial)));
        return ExitCode::ok;
    }
    PARETOP_TRY(const auto answer, await_profile(store, request, trial.run));
    if (answer != "ok") return fail(ErrorKind::io, answer, name_of(trial));
    PARETOP_TRY(auto made, made_since(store, {trial.run, trial.number}, before));
    print(std::move(made), command.json, console);
    return ExitCode::ok;
}

}  // namespace paretop::app
