#include "engine/process/spawn.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>

// Headers of Process v2 (Boost 1.81) forget to include these:
#include <boost/asio/detail/throw_error.hpp>
#include <boost/optional.hpp>
#include <boost/process/v2/detail/last_error.hpp>
#include <boost/type_traits.hpp>

#include <boost/process/v2/posix/default_launcher.hpp>
#include <boost/process/v2/start_dir.hpp>
#include <boost/process/v2/stdio.hpp>

#include "engine/process/counters.h"
#include "engine/process/descriptors.h"

namespace paretop::process {
namespace {

namespace bp = boost::process::v2;

bp::error_code last_error() { return {errno, bp::system_category()}; }

int limit(__rlimit_resource resource, std::int64_t soft, std::int64_t hard) {
    rlimit now{};
    ::getrlimit(resource, &now);
    const auto within = [&](std::int64_t value) { return std::min(static_cast<rlim_t>(value), now.rlim_max); };
    const rlimit wanted{within(soft), within(hard)};
    return ::setrlimit(resource, &wanted);
}

// Initializers run in the child between vfork and exec, in the guardian's memory: system calls only.
struct Isolation {
    const LaunchView& launch;
    pid_t guardian;

    bp::error_code on_exec_setup(bp::posix::default_launcher&, const bp::filesystem::path&, const char* const*) const {
        ::setpgid(0, 0);
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (::getppid() != guardian) ::_exit(127);
        if (launch.memory >= 0 && limit(RLIMIT_AS, launch.memory, launch.memory) != 0) return last_error();
        if (launch.file_size >= 0 && limit(RLIMIT_FSIZE, launch.file_size, launch.file_size) != 0) return last_error();
        if (launch.open_files >= 0 && limit(RLIMIT_NOFILE, launch.open_files, launch.open_files) != 0) return last_error();
        // The hard limit lies a second behind: SIGXCPU tells what happened, SIGKILL ends who ignores it.
        if (launch.cpu_seconds >= 0 && limit(RLIMIT_CPU, launch.cpu_seconds, launch.cpu_seconds + 1) != 0) return last_error();
        return {};
    }
};

struct Counters {
    const LaunchView& launch;
    int socket;

    // Sent one by one as (descriptor) or (nothing), in the order of the events.
    bp::error_code on_exec_setup(bp::posix::default_launcher&, const bp::filesystem::path&, const char* const*) const {
        for (const char* event : launch.counters) {
            const int descriptor = open_counter(event);
            send_descriptors(socket, std::span("c", 1), descriptor < 0 ? std::span<const int>() : std::span(&descriptor, 1));
        }
        return {};
    }
};

struct Directory : bp::process_start_dir {
    bool& failed;

    Directory(const char* path, bool& failure) : bp::process_start_dir(path), failed(failure) {}
    bp::error_code on_exec_setup(bp::posix::default_launcher& launcher, const bp::filesystem::path& program,
                                 const char* const* arguments) {
        if (start_dir.empty()) return {};
        const auto error = bp::process_start_dir::on_exec_setup(launcher, program, arguments);
        if (error) failed = true;
        return error;
    }
};

struct Unblock {
    bp::error_code on_exec_setup(bp::posix::default_launcher&, const bp::filesystem::path&, const char* const*) const {
        sigset_t none;
        sigemptyset(&none);
        ::sigprocmask(SIG_SETMASK, &none, nullptr);
        return {};
    }
};

// Boost's own vfork_launcher runs Asio's fork handlers and exit() in the child, which share our memory. This one does neither.
struct VforkLauncher : bp::posix::default_launcher {
    template <class... Initializers>
    int operator()(const bp::filesystem::path& program, const char** arguments, Initializers&&... initializers) {
        const char* const* list = build_argv_(program, arguments);
        volatile int failure = 0;
        pid = ::vfork();
        if (pid < 0) return errno;
        if (pid == 0) {
            const auto error = bp::posix::detail::on_exec_setup(*this, program, list, initializers...);
            if (!error) ::execve(program.c_str(), const_cast<char* const*>(list), const_cast<char* const*>(env));
            failure = error ? error.value() : errno;
            ::_exit(127);
        }
        return failure;
    }
};

bool same_name(const char* variable, const char* other) {
    for (; *variable == *other; ++variable, ++other)
        if (*variable == '=' || *variable == '\0') return true;
    return false;
}

const char* find_path(std::span<const char* const> environment) {
    for (const char* variable : environment)
        if (variable != nullptr && std::strncmp(variable, "PATH=", 5) == 0) return variable + 5;
    return "/usr/local/bin:/usr/bin:/bin";
}

}  // namespace

Spawner::Spawner() : null_(::open("/dev/null", O_RDWR | O_CLOEXEC)) {
    for (char** variable = ::environ; *variable != nullptr; ++variable) base_.push_back(*variable);
}

Spawner::~Spawner() {
    for (const int descriptor : {null_, counter_sockets_[0], counter_sockets_[1]})
        if (descriptor >= 0) ::close(descriptor);
}

void Spawner::merge_environment(const LaunchView& launch) {
    merged_.clear();
    for (const char* variable : base_) {
        const auto replaces = [&](const char* addition) { return same_name(addition, variable); };
        if (std::none_of(launch.environment.begin(), launch.environment.end(), replaces)) merged_.push_back(variable);
    }
    merged_.insert(merged_.end(), launch.environment.begin(), launch.environment.end());
    merged_.push_back(nullptr);
}

const char* Spawner::resolve(const char* program) {
    if (std::strchr(program, '/') != nullptr) return program;
    int error = ENOENT;
    if (*program == '\0') return errno = error, nullptr;
    for (const char* path = find_path(merged_); *path != '\0';) {
        const char* end = ::strchrnul(path, ':');
        resolved_.assign(path, end).append(path == end ? "./" : "/").append(program);
        if (::access(resolved_.c_str(), X_OK) == 0) return resolved_.c_str();
        if (errno == EACCES) error = EACCES;
        path = *end == ':' ? end + 1 : end;
    }
    errno = error;
    return nullptr;
}

Spawned Spawner::spawn(const LaunchView& launch, const int (&stdio)[3]) {
    Spawned spawned;
    merge_environment(launch);
    const char* program = resolve(launch.arguments.front());
    if (program == nullptr) return spawned.error = errno, spawned;
    if (!launch.counters.empty() && counter_sockets_[0] < 0 &&
        ::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, counter_sockets_) != 0)
        return spawned.error = errno, spawned;

    auto arguments = launch.arguments;
    VforkLauncher launcher;
    launcher.env = merged_.data();
    const auto given = [&](int i) { return stdio[i] >= 0 ? stdio[i] : null_; };
    spawned.error =
        launcher(program, arguments.data(), Isolation{launch, ::getpid()}, Counters{launch, counter_sockets_[1]},
                 Directory(launch.directory, spawned.bad_directory), bp::process_stdio{given(0), given(1), given(2)}, Unblock{});
    spawned.pid = launcher.pid;
    for (std::size_t i = 0; i < launch.counters.size() && spawned.pid > 0; ++i) {
        char byte = 0;
        Received received = receive_descriptors(counter_sockets_[0], std::span(&byte, 1), MSG_DONTWAIT);
        spawned.counters.push_back(received.descriptors.empty() ? -1 : received.descriptors.front());
    }
    if (spawned.error != 0 && spawned.pid > 0) {
        for (const int descriptor : spawned.counters) ::close(descriptor);
        ::waitpid(spawned.pid, nullptr, 0);
    }
    return spawned;
}

}  // namespace paretop::process
