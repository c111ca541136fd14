#include "storage/connection.h"

#include <cerrno>

#include "storage/sqlite_error.h"

namespace paretop::storage {

Store::Connection::~Connection() {
    statements.clear();
    sqlite3_close(db);
}

Result<void> connect(sqlite3*& db, const std::string& path, int flags, const std::string& vfs, int busy_timeout_ms) {
    const int code = sqlite3_open_v2(path.c_str(), &db, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                                     vfs.empty() ? nullptr : vfs.c_str());
    if (!db) return tl::unexpected<Error>(describe_sqlite(SQLITE_NOMEM, 0, {}, path));
    if (code != SQLITE_OK)
        return tl::unexpected<Error>(describe_sqlite(code, sqlite3_system_errno(db), sqlite3_errmsg(db), path));
    sqlite3_busy_timeout(db, busy_timeout_ms);
    return {};
}

Result<void> execute_sql(sqlite3* db, const std::string& sql) {
    const int code = sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return tl::unexpected<Error>(sqlite_error(db, code));
    return {};
}

Result<void> sync_log(sqlite3* db) {
    sqlite3_file* log = nullptr;
    sqlite3_file_control(db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
    if (!log || !log->pMethods) return {};
    errno = 0;
    const int code = log->pMethods->xSync(log, SQLITE_SYNC_NORMAL);
    if (code == SQLITE_OK) return {};
    return tl::unexpected<Error>(describe_sqlite(code, errno, sqlite3_errstr(code), sqlite3_db_filename(db, "main")));
}

}  // namespace paretop::storage
