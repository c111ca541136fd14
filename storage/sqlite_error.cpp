#include "storage/sqlite_error.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace paretop::storage {
namespace {

// What the write-ahead log holds has to fit into the file before the log's own room can be used again, for removing things too.
Error full(const std::string& path) {
    constexpr std::uintmax_t k_mib = 1U << 20U;
    std::error_code error;
    const auto log = std::filesystem::file_size(path + "-wal", error);
    const auto room = fmt::format("{} MiB", 1 + (error ? 0 : (log + k_mib - 1) / k_mib));
    return {ErrorKind::store, "the disk is full", path,
            fmt::format("free {} there, then go on: everything committed so far is kept", room)};
}

std::string with_reason(const std::string& what, int system_errno) {
    return system_errno == 0 ? what : fmt::format("{} ({})", what, std::strerror(system_errno));
}

Error input_output(int code, int system_errno, const std::string& path) {
    if (system_errno == ENOSPC) return full(path);
    if (system_errno == EDQUOT)
        return {ErrorKind::store, "your disk quota is used up", path,
                "free some space, then go on: everything committed so far is kept"};
    const char* doing = "read or write";
    if (code == SQLITE_IOERR_READ || code == SQLITE_IOERR_SHORT_READ) doing = "read";
    if (code == SQLITE_IOERR_WRITE) doing = "write";
    if (code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC) doing = "sync";
    return {ErrorKind::io, with_reason(fmt::format("could not {} the store", doing), system_errno), path,
            "look at the disk (dmesg), then run `paretop check-store`"};
}

Error read_only(int code, const std::string& path) {
    if (code == SQLITE_READONLY_CANTINIT || code == SQLITE_READONLY_RECOVERY)
        return {ErrorKind::store, "the store has changes left by a crash that only somebody who may write can take over", path,
                "open it once from an account that may write to its directory"};
    return {ErrorKind::store, "the store is read-only", path,
            "make the file and its directory writable, or use another store with --store"};
}

Error constraint(int code, const std::string& detail, const std::string& path) {
    if (code == SQLITE_CONSTRAINT_FOREIGNKEY)
        return {ErrorKind::store, "what the new rows belong to is no longer in the store", path,
                "the run was removed meanwhile: start it again"};
    return {ErrorKind::internal, "the store refused a row: " + detail, path, "please report this"};
}

}  // namespace

Error describe_sqlite(int code, int system_errno, const std::string& detail, const std::string& path) {
    switch (code & 0xff) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return {ErrorKind::busy, "another program has been writing to the store for too long", path,
                    "find it with `fuser` on that file, end it or wait, then try again"};
        case SQLITE_FULL:
            return full(path);
        case SQLITE_IOERR:
            return input_output(code, system_errno, path);
        case SQLITE_READONLY:
            return read_only(code, path);
        case SQLITE_CORRUPT:
            return {ErrorKind::store, "the store is damaged: " + detail, path,
                    "run `paretop check-store`, and bring back a copy or save what is left with `sqlite3 FILE .recover`"};
        case SQLITE_NOTADB:
            return {ErrorKind::store, "this is not a store of paretop", path, "name another file with --store"};
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
        case SQLITE_AUTH:
            return {ErrorKind::store, with_reason("could not open the store", system_errno), path,
                    "check that the directory exists and that you may read and write it"};
        case SQLITE_CONSTRAINT:
            return constraint(code, detail, path);
        case SQLITE_TOOBIG:
            return {ErrorKind::store, "a text is too long for the store", path, "keep it under 1 GB"};
        case SQLITE_NOMEM:
            return {ErrorKind::io, "out of memory", path, "close something and try again"};
        default:
            return {ErrorKind::internal, fmt::format("SQLite: {} (code {})", detail, code), path, "please report this"};
    }
}

Error sqlite_error(sqlite3* db, int code) {
    const char* path = sqlite3_db_filename(db, "main");
    const bool last = sqlite3_extended_errcode(db) == code;
    return describe_sqlite(code, last ? sqlite3_system_errno(db) : 0, last ? sqlite3_errmsg(db) : sqlite3_errstr(code),
                           path && *path ? path : "the store in memory");
}

}  // namespace paretop::storage
