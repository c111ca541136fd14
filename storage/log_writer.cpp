#include "storage/log_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <new>
#include <string_view>

namespace paretop::storage {
namespace {

// The format of a log: before each page a header of 24 bytes, whose second word is not 0 in the last frame of a transaction.
constexpr int k_frame_header = 24;
constexpr std::size_t k_most_pending = std::size_t{1} << 20;
constexpr std::size_t k_largest_write = 64 * 1024;  // SQLite's own VFS fails from 128 KiB on

bool ends_transaction(const void* header) {
    const auto* bytes = static_cast<const unsigned char*>(header);
    return (bytes[4] | bytes[5] | bytes[6] | bytes[7]) != 0;
}

}  // namespace

// As SQLite sees a log: the real one lies behind it in the same piece of memory.
struct LogWriter::File {
    sqlite3_file seen;
    LogWriter* writer;
    sqlite3_file* real;
};

struct LogWriter::Files {
    static LogWriter& writer_of(sqlite3_vfs* vfs) { return *static_cast<LogWriter*>(vfs->pAppData); }
    static sqlite3_vfs* base_of(sqlite3_vfs* vfs) { return writer_of(vfs).base_; }
    static int remove(sqlite3_vfs* vfs, const char* path, int sync) { return base_of(vfs)->xDelete(base_of(vfs), path, sync); }
    static int access(sqlite3_vfs* vfs, const char* path, int flags, int* out) {
        return base_of(vfs)->xAccess(base_of(vfs), path, flags, out);
    }
    static int full_path(sqlite3_vfs* vfs, const char* path, int size, char* out) {
        return base_of(vfs)->xFullPathname(base_of(vfs), path, size, out);
    }
    static int random(sqlite3_vfs* vfs, int size, char* out) { return base_of(vfs)->xRandomness(base_of(vfs), size, out); }
    static int sleep(sqlite3_vfs* vfs, int microseconds) { return base_of(vfs)->xSleep(base_of(vfs), microseconds); }
    static int time(sqlite3_vfs* vfs, double* out) { return base_of(vfs)->xCurrentTime(base_of(vfs), out); }
    static int error(sqlite3_vfs* vfs, int size, char* out) { return base_of(vfs)->xGetLastError(base_of(vfs), size, out); }

    static File& of(sqlite3_file* file) { return *reinterpret_cast<File*>(file); }
    // The real file, with everything in it that was written.
    static sqlite3_file* settled(sqlite3_file* file, int& code) {
        code = of(file).writer->flush(of(file).real);
        return of(file).real;
    }

    static int close(sqlite3_file* file) { return of(file).real->pMethods->xClose(of(file).real); }
    static int read(sqlite3_file* file, void* into, int size, sqlite3_int64 at) {
        int code = SQLITE_OK;
        auto* real = settled(file, code);
        return code == SQLITE_OK ? real->pMethods->xRead(real, into, size, at) : code;
    }
    static int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
        return of(file).writer->write(of(file).real, bytes, size, at);
    }
    static int truncate(sqlite3_file* file, sqlite3_int64 size) {
        int code = SQLITE_OK;
        auto* real = settled(file, code);
        return code == SQLITE_OK ? real->pMethods->xTruncate(real, size) : code;
    }
    static int sync(sqlite3_file* file, int flags) {
        int code = SQLITE_OK;
        auto* real = settled(file, code);
        return code == SQLITE_OK ? real->pMethods->xSync(real, flags) : code;
    }
    static int size(sqlite3_file* file, sqlite3_int64* out) {
        int code = SQLITE_OK;
        auto* real = settled(file, code);
        return code == SQLITE_OK ? real->pMethods->xFileSize(real, out) : code;
    }
    static int lock(sqlite3_file* file, int level) { return of(file).real->pMethods->xLock(of(file).real, level); }
    static int unlock(sqlite3_file* file, int level) { return of(file).real->pMethods->xUnlock(of(file).real, level); }
    static int reserved(sqlite3_file* file, int* out) { return of(file).real->pMethods->xCheckReservedLock(of(file).real, out); }
    static int control(sqlite3_file* file, int operation, void* argument) {
        return of(file).real->pMethods->xFileControl(of(file).real, operation, argument);
    }
    static int sector(sqlite3_file* file) { return of(file).real->pMethods->xSectorSize(of(file).real); }
    static int traits(sqlite3_file* file) { return of(file).real->pMethods->xDeviceCharacteristics(of(file).real); }

    static int open(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* out_flags) {
        auto* base = base_of(vfs);
        if ((flags & SQLITE_OPEN_WAL) == 0) return base->xOpen(base, path, file, flags, out_flags);
        auto* real = reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(file) + sizeof(File));
        auto& self = *new (file) File{{nullptr}, &writer_of(vfs), real};
        const int code = base->xOpen(base, path, real, flags, out_flags);
        if (real->pMethods != nullptr) self.seen.pMethods = &k_methods;
        return code;
    }

    static constexpr sqlite3_io_methods k_methods{1,       close,   read,     write,   truncate, sync,   size,
                                                  lock,    unlock,  reserved, control, sector,   traits, nullptr,
                                                  nullptr, nullptr, nullptr,  nullptr, nullptr};
};

LogWriter::LogWriter(const std::string& base)
    : base_(sqlite3_vfs_find(base.empty() ? nullptr : base.c_str())), name_(fmt::format("paretop-{}", fmt::ptr(this))) {
    if (base_ == nullptr) return;  // the open that follows will say so
    vfs_.iVersion = 1;
    vfs_.szOsFile = static_cast<int>(sizeof(File)) + base_->szOsFile;
    vfs_.mxPathname = base_->mxPathname;
    vfs_.zName = name_.c_str();
    vfs_.pAppData = this;
    vfs_.xOpen = Files::open;
    vfs_.xDelete = Files::remove;
    vfs_.xAccess = Files::access;
    vfs_.xFullPathname = Files::full_path;
    vfs_.xRandomness = Files::random;
    vfs_.xSleep = Files::sleep;
    vfs_.xCurrentTime = Files::time;
    vfs_.xGetLastError = Files::error;
    sqlite3_vfs_register(&vfs_, 0);
}

LogWriter::~LogWriter() {
    if (base_ != nullptr) sqlite3_vfs_unregister(&vfs_);
}

void LogWriter::end() {
    gathering_ = false;
    last_frame_ = false;
    pending_.clear();
}

int LogWriter::write(sqlite3_file* log, const void* bytes, int size, std::int64_t at) {
    if (at != position_ + static_cast<std::int64_t>(pending_.size())) {
        if (const int code = flush(log); code != SQLITE_OK) return code;
        position_ = at;
    }
    if (!gathering_) return log->pMethods->xWrite(log, bytes, size, at);
    pending_.append(static_cast<const char*>(bytes), static_cast<std::size_t>(size));
    if (size == k_frame_header) {
        last_frame_ = ends_transaction(bytes);
        return SQLITE_OK;
    }
    if (!last_frame_ && pending_.size() < k_most_pending) return SQLITE_OK;
    gathering_ = !last_frame_;
    return flush(log);
}

int LogWriter::flush(sqlite3_file* log) {
    if (pending_.empty()) return SQLITE_OK;
    int code = SQLITE_OK;
    const std::string_view bytes = pending_;
    for (std::size_t at = 0; at < bytes.size() && code == SQLITE_OK; at += k_largest_write) {
        const auto part = bytes.substr(at, k_largest_write);
        code = log->pMethods->xWrite(log, part.data(), static_cast<int>(part.size()), position_ + static_cast<std::int64_t>(at));
    }
    position_ += static_cast<std::int64_t>(pending_.size());
    pending_.clear();
    return code;
}

}  // namespace paretop::storage
