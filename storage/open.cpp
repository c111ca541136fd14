#include <fmt/format.h>

#include <chrono>
#include <optional>
#include <string>
#include <thread>

#include "storage/connection.h"
#include "storage/inspect.h"
#include "storage/lock_owner.h"
#include "storage/migrations.h"
#include "storage/sqlite_error.h"

namespace paretop::storage {
namespace {

using Mode = OpenOptions::Mode;

constexpr int k_page_size = 2048;
constexpr int k_cache_kib = 8000;
// A writer without a Syncer moves its log into the file at this many frames; a Syncer does it earlier, off the writer's thread.
constexpr int k_checkpoint_frames = 16384;

constexpr const char* k_settings =
    "PRAGMA foreign_keys = ON; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF;"
    "PRAGMA journal_size_limit = 67108864; PRAGMA secure_delete = OFF;";

int count_frames(void* log_size, sqlite3* db, const char* name, int frames) {
    static_cast<LogSize*>(log_size)->store(frames, std::memory_order_relaxed);
    if (frames >= k_checkpoint_frames) sqlite3_wal_checkpoint_v2(db, name, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    return SQLITE_OK;  // the commit has happened, whatever became of the checkpoint
}

// As a URI that promises SQLite that nobody writes: without a log there is nothing else to read a file we may not write.
std::string immutable_uri(const std::string& path) {
    std::string uri = "file:";
    for (const char c : path) {
        if (c == '?' || c == '#' || c == '%')
            uri += fmt::format("%{:02X}", static_cast<unsigned char>(c));
        else
            uri += c;
    }
    return uri + "?immutable=1";
}

Result<std::int64_t> read_version(sqlite3* db) {
    sqlite3_stmt* handle = nullptr;
    int code = sqlite3_prepare_v2(db, "PRAGMA user_version", -1, &handle, nullptr);
    if (code == SQLITE_OK) code = sqlite3_step(handle);
    const std::int64_t version = code == SQLITE_ROW ? sqlite3_column_int64(handle, 0) : 0;
    const auto error = code == SQLITE_ROW ? std::nullopt : std::optional(sqlite_error(db, code));
    sqlite3_finalize(handle);
    if (error) return tl::unexpected<Error>(*error);
    return version;
}

Result<void> check_version(std::int64_t version, const std::string& path, bool writable) {
    const auto known = static_cast<std::int64_t>(migrations().size());
    if (version > known)
        return fail(ErrorKind::store, fmt::format("the store is of version {}, this paretop knows {}", version, known), path,
                    "use the newer paretop that wrote it");
    if (version < known && !writable)
        return fail(ErrorKind::store, fmt::format("the store is of version {} and has to be upgraded to {}", version, known),
                    path, "let somebody who may write it run `paretop ls` once");
    return {};
}

// An engine of the older version goes on writing what it knows: nobody changes the schema under it.
Result<void> need_nobody_writing(std::int64_t version, const std::string& path) {
    const auto owner = lock_owner(path);
    if (owner == 0) return {};
    return fail(ErrorKind::busy,
                fmt::format("the store is of version {} and has to be upgraded to {}, but {} of the older paretop is writing it",
                            version, migrations().size(), owner > 0 ? fmt::format("process {}", owner) : "a process"),
                path, "pause its runs with the older paretop, or wait until they end; then try again");
}

// A log that a crash left behind may hold what makes us refuse the file. Reads it with an index in our own memory, alone,
// and leaves the file and its log as they are.
Result<void> check_left_log(const std::string& path, const OpenOptions& options) {
    sqlite3* db = nullptr;
    auto looked = connect(db, path, SQLITE_OPEN_READWRITE, options.vfs, options.busy_timeout_ms);
    if (looked) {
        sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
        looked = execute_sql(db, "PRAGMA locking_mode = EXCLUSIVE");
    }
    if (looked) {
        const auto version = read_version(db);
        looked = version ? check_version(*version, path, true) : Result<void>(tl::unexpected<Error>(version.error()));
    }
    sqlite3_close(db);
    return looked;
}

// Needs the file for a moment alone, for which SQLite does not wait by itself.
Result<void> switch_to_log(sqlite3* db, int timeout_ms) {
    for (int waited_ms = 0;; waited_ms += 10) {
        auto switched = execute_sql(db, "PRAGMA journal_mode = WAL");
        if (switched || switched.error().kind != ErrorKind::busy || waited_ms >= timeout_ms) return switched;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
}

// Reads a page of every table, so that gross damage is found now.
constexpr const char* k_touch =
    "SELECT (SELECT max(id) FROM experiment), (SELECT max(id) FROM run), (SELECT max(id) FROM configuration),"
    "(SELECT number FROM trial LIMIT 1), (SELECT value FROM measurement LIMIT 1), (SELECT max(id) FROM front),"
    "(SELECT max(id) FROM event), (SELECT max(id) FROM request), (SELECT max(id) FROM artifact),"
    "(SELECT max(id) FROM profile), (SELECT number FROM operation LIMIT 1), (SELECT number FROM lane LIMIT 1),"
    "(SELECT max(id) FROM operation_sample), (SELECT number FROM function LIMIT 1), (SELECT operation FROM function_map LIMIT 1),"
    "(SELECT profile FROM counter LIMIT 1), (SELECT profile FROM call LIMIT 1), (SELECT profile FROM call_edge LIMIT 1), (SELECT "
    "profile FROM omission LIMIT 1)";

Result<void> set_up_memory(Store& store) { return migrate(store, migrations()); }

Result<void> set_up_file(Store& store, sqlite3* db, const StoreFile& file, const OpenOptions& options) {
    if (file.empty) PARETOP_CHECK(execute_sql(db, fmt::format("PRAGMA page_size = {}", k_page_size)));
    PARETOP_TRY(const auto version, read_version(db));
    if (!file.empty) PARETOP_CHECK(check_version(version, store.path(), file.writable));
    if (!file.empty && version < static_cast<std::int64_t>(migrations().size()))
        PARETOP_CHECK(need_nobody_writing(version, store.path()));
    sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, nullptr);
    const bool reads = options.mode == Mode::read_only;
    if (!reads || version < static_cast<std::int64_t>(migrations().size())) PARETOP_CHECK(migrate(store, migrations()));
    PARETOP_CHECK(reads ? execute_sql(db, "PRAGMA query_only = ON") : switch_to_log(db, options.busy_timeout_ms));
    return execute_sql(db, k_touch);
}

Result<void> open_file(sqlite3*& db, const std::string& path, const StoreFile& file, const OpenOptions& options,
                       const std::string& vfs) {
    if (file.has_log && !file.has_index && file.writable && !file.empty) PARETOP_CHECK(check_left_log(path, options));
    // Where we may write, a reader opens for writing too (and is held to queries): only then does SQLite tidy up its log.
    int flags = file.writable ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
    if (options.mode == Mode::create) flags |= SQLITE_OPEN_CREATE;
    const bool immutable = !file.writable && !file.has_log;
    PARETOP_CHECK(connect(db, immutable ? immutable_uri(path) : path, immutable ? flags | SQLITE_OPEN_URI : flags, vfs,
                          options.busy_timeout_ms));
    if (file.has_log) sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    return {};
}

}  // namespace

Result<Store> Store::open(const std::string& path, const OpenOptions& options) {
    // Nobody asks how much memory SQLite uses, and counting takes a lock for every piece. Too late (refused) when something else
    // has used SQLite before: then it counts.
    [[maybe_unused]] static const int uncounted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    auto connection = std::make_unique<Connection>();
    connection->path = path;
    connection->vfs = options.vfs;
    sqlite3*& db = connection->db;
    const bool in_memory = path == ":memory:";
    StoreFile file;
    if (in_memory) {
        PARETOP_CHECK(connect(db, path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, {}, options.busy_timeout_ms));
    } else {
        PARETOP_TRY(file, inspect(path, options));
        if (options.mode != Mode::read_only) connection->log = std::make_unique<LogWriter>(options.vfs);
        PARETOP_CHECK(open_file(db, path, file, options, connection->log ? connection->log->name() : options.vfs));
        sqlite3_wal_hook(db, count_frames, connection->log_size.get());
    }
    PARETOP_CHECK(execute_sql(db, fmt::format("{} PRAGMA cache_size = -{}", k_settings, k_cache_kib)));
    Store store(std::move(connection));
    PARETOP_CHECK(in_memory ? set_up_memory(store) : set_up_file(store, store.connection_->db, file, options));
    return store;
}

}  // namespace paretop::storage
