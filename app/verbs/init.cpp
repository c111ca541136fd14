#include "app/verbs/init.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "engine/spec/spec.h"

namespace paretop::app {
namespace {

Result<void> write_new(const std::string& path, const std::string& text) {
    const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (file < 0 && errno == EEXIST)
        return fail(ErrorKind::usage, "this file exists and is left as it is", path, "name another: paretop init FILE");
    if (file < 0) return fail(ErrorKind::io, std::strerror(errno), path, "choose a folder you may write to");
    const auto written = write(file, text.data(), text.size());
    const int error = written == static_cast<ssize_t>(text.size()) ? 0 : errno;
    if (close(file) == 0 && error == 0) return {};
    unlink(path.c_str());
    return fail(ErrorKind::io, std::strerror(error == 0 ? ENOSPC : error), path, "make room");
}

}  // namespace

Result<ExitCode> perform(const InitCommand& command, Console& console) {
    const auto name = std::filesystem::path(command.file).stem().string();
    PARETOP_CHECK(write_new(command.file, spec::example_spec(name.empty() ? "experiment" : name)));
    console.out(fmt::format("wrote {0}: edit it, then `paretop check {0}` and `paretop run {0}`\n", console.shown(command.file)));
    return ExitCode::ok;
}

}  // namespace paretop::app
