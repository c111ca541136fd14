// Writes to the write-ahead log, a commit at a time. SQLite appends two small pieces a page; a commit of a few pages is a dozen
// system calls, and each costs more than what it writes. For storage/ only.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <string>

namespace paretop::storage {

// A VFS over another one: while a COMMIT runs (between begin and end) what is appended to the log is gathered, and written as a
// whole with the frame that makes it a commit. So the log holds all of a transaction, or a part that no reader takes for one,
// before anybody is told; SQLite's lock on the log is held all the while. Outside of a COMMIT, and for all other files,
// everything goes straight through. Used by one thread, by one connection, which must be closed before it goes.
class LogWriter {
  public:
    explicit LogWriter(const std::string& base);  // name of the VFS that does the work; empty: the default
    ~LogWriter();
    LogWriter(const LogWriter&) = delete;
    LogWriter& operator=(const LogWriter&) = delete;

    [[nodiscard]] const char* name() const { return name_.c_str(); }  // for sqlite3_open_v2
    void begin() { gathering_ = true; }
    void end();  // what a failed COMMIT has left is dropped: others may append at the same place from now on

  private:
    struct File;
    struct Files;
    int write(sqlite3_file* log, const void* bytes, int size, std::int64_t at);
    int flush(sqlite3_file* log);

    sqlite3_vfs* base_;
    sqlite3_vfs vfs_{};
    std::string name_;
    bool gathering_ = false;
    bool last_frame_ = false;    // the page that comes next ends the transaction
    std::string pending_;        // gathered, not yet written
    std::int64_t position_ = 0;  // of pending_ in the log
};

}  // namespace paretop::storage
