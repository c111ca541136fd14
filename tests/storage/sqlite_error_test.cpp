#include "storage/sqlite_error.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <cerrno>

#include "tests/support/storage/temporary_folder.h"

namespace paretop::storage {
namespace {

struct Case {
    int code;
    int system_errno;
    ErrorKind kind;
    const char* words;
};

class SqliteError : public testing::TestWithParam<Case> {};

TEST_P(SqliteError, SaysWhatAndWhereAndWhatToDo) {
    const auto& expected = GetParam();
    const Error error = describe_sqlite(expected.code, expected.system_errno, "detail", "/lab.db");
    EXPECT_EQ(error.kind, expected.kind);
    EXPECT_NE(error.what.find(expected.words), std::string::npos) << error.message();
    EXPECT_EQ(error.where, "/lab.db");
    EXPECT_FALSE(error.remedy.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Codes, SqliteError,
    testing::Values(Case{SQLITE_BUSY, 0, ErrorKind::busy, "another program"},
                    Case{SQLITE_BUSY_SNAPSHOT, 0, ErrorKind::busy, "another program"},
                    Case{SQLITE_FULL, 0, ErrorKind::store, "the disk is full"},
                    Case{SQLITE_IOERR_SHMSIZE, ENOSPC, ErrorKind::store, "the disk is full"},
                    Case{SQLITE_IOERR_WRITE, EDQUOT, ErrorKind::store, "quota"},
                    Case{SQLITE_IOERR_WRITE, EIO, ErrorKind::io, "could not write the store (Input/output error)"},
                    Case{SQLITE_IOERR_READ, EIO, ErrorKind::io, "could not read the store"},
                    Case{SQLITE_IOERR_FSYNC, EIO, ErrorKind::io, "could not sync the store"},
                    Case{SQLITE_READONLY, 0, ErrorKind::store, "read-only"},
                    Case{SQLITE_READONLY_CANTINIT, 0, ErrorKind::store, "left by a crash"},
                    Case{SQLITE_CORRUPT, 0, ErrorKind::store, "damaged: detail"},
                    Case{SQLITE_NOTADB, 0, ErrorKind::store, "not a store of paretop"},
                    Case{SQLITE_CANTOPEN, EACCES, ErrorKind::store, "could not open the store (Permission denied)"},
                    Case{SQLITE_CONSTRAINT_FOREIGNKEY, 0, ErrorKind::store, "no longer in the store"},
                    Case{SQLITE_CONSTRAINT_UNIQUE, 0, ErrorKind::internal, "detail"},
                    Case{SQLITE_TOOBIG, 0, ErrorKind::store, "too long"}, Case{SQLITE_NOMEM, 0, ErrorKind::io, "out of memory"},
                    Case{SQLITE_MISUSE, 0, ErrorKind::internal, "detail"}));

TEST(SqliteErrorRemedy, SaysHowMuchRoomAFullDiskNeeds) {
    const test::TemporaryFolder folder;
    const auto path = folder.file("lab.db");
    EXPECT_EQ(describe_sqlite(SQLITE_FULL, 0, "", path).remedy.substr(0, 17), "free 1 MiB there,");
    test::write_bytes(path + "-wal", std::string((2U << 20U) + 1, 'x'));
    EXPECT_EQ(describe_sqlite(SQLITE_FULL, 0, "", path).remedy.substr(0, 17), "free 4 MiB there,");
}

}  // namespace
}  // namespace paretop::storage
