// From SQLite's result codes to errors that say what to do. For the files of storage/ only.
#pragma once

#include <string>

#include "storage/base/result.h"

struct sqlite3;

namespace paretop::storage {

// `code` is an extended result code; system_errno what the operating system said about it, 0: nothing.
Error describe_sqlite(int code, int system_errno, const std::string& detail, const std::string& path);

// The last failure of a connection, named by its file.
Error sqlite_error(sqlite3* db, int code);

}  // namespace paretop::storage
