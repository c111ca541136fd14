#include "engine/process/detach.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace paretop::process {
namespace {

class Descriptor {
  public:
    explicit Descriptor(int value) : value_(value) {}
    ~Descriptor() { close(); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    void close() {
        if (value_ >= 0) ::close(value_);
        value_ = -1;
    }
    [[nodiscard]] int get() const { return value_; }

  private:
    int value_;
};

struct Report {  // what the new process says of itself through a pipe that exec closes
    pid_t pid = 0;
    int error = 0;
};

void report(int pipe, int error) {
    const Report said{getpid(), error};
    [[maybe_unused]] const auto n = write(pipe, &said, sizeof said);
}

void reset_signals() {
    for (int signal = 1; signal < NSIG; ++signal) std::signal(signal, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
}

// After fork: system calls only.
[[noreturn]] void become(char* const* arguments, int log, int pipe) {
    const int nothing = open("/dev/null", O_RDONLY);
    dup2(nothing, 0);
    dup2(log, 1);
    dup2(log, 2);
    close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
    if (chdir("/") == 0) {
        reset_signals();
        report(pipe, 0);
        execv(arguments[0], arguments);
    }
    report(pipe, errno);
    _exit(127);
}

// The middle process ends at once, so that the last one is adopted by init.
pid_t fork_twice(char* const* arguments, int log, int pipe) {
    const pid_t middle = fork();
    if (middle != 0) return middle;
    setsid();
    const pid_t last = fork();
    if (last == 0) become(arguments, log, pipe);
    if (last < 0) report(pipe, errno);
    _exit(0);
}

// The last of what was reported: an error after the pid replaces it.
Report read_reports(int pipe) {
    Report last{0, ECHILD};
    for (;;) {
        Report said;
        const auto n = read(pipe, &said, sizeof said);
        if (n < 0 && errno == EINTR) continue;
        if (n != static_cast<ssize_t>(sizeof said)) return last;
        last = said;
    }
}

}  // namespace

Result<pid_t> spawn_detached(const std::vector<std::string>& arguments, const std::string& log_path) {
    std::error_code ignored;
    std::filesystem::create_directories(std::filesystem::path(log_path).parent_path(), ignored);
    const Descriptor log(open(log_path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644));
    if (log.get() < 0) return fail(ErrorKind::io, std::strerror(errno), log_path, "make this folder writable");

    std::vector<char*> pointers;
    for (const auto& argument : arguments) pointers.push_back(const_cast<char*>(argument.c_str()));
    pointers.push_back(nullptr);
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return fail(ErrorKind::io, std::strerror(errno), "pipe", "close some files or raise `ulimit -n`");
    const Descriptor reading(ends[0]);
    Descriptor writing(ends[1]);
    const pid_t middle = fork_twice(pointers.data(), log.get(), writing.get());
    if (middle < 0) return fail(ErrorKind::io, std::strerror(errno), "fork", "free memory or raise `ulimit -u`");
    writing.close();
    const auto said = read_reports(reading.get());
    while (waitpid(middle, nullptr, 0) < 0 && errno == EINTR) {
    }
    if (said.error != 0)
        return fail(ErrorKind::io, fmt::format("cannot be started: {}", std::strerror(said.error)), arguments[0]);
    return said.pid;
}

bool process_exists(pid_t pid) {
    std::ifstream stat(fmt::format("/proc/{}/stat", pid));
    std::string text;
    if (!std::getline(stat, text)) return false;
    const auto name_end = text.rfind(')');
    return name_end != std::string::npos && name_end + 2 < text.size() && text[name_end + 2] != 'Z' && text[name_end + 2] != 'X';
}

}  // namespace paretop::process
