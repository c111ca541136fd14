#include "app/verbs/profile/export.h"

#include <fmt/format.h>

#include <algorithm>
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

// Standard output: bytes for a file or a pipe. At a terminal names are made harmless, as `show` has them; pieces may end within a
// character.
class Output {
  public:
    explicit Output(Console& console) : console_(console) {}
    bool write(std::string_view text) {
        if (!console_.out_is_terminal()) {
            console_.out(text);
            return !console_.closed();
        }
        waiting_ += text;
        give(whole());
        return !console_.closed();
    }
    void finish() { give(waiting_.size()); }

  private:
    // Bytes up to where a character may be cut.
    [[nodiscard]] std::size_t whole() const {
        const auto byte = [&](std::size_t back) { return static_cast<unsigned char>(waiting_[waiting_.size() - back]); };
        for (std::size_t back = 1; back <= std::min<std::size_t>(3, waiting_.size()); ++back) {
            if (byte(back) >= 0xC0) return waiting_.size() - back;
            if (byte(back) < 0x80) break;
        }
        return waiting_.size();
    }
    void give(std::size_t length) {
        std::string shown;
        for (std::size_t at = 0; at < length;) {
            const auto end = std::min(waiting_.find('\n', at), length);
            shown += views::harmless(std::string_view(waiting_).substr(at, end - at));
            if (end < length) shown += '\n';
            at = end + 1;
        }
        waiting_.erase(0, length);
        console_.out(shown);
    }

    Console& console_;
    std::string waiting_;
};

Result<void> give_to_output(const storage::Store& store, storage::ProfileId id, const ProfileExportCommand& command,
                            Console& console) {
    Output output(console);
    PARETOP_CHECK(give(store, id, command, [&](std::string_view text) { return output.write(text); }));
    output.finish();
    return {};
}

// Stacks are what these formats are for.
Result<void> tell_of_missing_stacks(const storage::Store& store, storage::ProfileId id, const ProfileExportCommand& command,
                                    Console& console) {
    if (command.format != "speedscope" && command.format != "collapsed") return {};
    PARETOP_TRY(const bool kept, profile::keeps_stacks(store, id));
    if (!kept) console.err("paretop: note: this profile keeps no stacks: each function stands by itself, with its own weight\n");
    return {};
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
        PARETOP_CHECK(give_to_output(store, id, command, console));
        PARETOP_CHECK(tell_of_missing_stacks(store, id, command, console));
        return ExitCode::ok;
    }
    PARETOP_CHECK(give_to_file(store, id, command));
    PARETOP_CHECK(tell_of_missing_stacks(store, id, command, console));
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
