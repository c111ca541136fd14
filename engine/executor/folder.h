// Folders that children write into.
#pragma once

#include <sys/types.h>
#include <cstdint>
#include <string>

#include "storage/base/result.h"

namespace paretop::executor {

Result<void> make_folder(const std::string& path);   // with its parents; 0700 for those it makes
Result<void> empty_folder(const std::string& path);  // makes it where there is none; never follows a link out of it
void remove_tree(const std::string& path);           // what cannot be removed stays

// A folder that is mostly empty already: finding that out costs two system calls.
class WorkFolder {
  public:
    explicit WorkFolder(std::string path) : path_(std::move(path)) {}
    ~WorkFolder();
    WorkFolder(const WorkFolder&) = delete;
    WorkFolder& operator=(const WorkFolder&) = delete;

    [[nodiscard]] const std::string& path() const { return path_; }
    Result<void> prepare();  // empty and there afterwards, whatever a child did to it

  private:
    [[nodiscard]] bool known_empty();
    std::string path_;
    int folder_ = -1;
};

// A file rewritten for each trial and kept open: most rewrites are one or two system calls.
class SlotFile {
  public:
    explicit SlotFile(std::string path) : path_(std::move(path)) {}
    ~SlotFile();
    SlotFile(const SlotFile&) = delete;
    SlotFile& operator=(const SlotFile&) = delete;

    [[nodiscard]] const std::string& path() const { return path_; }
    Result<void> write(const std::string& content);  // a child that removed or replaced it gets a new one
    Result<void> truncate();
    // What was appended since the last call or truncate(), at most `most` bytes at once; empty: nothing new.
    std::string read_on(std::size_t most);
    [[nodiscard]] std::int64_t unread() const;  // bytes that read_on would still give

  private:
    Result<void> open();
    bool follow();  // the file that has the name now; false: it stays with the one it has
    std::string path_;
    int file_ = -1;
    off_t position_ = 0;
};

}  // namespace paretop::executor
