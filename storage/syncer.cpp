#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "storage/connection.h"
#include "storage/sqlite_error.h"

namespace paretop::storage {
namespace {

// After the first commit; the rest of the 50 ms is for the disk.
constexpr std::chrono::milliseconds k_delay{30};
// From this many frames on the log is moved into the file, here rather than in a commit of the writer.
constexpr int k_checkpoint_frames = 1000;
constexpr int k_busy_timeout_ms = 5000;  // while it opens: another process may be taking over a log

}  // namespace

// The thread has a connection of its own, so it shares nothing with the writer but SQLite's files; its log file stays open
// as long as it does, whatever the writer does with the log, and syncing one descriptor of a file syncs all that was written to
// it.
struct Syncer::State {
    sqlite3* db = nullptr;
    std::shared_ptr<LogSize> log_size;
    int checkpointed = 0;  // log size at the last checkpoint

    mutable std::mutex mutex;
    std::condition_variable changed;
    std::optional<std::chrono::steady_clock::time_point> dirty_since;
    bool stopping = false;
    std::optional<Error> error;
    std::thread thread;

    void run();
    Result<void> sync();
    Result<void> checkpoint();
};

void Syncer::State::run() {
    std::unique_lock lock(mutex);
    for (;;) {
        changed.wait(lock, [&] { return stopping || dirty_since; });
        if (!dirty_since) return;
        const auto due = *dirty_since + k_delay;
        changed.wait_until(lock, due, [&] { return stopping; });
        dirty_since.reset();
        lock.unlock();
        auto synced = sync();
        lock.lock();
        if (!synced && !error) error = std::move(synced).error();
    }
}

Result<void> Syncer::State::sync() {
    PARETOP_CHECK(sync_log(db));
    return checkpoint();
}

Result<void> Syncer::State::checkpoint() {
    const int frames = log_size->load(std::memory_order_relaxed);
    if (frames < checkpointed) checkpointed = 0;  // the writer has started the log anew
    if (frames - checkpointed < k_checkpoint_frames) return {};
    const int code = sqlite3_wal_checkpoint_v2(db, "main", SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY) return tl::unexpected<Error>(sqlite_error(db, code));
    checkpointed = frames;
    return {};
}

Syncer::Syncer(Store& store) : state_(std::make_unique<State>()) {
    const auto& connection = *store.connection_;
    const char* path = sqlite3_db_filename(connection.db, "main");
    if (!path || !*path) return;  // in memory
    auto opened = connect(state_->db, path, SQLITE_OPEN_READWRITE, connection.vfs, k_busy_timeout_ms);
    if (opened)
        opened = execute_sql(state_->db, "PRAGMA synchronous = NORMAL; SELECT 1 FROM sqlite_schema LIMIT 1");  // opens the log
    if (!opened) {
        state_->error = opened.error();
        return;
    }
    state_->log_size = connection.log_size;
    state_->thread = std::thread([state = state_.get()] { state->run(); });
}

Syncer::~Syncer() {
    if (state_->thread.joinable()) {
        {
            const std::lock_guard lock(state_->mutex);
            state_->stopping = true;
        }
        state_->changed.notify_one();
        state_->thread.join();
    }
    sqlite3_close(state_->db);
}

void Syncer::dirty() {
    {
        const std::lock_guard lock(state_->mutex);
        if (state_->dirty_since) return;
        state_->dirty_since = std::chrono::steady_clock::now();
    }
    state_->changed.notify_one();
}

Result<void> Syncer::last_error() const {
    const std::lock_guard lock(state_->mutex);
    if (state_->error) return tl::unexpected<Error>(*state_->error);
    return {};
}

}  // namespace paretop::storage
