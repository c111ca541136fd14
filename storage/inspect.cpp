#include "storage/inspect.h"

#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string_view>

#include "storage/file_system.h"
#include "storage/migrations.h"
#include "storage/sqlite_error.h"

namespace paretop::storage {
namespace {

using Mode = OpenOptions::Mode;

// The SQLite file format: a header of 100 bytes, big-endian numbers.
constexpr std::size_t k_header_size = 100;
constexpr std::size_t k_version_at = 60;
constexpr std::size_t k_application_at = 68;
constexpr std::size_t k_journal_pages_at = 16;  // in a rollback journal: pages of the file before the transaction
constexpr std::string_view k_magic{"SQLite format 3\0", 16};

struct Bytes {
    std::array<unsigned char, k_header_size> data{};
    std::size_t size = 0;

    [[nodiscard]] std::uint32_t number(std::size_t at) const {
        return std::uint32_t{data[at]} << 24 | std::uint32_t{data[at + 1]} << 16 | std::uint32_t{data[at + 2]} << 8 |
               data[at + 3];
    }
};

int read_bytes(sqlite3* db, Bytes& bytes) {
    sqlite3_file* file = nullptr;
    sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    sqlite3_int64 size = 0;
    int code = file->pMethods->xFileSize(file, &size);
    bytes.size = static_cast<std::size_t>(std::min<sqlite3_int64>(size, k_header_size));
    if (code == SQLITE_OK && bytes.size > 0)
        code = file->pMethods->xRead(file, bytes.data.data(), static_cast<int>(bytes.size), 0);
    return code;
}

// Through SQLite, which defers the close where it must: closing a descriptor of our own would drop the locks that other
// connections of this process hold on the file.
Result<Bytes> read_header(const std::string& path, const std::string& vfs) {
    sqlite3* db = nullptr;
    Bytes bytes;
    int code =
        sqlite3_open_v2(path.c_str(), &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, vfs.empty() ? nullptr : vfs.c_str());
    const int system_errno = db ? sqlite3_system_errno(db) : 0;
    if (code == SQLITE_OK) code = read_bytes(db, bytes);
    sqlite3_close(db);
    if (code != SQLITE_OK) return tl::unexpected<Error>(describe_sqlite(code, system_errno, sqlite3_errstr(code), path));
    return bytes;
}

std::int64_t size_of(const std::string& path) {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 ? status.st_size : -1;
}

// A crash while the store was created leaves a journal that says: there was nothing before.
bool creation_cut_short(const std::string& path) {
    if (size_of(path + "-journal") <= 0) return false;
    Bytes start;
    std::ifstream journal(path + "-journal", std::ios::binary);
    journal.read(reinterpret_cast<char*>(start.data.data()), static_cast<std::streamsize>(start.data.size()));
    return start.number(k_journal_pages_at) == 0;
}

tl::unexpected<Error> foreign(const std::string& path, std::string_view what) {
    return fail(ErrorKind::store, fmt::format("this is not a store of paretop but {}", what), path,
                "name another file with --store");
}

Result<void> check_header(const Bytes& header, const std::string& path) {
    if (header.size < k_header_size || std::memcmp(header.data.data(), k_magic.data(), k_magic.size()) != 0)
        return foreign(path, "some other file");
    if (header.number(k_application_at) != static_cast<std::uint32_t>(k_application_id))
        return foreign(path, "an SQLite database of another program");
    const auto version = header.number(k_version_at);
    if (version > migrations().size())
        return fail(ErrorKind::store,
                    fmt::format("the store is of version {}, this paretop knows {}", version, migrations().size()), path,
                    "use the newer paretop that wrote it");
    return {};
}

Result<void> check_place(const std::string& directory, const std::string& path, const OpenOptions& options) {
    const std::string name = options.file_system ? options.file_system(directory) : file_system_name(directory);
    if (!is_network_file_system(name)) return {};
    return fail(ErrorKind::store,
                fmt::format("the store would lie on a network file system ({}), where two machines can damage it", name), path,
                "keep it on a local disk, e.g. --store ~/.local/share/paretop/lab.db");
}

Result<StoreFile> inspect_missing(const std::string& directory, const std::string& path, Mode mode) {
    if (mode != Mode::create)
        return fail(ErrorKind::not_found, "there is no store here", path,
                    "start a run to make one, or name another with --store");
    if (::access(directory.c_str(), W_OK | X_OK) != 0)
        return fail(ErrorKind::store, fmt::format("could not make the store ({})", std::strerror(errno)), path,
                    "check that its directory exists and that you may write there");
    return StoreFile{};
}

Result<void> check_writable(const StoreFile& file, const std::string& path, Mode mode) {
    if (mode == Mode::read_only && file.empty)
        return fail(ErrorKind::not_found, "the store is empty", path, "start a run to fill it");
    if (mode == Mode::read_only || file.writable) return {};
    return fail(ErrorKind::store, "the store or its directory is read-only", path,
                "make both writable, or use another store with --store");
}

}  // namespace

Result<StoreFile> inspect(const std::string& path, const OpenOptions& options) {
    if (path.empty()) return fail(ErrorKind::usage, "the store has no name", {}, "name a file with --store");
    const std::string directory = (std::filesystem::path(path).parent_path() / ".").string();
    struct stat status {};
    const bool exists = ::stat(path.c_str(), &status) == 0;
    PARETOP_CHECK(check_place(exists ? path : directory, path, options));
    if (!exists) return inspect_missing(directory, path, options.mode);
    if (!S_ISREG(status.st_mode)) return foreign(path, S_ISDIR(status.st_mode) ? "a directory" : "something that is no file");

    StoreFile file;
    file.exists = true;
    file.empty = status.st_size == 0 || creation_cut_short(path);
    file.writable = ::access(path.c_str(), W_OK) == 0 && ::access(directory.c_str(), W_OK | X_OK) == 0;
    file.has_log = size_of(path + "-wal") > 0;
    file.has_index = size_of(path + "-shm") >= 0;
    if (!file.empty) {
        PARETOP_TRY(const Bytes header, read_header(path, options.vfs));
        PARETOP_CHECK(check_header(header, path));
        file.version = static_cast<std::int32_t>(header.number(k_version_at));
    }
    PARETOP_CHECK(check_writable(file, path, options.mode));
    return file;
}

}  // namespace paretop::storage
