// SIGKILL at random moments: what was committed is there.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <random>
#include <thread>

#include "storage/queries.h"
#include "tests/support/storage/store_fixture.h"
#include "tests/support/storage/temporary_folder.h"

namespace paretop::storage {
namespace {

// Adds trials until it is killed; tells `report` how many there are after each commit.
[[noreturn]] void write_for_ever(const std::string& path, RunId run, int report) {
    auto store = test::open_store(path);
    Syncer syncer(store);
    const test::SyntheticRun like;
    for (auto asked = get_run(store, run)->asked;;) {
        test::add_trials(store, run, like, 1);
        syncer.dirty();
        ++asked;
        if (::write(report, &asked, sizeof asked) != sizeof asked) ::_exit(1);
    }
}

// The last of at most `count` reports; −1: there was none.
std::int64_t last_report(int descriptor, std::int64_t count) {
    std::int64_t last = -1;
    while (count-- > 0 && ::read(descriptor, &last, sizeof last) == sizeof last) {
    }
    return last;
}

TEST(Kill, LosesNothingCommitted) {
    const test::TemporaryFolder folder;
    const std::string path = folder.file("lab.db");
    RunId run = 0;
    {
        auto store = test::open_store(path);
        run = test::add_run(store, {});
    }
    std::mt19937 random(5);
    std::int64_t reported = 0;
    for (int round = 0; round < 30; ++round) {
        int ends[2];
        ASSERT_EQ(::pipe(ends), 0);
        const pid_t child = ::fork();
        if (child == 0) write_for_ever(path, run, ends[1]);
        ::close(ends[1]);
        const auto seen =
            last_report(ends[0], static_cast<std::int64_t>(random() % 20));  // 0: it may not even have opened the store
        std::this_thread::sleep_for(std::chrono::microseconds(random() % 3000));
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        reported = std::max({reported, seen, last_report(ends[0], std::numeric_limits<std::int64_t>::max())});
        ::close(ends[0]);

        const auto store = test::open_store(path);
        const auto asked = get_run(store, run)->asked;
        EXPECT_GE(asked, reported);
        EXPECT_LE(asked, reported + 1);  // one may have been committed and not reported
        EXPECT_EQ(check_store(store)->size(), 0U);
        reported = asked;
    }
    EXPECT_GT(reported, 30);
}

}  // namespace
}  // namespace paretop::storage
