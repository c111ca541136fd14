#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <map>
#include <mutex>
#include <set>
#include <tuple>
#include <utility>

#include "storage/lock_owner.h"
#include "storage/store.h"

namespace paretop::storage {
namespace {

// Closing any descriptor of a file drops all locks that the process holds on it, so each lock file is opened once
// and never closed.
struct LockFiles {
    std::mutex mutex;
    std::map<std::string, int> descriptors;
    // What the kernel, asked by the owner itself, does not tell. With the process: a forked child inherits the set, not the
    // locks.
    std::set<std::tuple<pid_t, int, std::int64_t>> held;
};

LockFiles& lock_files() {
    static LockFiles files;
    return files;
}

// One lock whichever name the store goes by.
std::string lock_path(const std::string& store_path) {
    std::error_code error;
    const auto canonical = std::filesystem::weakly_canonical(store_path, error);
    return (error ? store_path : canonical.string()) + ".lock";
}

bool same_file(int descriptor, const std::string& path) {
    struct stat opened {
    }, named{};
    return ::fstat(descriptor, &opened) == 0 && ::stat(path.c_str(), &named) == 0 && opened.st_dev == named.st_dev &&
           opened.st_ino == named.st_ino;
}

// −1 with errno where it cannot be opened. Call with the mutex held.
int descriptor_of(LockFiles& files, const std::string& path, int flags) {
    const auto known = files.descriptors.find(path);
    if (known != files.descriptors.end() && same_file(known->second, path)) return known->second;
    const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC, 0666);
    if (descriptor >= 0) files.descriptors[path] = descriptor;
    return descriptor;
}

struct flock one_byte(std::int64_t run, short type) {
    struct flock lock {};
    lock.l_type = type;
    lock.l_whence = SEEK_SET;
    lock.l_start = run;
    lock.l_len = 1;
    return lock;
}

struct flock all_bytes() {
    auto lock = one_byte(0, F_WRLCK);
    lock.l_len = 0;
    return lock;
}

// 0: nobody else; −1: somebody whose pid cannot be told (another container).
std::int64_t other_owner(int descriptor, struct flock lock) {
    if (::fcntl(descriptor, F_GETLK, &lock) != 0 || lock.l_type == F_UNLCK) return 0;
    return lock.l_pid > 0 ? lock.l_pid : -1;
}

// To ask who holds locks; −1: none was ever taken. Call with the mutex held.
int descriptor_to_ask(LockFiles& files, const std::string& store_path) {
    const std::string path = lock_path(store_path);
    const int descriptor = descriptor_of(files, path, O_RDWR);
    return descriptor < 0 && (errno == EACCES || errno == EROFS) ? descriptor_of(files, path, O_RDONLY) : descriptor;
}

tl::unexpected<Error> taken(std::int64_t run, std::int64_t pid) {
    const std::string who = pid > 0 ? fmt::format("process {}", pid) : "a process of another container";
    return fail(ErrorKind::busy, fmt::format("{} is driving it already", who), fmt::format("run {}", run),
                fmt::format("watch it with `paretop`, or end it with `paretop pause {}`", run));
}

}  // namespace

Result<RunLock> RunLock::acquire(const std::string& store_path, std::int64_t run) {
    if (store_path == ":memory:") return RunLock(-1, run);  // nobody else can see the run
    const std::string path = lock_path(store_path);
    auto& files = lock_files();
    const std::lock_guard guard(files.mutex);
    const int descriptor = descriptor_of(files, path, O_RDWR | O_CREAT);
    if (descriptor < 0)
        return fail(ErrorKind::store,
                    fmt::format("the store is read-only: its lock file cannot be opened ({})", std::strerror(errno)), path,
                    "make the file and its directory writable, or use another store with --store");
    if (files.held.contains({::getpid(), descriptor, run})) return taken(run, ::getpid());
    auto lock = one_byte(run, F_WRLCK);
    if (::fcntl(descriptor, F_SETLK, &lock) != 0) {
        if (errno == EACCES || errno == EAGAIN) return taken(run, other_owner(descriptor, one_byte(run, F_WRLCK)));
        return fail(ErrorKind::io, fmt::format("could not lock the run ({})", std::strerror(errno)), path,
                    "keep the store on a local disk that you may write to");
    }
    files.held.emplace(::getpid(), descriptor, run);
    return RunLock(descriptor, run);
}

std::int64_t RunLock::owner(const std::string& store_path, std::int64_t run) {
    if (store_path == ":memory:") return 0;
    auto& files = lock_files();
    const std::lock_guard guard(files.mutex);
    const int descriptor = descriptor_to_ask(files, store_path);
    if (descriptor < 0) return 0;  // never locked
    return files.held.contains({::getpid(), descriptor, run}) ? ::getpid() : other_owner(descriptor, one_byte(run, F_WRLCK));
}

std::int64_t lock_owner(const std::string& store_path) {
    if (store_path == ":memory:") return 0;
    auto& files = lock_files();
    const std::lock_guard guard(files.mutex);
    const int descriptor = descriptor_to_ask(files, store_path);
    if (descriptor < 0) return 0;
    for (const auto& [pid, held_in, byte] : files.held)
        if (pid == ::getpid() && held_in == descriptor) return pid;
    return other_owner(descriptor, all_bytes());
}

RunLock::RunLock(int descriptor, std::int64_t run) : descriptor_(descriptor), run_(run) {}

RunLock::RunLock(RunLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)), run_(other.run_) {}

RunLock& RunLock::operator=(RunLock&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    std::swap(run_, other.run_);
    return *this;
}

RunLock::~RunLock() {
    if (descriptor_ < 0) return;
    auto& files = lock_files();
    const std::lock_guard guard(files.mutex);
    files.held.erase({::getpid(), descriptor_, run_});
    auto lock = one_byte(run_, F_UNLCK);
    ::fcntl(descriptor_, F_SETLK, &lock);
}

}  // namespace paretop::storage
