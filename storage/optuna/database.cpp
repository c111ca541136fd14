#include "storage/optuna/database.h"

#include <fmt/format.h>

namespace paretop::storage::optuna {

Result<Database> Database::open(const std::string& path, Mode mode) {
    constexpr int k_busy_timeout_ms = 5000;
    sqlite3* db = nullptr;
    const int flags = mode == Mode::create ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
    const int code = sqlite3_open_v2(path.c_str(), &db, flags | SQLITE_OPEN_NOMUTEX, nullptr);
    Database database(std::unique_ptr<sqlite3, Close>(db), path);
    if (code != SQLITE_OK)
        return fail(ErrorKind::io, fmt::format("cannot be opened: {}", sqlite3_errstr(code)), path,
                    "check that its folder exists and that you may use it");
    sqlite3_busy_timeout(db, k_busy_timeout_ms);
    return database;
}

Error Database::trouble() const {
    const int code = sqlite3_errcode(db_.get());
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED)
        return {ErrorKind::busy, "another program is writing to it", path_, "try again when it has finished"};
    return {ErrorKind::io, fmt::format("SQLite cannot use it: {}", sqlite3_errmsg(db_.get())), path_,
            "copy it again, or look at it with `sqlite3 FILE 'PRAGMA integrity_check'`"};
}

Result<void> Database::execute(const std::string& sql) const {
    if (sqlite3_exec(db_.get(), sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK) return {};
    return tl::unexpected<Error>(trouble());
}

Result<Statement> Database::prepare(const std::string& sql) const {
    sqlite3_stmt* handle = nullptr;
    if (sqlite3_prepare_v2(db_.get(), sql.c_str(), -1, &handle, nullptr) != SQLITE_OK) return tl::unexpected<Error>(trouble());
    return Statement(std::make_unique<PreparedStatement>(handle));
}

}  // namespace paretop::storage::optuna
