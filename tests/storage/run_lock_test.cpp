#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <optional>

#include "storage/store.h"
#include "tests/support/storage/temporary_folder.h"

namespace paretop::storage {
namespace {

class RunLocks : public testing::Test {
  protected:
    test::TemporaryFolder folder;
    std::string store = folder.file("lab.db");

    // A process that holds the lock until it is killed; −1 where it could not get it.
    pid_t hold(std::int64_t run) {
        int ready[2];
        EXPECT_EQ(::pipe(ready), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            const auto lock = RunLock::acquire(store, run);
            const char word = lock ? 'y' : 'n';
            if (::write(ready[1], &word, 1) == 1) ::pause();
            ::_exit(0);
        }
        char word = 0;
        EXPECT_EQ(::read(ready[0], &word, 1), 1);
        ::close(ready[0]);
        ::close(ready[1]);
        if (word != 'y') end(child);
        return word == 'y' ? child : -1;
    }
    static void end(pid_t child) {
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
    }
};

TEST_F(RunLocks, NobodyOwnsARunThatWasNeverLocked) {
    EXPECT_EQ(RunLock::owner(store, 17), 0);
    EXPECT_FALSE(std::filesystem::exists(store + ".lock"));
}

TEST_F(RunLocks, AreExclusiveWithinAProcess) {
    auto first = RunLock::acquire(store, 17);
    ASSERT_TRUE(first.has_value());
    const auto second = RunLock::acquire(store, 17);
    ASSERT_FALSE(second.has_value());
    EXPECT_EQ(second.error().kind, ErrorKind::busy);
    EXPECT_NE(second.error().what.find(std::to_string(::getpid())), std::string::npos);
    EXPECT_TRUE(RunLock::acquire(store, 18).has_value());
}

TEST_F(RunLocks, AskingForTheOwnerLeavesTheLock) {
    const auto lock = RunLock::acquire(store, 17);
    ASSERT_TRUE(lock.has_value());
    for (const std::string& name : {store, folder.path() + "/./lab.db"}) EXPECT_EQ(RunLock::owner(name, 17), ::getpid());
    EXPECT_EQ(RunLock::owner(store, 18), 0);
    EXPECT_EQ(hold(17), -1);
}

TEST_F(RunLocks, TellThePidOfAnotherProcess) {
    const pid_t other = hold(17);
    ASSERT_GT(other, 0);
    EXPECT_EQ(RunLock::owner(store, 17), other);
    EXPECT_EQ(RunLock::owner(store, 18), 0);
    const auto refused = RunLock::acquire(store, 17);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().kind, ErrorKind::busy);
    EXPECT_NE(refused.error().what.find(std::to_string(other)), std::string::npos) << refused.error().message();
    EXPECT_EQ(refused.error().where, "run 17");
    end(other);
    EXPECT_EQ(RunLock::owner(store, 17), 0);
    EXPECT_TRUE(RunLock::acquire(store, 17).has_value());
}

TEST_F(RunLocks, EndWithTheObjectAndMoveWithIt) {
    std::optional<RunLock> kept;
    {
        auto lock = RunLock::acquire(store, 17);
        ASSERT_TRUE(lock.has_value());
        kept.emplace(std::move(*lock));
    }
    EXPECT_EQ(RunLock::owner(store, 17), ::getpid());
    auto other = RunLock::acquire(store, 18);
    *kept = std::move(*other);
    other = fail(ErrorKind::usage, "");
    EXPECT_EQ(RunLock::owner(store, 17), 0);
    EXPECT_EQ(RunLock::owner(store, 18), ::getpid());
    kept.reset();
    EXPECT_EQ(RunLock::owner(store, 18), 0);
    EXPECT_TRUE(std::filesystem::exists(store + ".lock"));
}

TEST_F(RunLocks, OneStoreUnderTwoNamesIsOne) {
    test::write_bytes(store, "");
    std::filesystem::create_symlink(store, folder.file("alias.db"));
    const auto lock = RunLock::acquire(folder.file("alias.db"), 17);
    ASSERT_TRUE(lock.has_value());
    EXPECT_EQ(RunLock::owner(store, 17), ::getpid());
    EXPECT_FALSE(RunLock::acquire(store, 17).has_value());
}

TEST_F(RunLocks, ALockFileThatWasReplacedIsOpenedAnew) {
    { ASSERT_TRUE(RunLock::acquire(store, 17).has_value()); }
    std::filesystem::remove(store + ".lock");
    const auto lock = RunLock::acquire(store, 17);
    ASSERT_TRUE(lock.has_value());
    EXPECT_EQ(hold(17), -1);
}

TEST_F(RunLocks, AFolderThatIsNotThereIsAnError) {
    const auto lock = RunLock::acquire(folder.file("missing/lab.db"), 1);
    ASSERT_FALSE(lock.has_value());
    EXPECT_EQ(lock.error().kind, ErrorKind::store);
}

TEST_F(RunLocks, AStoreInMemoryHasNobodyElse) {
    EXPECT_TRUE(RunLock::acquire(":memory:", 1).has_value());
    EXPECT_EQ(RunLock::owner(":memory:", 1), 0);
}

}  // namespace
}  // namespace paretop::storage
