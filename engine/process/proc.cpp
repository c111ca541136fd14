#include "engine/process/proc.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <charconv>
#include <memory>

namespace paretop::process {
namespace {

bool read_whole(const std::string& path, std::string& content) {
    content.clear();
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return false;
    char buffer[4096];
    ssize_t size = 0;
    while ((size = ::read(file, buffer, sizeof buffer)) > 0) content.append(buffer, static_cast<std::size_t>(size));
    ::close(file);
    return size == 0;
}

pid_t parent_of(pid_t pid) {
    std::string stat;
    if (!read_whole(fmt::format("/proc/{}/stat", pid), stat)) return -1;
    const auto name_end = stat.rfind(')');  // the name may hold anything
    if (name_end == std::string::npos || name_end + 4 > stat.size()) return -1;
    pid_t parent = -1;
    std::from_chars(stat.data() + name_end + 4, stat.data() + stat.size(), parent);
    return parent;
}

bool starts_any(std::string_view environment, std::string_view beginning, bool whole) {
    while (!environment.empty()) {
        const auto end = environment.find('\0');
        const auto variable = environment.substr(0, end);
        if (whole ? variable == beginning : variable.starts_with(beginning)) return true;
        if (end == std::string_view::npos) break;
        environment.remove_prefix(end + 1);
    }
    return false;
}

}  // namespace

std::vector<pid_t> children_of_self() {
    const pid_t self = ::getpid();
    std::vector<pid_t> children;
    std::string list;
    if (!read_whole(fmt::format("/proc/self/task/{}/children", self), list)) {  // a kernel without CONFIG_PROC_CHILDREN
        for (const pid_t pid : all_processes())
            if (parent_of(pid) == self) children.push_back(pid);
        return children;
    }
    const char* at = list.data();
    const char* end = at + list.size();
    while (at < end) {
        pid_t pid = 0;
        const auto [next, error] = std::from_chars(at, end, pid);
        if (error == std::errc()) children.push_back(pid);
        at = next + 1;
    }
    return children;
}

std::vector<pid_t> all_processes() {
    std::vector<pid_t> processes;
    const std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir("/proc"), ::closedir);
    if (!folder) return processes;
    while (const dirent* entry = ::readdir(folder.get())) {
        const std::string_view name = entry->d_name;
        pid_t pid = 0;
        const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), pid);
        if (error == std::errc() && end == name.data() + name.size()) processes.push_back(pid);
    }
    return processes;
}

std::string environment_of(pid_t pid) {
    std::string environment;
    if (!read_whole(fmt::format("/proc/{}/environ", pid), environment)) environment.clear();
    return environment;
}

bool has_variable(std::string_view environment, std::string_view variable) { return starts_any(environment, variable, true); }

bool has_variable_prefix(std::string_view environment, std::string_view beginning) {
    return starts_any(environment, beginning, false);
}

}  // namespace paretop::process
