// What is looked at before SQLite touches a file, so that a refused one stays byte for byte as it was. For storage/ only.
#pragma once

#include <cstdint>
#include <string>

#include "storage/base/result.h"
#include "storage/store.h"

namespace paretop::storage {

struct StoreFile {
    bool exists = false;
    bool empty = true;         // nothing in it yet, or only the start of a creation that a crash cut short
    bool writable = true;      // the file and its directory: SQLite keeps its log and an index beside the file
    bool has_log = false;      // a write-ahead log that is not empty
    bool has_index = false;    // the log's shared index: somebody has the store open, or crashed
    std::int32_t version = 0;  // user_version, without what the log may hold
};

// Refuses what Store::open has to refuse and what the bytes of the file alone tell.
Result<StoreFile> inspect(const std::string& path, const OpenOptions& options);

}  // namespace paretop::storage
