#include "app/verbs/profile/export.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "app/json.h"
#include "app/store_path.h"
#include "engine/profile/export.h"

namespace paretop::app {
namespace {

namespace fs = std::filesystem;

Result<void> give(const storage::Store& store, storage::ProfileId id, const ProfileExportCommand& command,
                  const profile::Write& write) {
    if (command.format == "speedscope") return profile::export_speedscope(store, id, write);
    if (command.format == "collapsed") return profile::export_collapsed(store, id, write);
    if (command.format == "csv") return profile::export_csv(store, id, write);
    if (command.format == "report") return profile::export_report(store, id, write);
    return profile::export_chrome(store, id, {command.detail == "fine", command.compatible, command.into}, write);
}

// Where a link leads, so that it stays one.
fs::path place_of(const std::string& output) {
    std::error_code error;
    auto whole = fs::canonical(output, error);
    return error ? fs::path(output) : whole;
}

Result<void> write_out(const storage::Store& store, storage::ProfileId id, const ProfileExportCommand& command,
                       const std::string& path) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    if (file)
        PARETOP_CHECK(give(store, id, command, [&](std::string_view text) {
            file.write(text.data(), static_cast<std::streamsize>(text.size()));
            return file.good();
        }));
    file.close();
    if (!file) return fail(ErrorKind::io, std::strerror(errno), command.output, "check the path, and whether there is room");
    return {};
}

// What was there stays until all is written.
Result<void> give_to_file(const storage::Store& store, storage::ProfileId id, const ProfileExportCommand& command) {
    if (command.format == "lotus") return profile::export_lotus(store, id, command.output);
    std::error_code error;
    const auto path = place_of(command.output);
    // Devices and pipes are written to as they are.
    const bool replaces = !fs::exists(path, error) || fs::is_regular_file(path, error);
    const auto part = replaces ? path.string() + ".part" : path.string();
    for (const auto& taken : {path.string(), part})
        if (!command.into.empty() && (taken == command.into || fs::equivalent(taken, command.into, error)))
            return fail(ErrorKind::usage, "the trace cannot be read and replaced at once", command.output,
                        "name another file with -o");
    auto written = write_out(store, id, command, part);
    if (written && replaces) {
        fs::rename(part, path, error);
        if (error) written = fail(ErrorKind::io, error.message(), command.output, "check the path");
    }
    if (!written && replaces) fs::remove(part, error);
    return written;
}

}  // namespace

Result<ExitCode> perform(const ProfileExportCommand& command, Console& console) {
    const bool to_file = command.output != "-";
    if (!to_file && command.format == "lotus")
        return fail(ErrorKind::usage, "logs of Lotus are several files", "--format lotus", "name a folder for them with -o");
    if (!to_file && command.json)
        return fail(ErrorKind::usage, "--json says what was written to a file", "--json", "name the file with -o");
    PARETOP_TRY(const auto store, open_to_read(command.store));
    PARETOP_TRY(const auto id, storage::find_profile(store, command.profile));
    if (!to_file) {
        PARETOP_CHECK(give(store, id, command, [&](std::string_view text) {
            console.out(text);
            return !console.closed();
        }));
        return ExitCode::ok;
    }
    PARETOP_CHECK(give_to_file(store, id, command));
    if (!command.json) {
        console.out(fmt::format("wrote {}: profile {}\n", console.shown(command.output), id));
        return ExitCode::ok;
    }
    Json json;
    json.begin_object().field("profile", id).field("format", command.format).field("output", command.output).end_object();
    console.out(json.take() + "\n");
    return ExitCode::ok;
}

}  // namespace paretop::app
