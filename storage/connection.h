// What a Store holds. For storage/ only.
#pragma once

#include <sqlite3.h>

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "storage/log_writer.h"
#include "storage/statement.h"
#include "storage/store.h"

namespace paretop::storage {

// Frames in the write-ahead log at the last commit: the writer counts, the Syncer's thread looks.
using LogSize = std::atomic<int>;

struct Store::Connection {
    std::string path;  // as given
    std::string vfs;
    std::unique_ptr<LogWriter> log;  // of one that writes to a file; over `vfs`
    sqlite3* db = nullptr;
    std::map<std::string, std::unique_ptr<PreparedStatement>, std::less<>> statements;
    std::shared_ptr<LogSize> log_size = std::make_shared<LogSize>(0);

    Connection() = default;
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
};

// Opens a connection without looking at what it opens; `flags` are sqlite3_open_v2's.
Result<void> connect(sqlite3*& db, const std::string& path, int flags, const std::string& vfs, int busy_timeout_ms);
Result<void> execute_sql(sqlite3* db, const std::string& sql);
// The write-ahead log of this connection to the disk. Errors name the file.
Result<void> sync_log(sqlite3* db);

}  // namespace paretop::storage
