#include "engine/executor/failure.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <csignal>

namespace paretop::executor {
namespace {

class FailureTest : public testing::Test {
  protected:
    FailureTest() {
        launch.arguments = {"tool"};
        exit.launched = true;
    }
    std::string text(std::string_view printed = "") { return failure_of({launch, exit, printed}); }
    process::Launch launch;
    process::Exit exit;
};

TEST_F(FailureTest, NamesCodesSignalsAndLimits) {
    exit.exit_code = 2;
    EXPECT_EQ(text(), "exit code 2");
    EXPECT_EQ(text("usage:\n tool FILE\n"), "exit code 2: tool FILE");
    exit.exit_code = 0;
    exit.signal = SIGKILL;
    EXPECT_EQ(text(), "killed by SIGKILL (out of memory?)");
    launch.limits.memory = std::int64_t{2} << 30;
    EXPECT_EQ(text(), "killed by SIGKILL (memory limit 2 GiB)");
    exit.signal = SIGXCPU;
    EXPECT_EQ(text(), "killed by SIGXCPU");
    launch.limits.cpu_time = 90'000'000'000;
    EXPECT_EQ(text(), "cpu limit of 90 s reached");
    exit.timed_out = true;
    launch.timeout = 1'500'000'000;
    EXPECT_EQ(text(), "timeout after 1.5 s");
}

TEST_F(FailureTest, SaysWhyAProgramCouldNotBeRun) {
    exit.launched = false;
    exit.error = ENOENT;
    EXPECT_EQ(text(), "cannot run tool: No such file or directory, not in PATH");
    exit.error = EACCES;
    EXPECT_EQ(text(), "cannot run tool: Permission denied");
    exit.error = E2BIG;
    EXPECT_EQ(text(), "cannot run tool: its arguments are too long");
    exit.error = ENOEXEC;
    EXPECT_EQ(text(), "cannot run tool: neither a program nor a script with a #! line");
    launch.directory = "/x";
    exit.bad_directory = true;
    exit.error = ENOENT;
    EXPECT_EQ(text(), "cannot enter /x: No such file or directory");
}

TEST(Texts, OfDurationsAndSizes) {
    EXPECT_EQ(duration_text(150'000'000), "150 ms");
    EXPECT_EQ(duration_text(30'000'000'000), "30 s");
    EXPECT_EQ(duration_text(600'000'000'000), "10 min");
    EXPECT_EQ(duration_text(7'200'000'000'000), "2 h");
    EXPECT_EQ(size_text(100), "100 B");
    EXPECT_EQ(size_text(1536), "1.5 KiB");
    EXPECT_EQ(signal_name(SIGSEGV), "SIGSEGV");
}

}  // namespace
}  // namespace paretop::executor
