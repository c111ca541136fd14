#include "engine/collect/collector.h"

#include <fmt/format.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstring>
#include <filesystem>

#include "engine/executor/folder.h"
#include "engine/functions/protocol.h"
#include "engine/process/output.h"

namespace paretop::collect {

namespace {

namespace fs = std::filesystem;
constexpr std::string_view k_scratch = "paretop-map-";  // then the process, '-', six letters

// Of a process that is gone: it was killed before it could remove its folder.
bool is_left_behind(const fs::path& path) {
    const auto name = path.filename().string();
    if (!name.starts_with(k_scratch)) return false;
    pid_t pid = 0;
    const auto* end = name.data() + name.size();
    const auto number = std::from_chars(name.data() + k_scratch.size(), end, pid);
    if (number.ec != std::errc() || number.ptr == end || *number.ptr != '-' || pid <= 0) return false;
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0 || !S_ISDIR(status.st_mode) || status.st_uid != ::geteuid()) return false;
    return ::kill(pid, 0) != 0 && errno == ESRCH;
}

void remove_left_behind(const fs::path& folder) {
    std::vector<std::string> paths;
    std::error_code error;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
        if (is_left_behind(at->path())) paths.push_back(at->path().string());
    for (const auto& path : paths) executor::remove_tree(path);
}

}  // namespace

Result<Scratch> Scratch::create() {
    std::error_code error;
    const auto folder = fs::temp_directory_path(error);
    remove_left_behind(folder);
    auto path = (folder / fmt::format("{}{}-XXXXXX", k_scratch, ::getpid())).string();
    if (error || ::mkdtemp(path.data()) == nullptr)
        return fail(ErrorKind::io, fmt::format("no folder can be made: {}", std::strerror(errno)), path,
                    "point $TMPDIR to a local folder you may write to");
    return Scratch(std::move(path));
}

Scratch::~Scratch() {
    if (!path_.empty()) executor::remove_tree(path_);
}

std::vector<std::string> protocol_environment(const Mapped& program, const std::string& operation, const std::string& control,
                                              const std::string& ack) {
    auto variables = program.environment;
    variables.push_back(fmt::format("{}={}", functions::k_map_operation, operation));
    variables.push_back(fmt::format("{}={}", functions::k_map_warmups, program.warmups));
    variables.push_back(fmt::format("{}={}", functions::k_map_pause_ms, program.pause_ms));
    variables.push_back(fmt::format("{}={}", functions::k_map_control, control));
    variables.push_back(fmt::format("{}={}", functions::k_map_ack, ack));
    return variables;
}

Error program_failed(const Ran& ran, const Mapped& program, const std::string& operation) {
    const auto where = fmt::format("{} (mapping {})", program.command.front(), operation);
    if (ran.exit.launched && ran.exit.exit_code == functions::k_no_such_operation) {
        const auto line = process::last_line(ran.printed);
        return {ErrorKind::usage, fmt::format("has no operation {}{}{}", operation, line.empty() ? "" : ": ", line), where,
                "name one that it has with --operation"};
    }
    const auto how = !ran.exit.launched || ran.exit.timed_out || ran.exit.signal != 0 || ran.failure == "interrupted";
    const auto line = process::last_line(ran.printed);
    const auto what = how ? ran.failure : fmt::format("exit code {}{}{}", ran.exit.exit_code, line.empty() ? "" : ": ", line);
    return {ErrorKind::child, what, where, "run the command by hand to see why"};
}

Error never_enabled(const Mapped& program, const std::string& operation) {
    return {ErrorKind::child, "ended without asking for collection",
            fmt::format("{} (mapping {})", program.command.front(), operation),
            "trace its operations with one of assets/adapters, or have it do what `engine/functions/protocol.h` says; it "
            "must call the operation more than --warmups times"};
}

}  // namespace paretop::collect
