#include "tests/support/storage/faulty_vfs.h"

#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <filesystem>
#include <limits>
#include <map>
#include <mutex>
#include <new>
#include <optional>
#include <random>
#include <vector>

#include "tests/support/storage/temporary_folder.h"

namespace paretop::test {
namespace {

constexpr std::int64_t k_never = std::numeric_limits<std::int64_t>::max();
constexpr std::size_t k_sector = 512;

struct Change {
    enum class Kind { write, truncate, remove } kind;
    std::size_t at = 0;  // of a write; of a truncation the new size
    std::string bytes;
};

void carry_out(std::optional<std::string>& content, const Change& change) {
    if (change.kind == Change::Kind::remove) {
        content.reset();
        return;
    }
    if (!content) content.emplace();
    if (change.kind == Change::Kind::truncate) {
        content->resize(change.at);
        return;
    }
    if (content->size() < change.at + change.bytes.size()) content->resize(change.at + change.bytes.size());
    content->replace(change.at, change.bytes.size(), change.bytes);
}

// What the disk holds of a file for certain, and what has been asked of it since.
struct Shadow {
    std::optional<std::string> synced;
    std::vector<Change> changes;

    void sync() {
        for (const auto& change : changes) carry_out(synced, change);
        changes.clear();
        if (!synced) synced.emplace();
    }

    [[nodiscard]] std::optional<std::string> after_power_cut(std::mt19937& random) const {
        auto content = synced;
        for (auto change : changes) {
            const auto fate = random() % 4;  // lost, torn, or there
            if (fate == 0) continue;
            if (fate == 1)
                change.bytes.resize(std::min(change.bytes.size(), random() % (change.bytes.size() / k_sector + 1) * k_sector));
            carry_out(content, change);
        }
        return content;
    }
};

}  // namespace

struct FaultyVfs::State {
    sqlite3_vfs vfs{};
    sqlite3_vfs* base = sqlite3_vfs_find(nullptr);
    std::string name;
    mutable std::mutex mutex;
    std::map<std::string, Shadow> shadows;
    std::int64_t writes = 0, written = 0, syncs = 0;
    std::int64_t failing = k_never, capacity = k_never, cut = k_never;
    bool syncs_fail = false;

    [[nodiscard]] bool dead() const { return writes >= cut; }
    void set() {
        writes = written = 0;
        failing = capacity = cut = k_never;
        syncs_fail = false;
    }
    int before_write(std::int64_t size) {
        ++writes;
        if (dead()) return SQLITE_IOERR_WRITE;
        if (writes == failing) return SQLITE_IOERR_WRITE;
        if (written + size > capacity) return SQLITE_FULL;
        written += size;
        return SQLITE_OK;
    }
};

namespace {

struct File {
    sqlite3_file base;  // first: SQLite sees only this
    FaultyVfs::State* state;
    sqlite3_file* real;
    Shadow* shadow;  // of the files that matter after a crash
};

File& as_file(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }
sqlite3_file* real(sqlite3_file* file) { return as_file(file).real; }
FaultyVfs::State& state_of(sqlite3_vfs* vfs) { return *static_cast<FaultyVfs::State*>(vfs->pAppData); }

int file_close(sqlite3_file* file) { return real(file)->pMethods->xClose(real(file)); }

int file_read(sqlite3_file* file, void* into, int size, sqlite3_int64 at) {
    return real(file)->pMethods->xRead(real(file), into, size, at);
}

int file_write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
    auto& self = as_file(file);
    const std::lock_guard lock(self.state->mutex);
    if (const int code = self.state->before_write(size); code != SQLITE_OK) return code;
    const int code = self.real->pMethods->xWrite(self.real, bytes, size, at);
    if (code == SQLITE_OK && self.shadow) {
        const std::string written(static_cast<const char*>(bytes), static_cast<std::size_t>(size));
        self.shadow->changes.push_back(Change{Change::Kind::write, static_cast<std::size_t>(at), written});
    }
    return code;
}

int file_truncate(sqlite3_file* file, sqlite3_int64 size) {
    auto& self = as_file(file);
    const std::lock_guard lock(self.state->mutex);
    if (self.state->dead()) return SQLITE_IOERR_TRUNCATE;
    if (self.shadow) self.shadow->changes.push_back(Change{Change::Kind::truncate, static_cast<std::size_t>(size), {}});
    return self.real->pMethods->xTruncate(self.real, size);
}

// The real disk is left in peace: whatever a test calls a power cut, the machine goes on.
int file_sync(sqlite3_file* file, int) {
    auto& self = as_file(file);
    const std::lock_guard lock(self.state->mutex);
    if (self.state->dead() || self.state->syncs_fail) return SQLITE_IOERR_FSYNC;
    if (self.shadow) self.shadow->sync();
    ++self.state->syncs;
    return SQLITE_OK;
}

int file_size(sqlite3_file* file, sqlite3_int64* size) { return real(file)->pMethods->xFileSize(real(file), size); }
int file_lock(sqlite3_file* file, int level) { return real(file)->pMethods->xLock(real(file), level); }
int file_unlock(sqlite3_file* file, int level) { return real(file)->pMethods->xUnlock(real(file), level); }
int file_reserved(sqlite3_file* file, int* out) { return real(file)->pMethods->xCheckReservedLock(real(file), out); }
int file_control(sqlite3_file* file, int op, void* argument) {
    return real(file)->pMethods->xFileControl(real(file), op, argument);
}
int file_sector(sqlite3_file* file) { return real(file)->pMethods->xSectorSize(real(file)); }
int file_traits(sqlite3_file* file) { return real(file)->pMethods->xDeviceCharacteristics(real(file)); }
int file_map(sqlite3_file* file, int page, int size, int extend, void volatile** out) {
    return real(file)->pMethods->xShmMap(real(file), page, size, extend, out);
}
int file_map_lock(sqlite3_file* file, int offset, int count, int flags) {
    return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}
void file_map_barrier(sqlite3_file* file) { real(file)->pMethods->xShmBarrier(real(file)); }
int file_unmap(sqlite3_file* file, int remove) { return real(file)->pMethods->xShmUnmap(real(file), remove); }

// Version 2: no memory-mapped reads of the file, which would go round us.
constexpr sqlite3_io_methods k_file_methods{2,           file_close, file_read,     file_write,       file_truncate, file_sync,
                                            file_size,   file_lock,  file_unlock,   file_reserved,    file_control,  file_sector,
                                            file_traits, file_map,   file_map_lock, file_map_barrier, file_unmap,    nullptr,
                                            nullptr};

std::optional<std::string> content_of(sqlite3_file* file) {
    sqlite3_int64 size = 0;
    file->pMethods->xFileSize(file, &size);
    if (size == 0) return std::nullopt;
    std::string bytes(static_cast<std::size_t>(size), '\0');
    file->pMethods->xRead(file, bytes.data(), static_cast<int>(size), 0);
    return bytes;
}

Shadow* shadow_of(FaultyVfs::State& state, const char* path, sqlite3_file* file) {
    const auto [entry, fresh] = state.shadows.try_emplace(path);
    if (fresh) entry->second.synced = content_of(file);
    return &entry->second;
}

int vfs_open(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* out_flags) {
    auto& state = state_of(vfs);
    const std::lock_guard lock(state.mutex);
    auto& self = *new (file) File{
        {nullptr}, &state, reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(file) + sizeof(File)), nullptr};
    const int code = state.base->xOpen(state.base, path, self.real, flags, out_flags);
    if (code != SQLITE_OK) return code;
    self.base.pMethods = &k_file_methods;
    if (path && (flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL)) != 0)
        self.shadow = shadow_of(state, path, self.real);
    return SQLITE_OK;
}

int vfs_delete(sqlite3_vfs* vfs, const char* path, int sync_folder) {
    auto& state = state_of(vfs);
    const std::lock_guard lock(state.mutex);
    if (state.dead()) return SQLITE_IOERR_DELETE;
    if (const auto known = state.shadows.find(path); known != state.shadows.end()) {
        known->second.changes.push_back(Change{Change::Kind::remove, 0, {}});
        if (sync_folder != 0) known->second = {};
    }
    return state.base->xDelete(state.base, path, sync_folder);
}

int vfs_access(sqlite3_vfs* vfs, const char* path, int flags, int* out) {
    auto* base = state_of(vfs).base;
    return base->xAccess(base, path, flags, out);
}
int vfs_full_path(sqlite3_vfs* vfs, const char* path, int size, char* out) {
    auto* base = state_of(vfs).base;
    return base->xFullPathname(base, path, size, out);
}
int vfs_random(sqlite3_vfs* vfs, int size, char* out) {
    auto* base = state_of(vfs).base;
    return base->xRandomness(base, size, out);
}
int vfs_sleep(sqlite3_vfs* vfs, int microseconds) {
    auto* base = state_of(vfs).base;
    return base->xSleep(base, microseconds);
}
int vfs_time(sqlite3_vfs* vfs, double* out) {
    auto* base = state_of(vfs).base;
    return base->xCurrentTime(base, out);
}
int vfs_error(sqlite3_vfs* vfs, int size, char* out) {
    auto* base = state_of(vfs).base;
    return base->xGetLastError(base, size, out);
}

}  // namespace

FaultyVfs::FaultyVfs() : state_(std::make_unique<State>()) {
    static std::atomic<int> count{0};
    state_->name = "faulty-" + std::to_string(++count);
    auto& vfs = state_->vfs;
    vfs.iVersion = 1;
    vfs.szOsFile = static_cast<int>(sizeof(File)) + state_->base->szOsFile;
    vfs.mxPathname = state_->base->mxPathname;
    vfs.zName = state_->name.c_str();
    vfs.pAppData = state_.get();
    vfs.xOpen = vfs_open;
    vfs.xDelete = vfs_delete;
    vfs.xAccess = vfs_access;
    vfs.xFullPathname = vfs_full_path;
    vfs.xRandomness = vfs_random;
    vfs.xSleep = vfs_sleep;
    vfs.xCurrentTime = vfs_time;
    vfs.xGetLastError = vfs_error;
    sqlite3_vfs_register(&vfs, 0);
}

FaultyVfs::~FaultyVfs() { sqlite3_vfs_unregister(&state_->vfs); }

const std::string& FaultyVfs::name() const { return state_->name; }

void FaultyVfs::fail_write(std::int64_t nth) {
    const std::lock_guard lock(state_->mutex);
    state_->set();
    state_->failing = nth;
}

void FaultyVfs::fill_disk_after(std::int64_t bytes) {
    const std::lock_guard lock(state_->mutex);
    state_->set();
    state_->capacity = bytes;
}

void FaultyVfs::fail_syncs() {
    const std::lock_guard lock(state_->mutex);
    state_->set();
    state_->syncs_fail = true;
}

void FaultyVfs::cut_power_at_write(std::int64_t nth) {
    const std::lock_guard lock(state_->mutex);
    state_->set();
    state_->cut = nth;
}

void FaultyVfs::cut_power() { cut_power_at_write(0); }

void FaultyVfs::heal() {
    const std::lock_guard lock(state_->mutex);
    state_->set();
}

std::int64_t FaultyVfs::writes() const {
    const std::lock_guard lock(state_->mutex);
    return state_->writes;
}

std::int64_t FaultyVfs::syncs() const {
    const std::lock_guard lock(state_->mutex);
    return state_->syncs;
}

void FaultyVfs::restore(unsigned seed) {
    const std::lock_guard lock(state_->mutex);
    std::mt19937 random(seed);
    for (const auto& [path, shadow] : state_->shadows) {
        const auto content = shadow.after_power_cut(random);
        if (content)
            write_bytes(path, *content);
        else
            std::filesystem::remove(path);
        std::filesystem::remove(path + "-shm");
    }
    state_->shadows.clear();
    state_->set();
}

}  // namespace paretop::test
