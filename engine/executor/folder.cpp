#include "engine/executor/folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace paretop::executor {
namespace {

tl::unexpected<Error> io_error(const std::string& path, std::string_view what) {
    return fail(ErrorKind::io, fmt::format("{}: {}", what, std::strerror(errno)), path,
                "check its permissions and the free space");
}

}  // namespace

Result<void> make_folder(const std::string& path) {
    if (::mkdir(path.c_str(), 0700) == 0 || errno == EEXIST) return {};
    const auto parent = std::filesystem::path(path).parent_path();
    if (errno != ENOENT || parent.empty() || parent == path) return io_error(path, "the folder cannot be made");
    PARETOP_CHECK(make_folder(parent.string()));
    if (::mkdir(path.c_str(), 0700) == 0 || errno == EEXIST) return {};
    return io_error(path, "the folder cannot be made");
}

// A program may have left folders without permissions: give them back to ourselves and try again.
void remove_tree(const std::string& path) {
    namespace fs = std::filesystem;
    std::error_code error;
    fs::remove_all(path, error);
    if (!error) return;
    std::error_code ignored;
    fs::permissions(path, fs::perms::owner_all, fs::perm_options::add | fs::perm_options::nofollow, ignored);
    for (fs::recursive_directory_iterator at(path, ignored), end; !ignored && at != end; at.increment(ignored))
        if (at->is_directory(error) && !at->is_symlink(error))
            fs::permissions(at->path(), fs::perms::owner_all, fs::perm_options::add, error);
    fs::remove_all(path, error);
}

Result<void> empty_folder(const std::string& path) {
    std::error_code error;
    for (std::filesystem::directory_iterator at(path, error), end; !error && at != end; at.increment(error))
        remove_tree(at->path().string());
    PARETOP_CHECK(make_folder(path));
    if (!std::filesystem::is_empty(path, error) || error)
        return fail(ErrorKind::io, "the folder cannot be emptied", path, "remove it by hand");
    return {};
}

WorkFolder::~WorkFolder() {
    if (folder_ >= 0) ::close(folder_);
}

bool WorkFolder::known_empty() {
    alignas(8) char entries[512];  // "." and ".." take 48 bytes
    struct stat named {};
    if (folder_ < 0 || ::lseek(folder_, 0, SEEK_SET) != 0) return false;
    const long size = ::syscall(SYS_getdents64, folder_, entries, sizeof entries);
    return size > 0 && size <= 48 && ::stat(path_.c_str(), &named) == 0 && S_ISDIR(named.st_mode);
}

Result<void> WorkFolder::prepare() {
    if (known_empty()) return {};
    PARETOP_CHECK(empty_folder(path_));
    ::chmod(path_.c_str(), 0700);
    if (folder_ >= 0) ::close(folder_);
    folder_ = ::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return folder_ >= 0 ? Result<void>() : io_error(path_, "the folder cannot be opened");
}

SlotFile::~SlotFile() {
    if (file_ >= 0) ::close(file_);
}

Result<void> SlotFile::open() {
    if (file_ >= 0) ::close(file_);
    ::unlink(path_.c_str());
    file_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    position_ = 0;
    return file_ >= 0 ? Result<void>() : io_error(path_, "the file cannot be made");
}

Result<void> SlotFile::truncate() {
    struct stat now {};
    position_ = 0;
    if (file_ < 0 || ::fstat(file_, &now) != 0 || now.st_nlink != 1) return open();
    if (now.st_size != 0 && ::ftruncate(file_, 0) != 0) return io_error(path_, "the file cannot be emptied");
    return {};
}

Result<void> SlotFile::write(const std::string& content) {
    struct stat now {};
    if (file_ < 0 || ::fstat(file_, &now) != 0 || now.st_nlink != 1) {
        PARETOP_CHECK(open());
        now.st_size = 0;
    }
    const auto size = static_cast<off_t>(content.size());
    if (now.st_size > size && ::ftruncate(file_, size) != 0) return io_error(path_, "the file cannot be written");
    if (::pwrite(file_, content.data(), content.size(), 0) != size) return io_error(path_, "the file cannot be written");
    return {};
}

bool SlotFile::follow() {
    const int replaced = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (replaced < 0) return false;
    ::close(file_);
    file_ = replaced;
    position_ = 0;
    return true;
}

std::int64_t SlotFile::unread() const {
    struct stat now {};
    return file_ >= 0 && ::fstat(file_, &now) == 0 ? std::max<std::int64_t>(now.st_size - position_, 0) : 0;
}

std::string SlotFile::read_on(std::size_t most) {
    struct stat now {};
    if (file_ < 0 || ::fstat(file_, &now) != 0) return {};
    if (now.st_nlink == 0 && follow() && ::fstat(file_, &now) != 0) return {};
    if (!S_ISREG(now.st_mode) || now.st_size <= position_) return {};
    std::string bytes(std::min(most, static_cast<std::size_t>(now.st_size - position_)), '\0');
    const ssize_t size = ::pread(file_, bytes.data(), bytes.size(), position_);
    bytes.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    position_ += static_cast<off_t>(bytes.size());
    return bytes;
}

}  // namespace paretop::executor
