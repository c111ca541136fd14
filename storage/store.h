// One connection to a store: an SQLite file that holds experiments, runs, trials and every measurement.
// A Store is used by one thread. Many may be open on one file; writers take turns (BEGIN IMMEDIATE).
// Nobody may open(2) and close(2) the file itself, or its -shm, while this process has a Store on it: that would drop SQLite's
// locks.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "storage/base/result.h"

namespace paretop::storage {

class Statement;

struct OpenOptions {
    enum class Mode { read_only, read_write, create };  // create: read_write, made when missing
    Mode mode = Mode::create;
    std::string vfs;             // SQLite VFS name; empty: the default. Tests put a faulty one here
    int busy_timeout_ms = 5000;  // how long a write waits for another writer
    // Name of the file system that holds a path; empty: file_system_name(). Tests pretend others.
    std::function<std::string(const std::string& path)> file_system;
};

class Store {
  public:
    // ":memory:" is a store of its own. Refused, and left untouched: a file that is not ours, one of a newer version,
    // a corrupt one, a path on a network file system (the reason is said). An older version is migrated in one transaction,
    // in read_only mode too; it is refused with the remedy where the file may not be written.
    static Result<Store> open(const std::string& path, const OpenOptions& options = {});
    Store(Store&&) noexcept;
    Store& operator=(Store&&) noexcept;
    ~Store();

    [[nodiscard]] const std::string& path() const;

    // Runs `body` inside BEGIN IMMEDIATE … COMMIT; rolled back when it fails. Once this returns success the changes survive
    // SIGKILL; they survive a power cut once sync() has returned (the engine calls it within 50 ms, see Syncer).
    Result<void> write(const std::function<Result<void>()>& body);
    // Returns when everything committed on this connection is on the disk.
    Result<void> sync();
    // A short read transaction: everything `body` reads is of one moment.
    Result<void> read(const std::function<Result<void>()>& body) const;
    // Changes when another connection has committed (never by this one's own writes); cheap.
    Result<std::int64_t> data_version() const;

    // For the other files of storage/ only: a cached prepared statement, reset when it goes out of scope.
    [[nodiscard]] Result<Statement> prepare(std::string_view sql) const;
    Result<void> execute(std::string_view sql) const;

  private:
    friend class Syncer;
    struct Connection;
    explicit Store(std::unique_ptr<Connection> connection);
    std::unique_ptr<Connection> connection_;
};

// Makes commits durable off the writer's thread: while dirty, the write-ahead log reaches the disk at least every 50 ms.
// Goes through the VFS of the store, which must outlive it.
class Syncer {
  public:
    explicit Syncer(Store& store);
    ~Syncer();  // syncs what is dirty, then stops
    Syncer(const Syncer&) = delete;
    Syncer& operator=(const Syncer&) = delete;
    void dirty();                     // call after each commit; never blocks
    Result<void> last_error() const;  // the first failed sync, if any: the engine stops the run on it

  private:
    struct State;
    std::unique_ptr<State> state_;
};

// An exclusive right to drive one run, held by the process and gone with it, however it ends (an fcntl lock on
// `<store>.lock`, one byte a run; never unlinked). At most one RunLock per process and run.
class RunLock {
  public:
    static Result<RunLock> acquire(const std::string& store_path, std::int64_t run);  // ErrorKind::busy names the owner's pid
    static std::int64_t owner(const std::string& store_path,
                              std::int64_t run);  // pid of the live owner, 0: nobody. The kernel's word
    RunLock(RunLock&&) noexcept;
    RunLock& operator=(RunLock&&) noexcept;
    ~RunLock();

  private:
    RunLock(int descriptor, std::int64_t run);
    int descriptor_ = -1;
    std::int64_t run_ = 0;
};

// Integrity, foreign keys, and the invariants of the design; one line per finding, empty: all is well.
Result<std::vector<std::string>> check_store(const Store& store);

}  // namespace paretop::storage
